/**
 * The schema of recipes. The state in one may contain whatever a session may, with every latent of the size that the
 * recipe names.
 */
import * as v from 'valibot';
import {
  count,
  listOf,
  mostClasses,
  mostLatent,
  textOf,
  title,
  webAddress,
} from '../../bundle/schema/limits.ts';
import { bundleIdSchema } from '../../bundle/schema/manifest.ts';
import { spreadLimits } from '../../store/select/space.ts';
import type { Work } from '../../store/state/fields.ts';
import { mapCorners } from '../../store/state/journeys.ts';
import type { Face } from '../../store/state/state.ts';
import { idSchema, nameSchema, seedSchema, workSchemas } from '../saved/sessionSchema.ts';

export const recipeVersion = 1;
/** More than any browser makes in a day. */
const mostFrames = 10_000_000;
const mostSide = 100_000;
/** The most latents, or attributes, in one recipe. */
const mostListed = 1000;

/** The subjects of files; each has a panel of the page. */
const shownParts = ['face', 'walk', 'path', 'map', 'attribute', 'growth', 'projection'] as const;

const plain = v.union([v.string(), v.number(), v.boolean(), v.null()]);
/** A setting, or a group of settings, such as the Export dialog's choices for GIFs. */
const group = v.record(textOf(40), v.union([plain, v.record(textOf(40), plain)]));
const setting = v.union([plain, group]);
const side = count(mostSide);

/** How the file was exported, as far as it is known, with the formats' own choices. */
const madeSchema = v.pipe(
  v.objectWithRest(
    {
      shows: v.picklist(shownParts),
      format: textOf(40),
      width: side,
      height: side,
      frames: v.optional(count(mostFrames)),
      fps: v.optional(v.pipe(v.number(), v.minValue(0.01), v.maxValue(1000))),
      loop: v.optional(v.boolean()),
      quality: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
    },
    setting,
  ),
  v.check((made) => Object.keys(made).length <= 60, 'at most 60 settings'),
);
export type Made = v.InferOutput<typeof madeSchema>;

export const sampleSchema = v.object({
  seed: seedSchema,
  spread: v.optional(v.pipe(v.number(), v.minValue(spreadLimits.lowest), v.maxValue(spreadLimits.highest))),
  class: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(mostClasses))),
});

/** Base64 of float32; its content is checked when it is read. */
const packed = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]*={0,2}$/, 'base64'));

export const recipeSchema = v.object({
  zscape: v.literal('recipe'),
  version: v.literal(recipeVersion),
  made: madeSchema,
  model: v.object({
    id: bundleIdSchema,
    title,
    /** Size of z, and of z with the class's tail. */
    latent: count(mostLatent),
    point: count(mostLatent + mostClasses),
    /** SHA-256 of the weights. */
    weights: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, '64 hex digits')),
    address: v.optional(webAddress),
    licence: v.optional(
      v.object({ name: textOf(200), url: v.optional(webAddress), credit: v.optional(textOf(1000)) }),
    ),
  }),
  state: v.unknown(),
  /** Attributes that only the browser that made the file has. */
  attributes: listOf(
    v.object({ id: idSchema, name: nameSchema, direction: packed }),
    mostListed,
    'attributes',
  ),
  latents: listOf(packed, mostListed, 'latents'),
  sum: textOf(16),
});

const { face, spread, edit, walk, path, map, network } = workSchemas;

/** With latents in place of references. */
export const recipeStateSchema = v.object({
  face: v.nonNullable(face),
  spread,
  edit,
  walk,
  path,
  map: v.pipe(
    map,
    v.check(
      ({ kind, corners }) => corners.length <= mapCorners[kind].most,
      'no more corners than its kind allows',
    ),
  ),
  network,
});

/** What a recipe restores. */
export type RecipeWork = Pick<Work, 'spread' | 'edit' | 'walk' | 'path' | 'map' | 'network'> & { face: Face };
