/**
 * The recipe of a picture or a film: everything needed to show exactly this again, as JSON that goes into the file.
 * `recipeOf` writes what `readRecipe` reads.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { ZscapeError } from '../../base/errors.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { fitsInside } from '../../export/recipe/limits.ts';
import { attributesOf } from '../../store/select/attributes.ts';
import { pointSize } from '../../store/select/space.ts';
import { initialMap, initialPath, initialWalk } from '../../store/state/journeys.ts';
import type { Model, State } from '../../store/state/state.ts';
import { toBase64 } from '../saved/packedLatents.ts';
import { LatentTable } from './latentTable.ts';
import { type Made, type RecipeWork, recipeVersion } from './recipeSchema.ts';
import { recipeSum } from './recipeSum.ts';

/** The parts that are left out first if a recipe is too large for a file, unless the file shows them. */
const leftOut = [
  ['path', initialPath],
  ['map', initialMap],
  ['walk', initialWalk],
] as const;

/** Attributes of other groups are the same in every browser that has the model. */
const onlyHere = ['taught', 'pca'];

/**
 * Returns the recipe of the current state, as JSON in ASCII. If it is too large for a file, parts that the file does not
 * show are left out; if the part that it shows is too large, everything is included, and the text belongs in a separate
 * file (`fitsInside`).
 * @param made what the file shows, and how it is exported
 * @throws EXPORT_FAILED before there is a face
 */
export function recipeOf(state: State, made: Made): string {
  const { model, face, spread, edit, walk, path, map, network } = state;
  if (!model || !face) throw new ZscapeError('EXPORT_FAILED', 'There is no face yet to save.');
  const whole: RecipeWork = { face, spread, edit, walk, path, map, network };
  let work = whole;
  const write = () => textOf(model, work, made, attributesFor(state, model));
  const text = write();
  if (fitsInside(text)) return text;
  for (const [part, fresh] of leftOut) {
    if (part === made.shows) continue;
    work = { ...work, [part]: fresh };
    const shorter = write();
    if (fitsInside(shorter)) return shorter;
  }
  return text;
}

function textOf(
  model: Model,
  work: RecipeWork,
  made: Made,
  attributes: readonly { id: string; name: string; direction: string }[],
): string {
  const { id, title, licence, latent, address } = model;
  const { face, walk, path, map } = work;
  const ends = [walk.a, walk.b, ...path.keys, ...map.corners].filter((end) => end !== null);
  const table = new LatentTable(model, [{ ...face, z: face.origin }, ...ends]);
  const state: unknown = JSON.parse(
    JSON.stringify(work, (_, value: unknown) => (value instanceof Float32Array ? table.refTo(value) : value)),
  );
  const recipe = {
    zscape: 'recipe',
    version: recipeVersion,
    made,
    model: {
      id,
      title,
      latent: latent.size,
      point: pointSize(model),
      weights: weightsHash(model),
      address,
      licence,
    },
    state,
    attributes,
    latents: table.latents,
  };
  // A round trip through JSON, so that the checksum is of the data that will be read.
  const plain = JSON.parse(JSON.stringify(recipe)) as Record<string, unknown>;
  const json = JSON.stringify({ ...plain, sum: recipeSum(plain) });
  // Formats and programs differ in how they write other letters.
  return json.replace(
    /[\u007f-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Returns the attributes that move the face or are locked, and that another browser would not have. */
function attributesFor(state: State, { latent }: Model) {
  const { amounts, locked } = state.edit;
  return attributesOf(state)
    .filter(({ id, group }) => onlyHere.includes(group) && (amounts[id] !== undefined || locked.includes(id)))
    .filter(({ direction }) => direction.length === latent.size)
    .map(({ id, name, direction }) => ({ id, name: name.slice(0, 200), direction: toBase64(direction) }));
}

/**
 * Identifies a model's weights: the SHA-256 of its file of weights, or for several files the SHA-256 of their hashes, in
 * hex and in the order of the bundle.
 */
export function weightsHash({ files }: Pick<BundleManifest, 'files'>): string {
  // A network without weights is identified by its graph.
  const shards = files.filter(({ path }) => /shard.*\.bin$/.test(path));
  const sums = (shards.length > 0 ? shards : files.slice(0, 1)).map((file) => file.sha256);
  return sums.length === 1 ? sums[0]! : bytesToHex(sha256(new TextEncoder().encode(sums.join(''))));
}
