/**
 * A bundle's `directions.json`: labelled directions of latent space, each a unit vector with a name. It is read when a
 * panel that needs it is opened, never with the model. `docs/bundle-format.md` describes it in prose.
 */
import * as v from 'valibot';
import { ZscapeError } from '../../base/errors.ts';
import { nextTask } from '../../base/nextTask.ts';
import { nameOf } from '../read/download.ts';
import { readExtraJson } from '../read/extra.ts';
import { finite, listOf, mostEntries, mostLatent, textOf } from './limits.ts';
import type { BundleManifest } from './manifest.ts';

const DIRECTIONS_SCHEMA_VERSION = 1;

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const label = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80));

/** Characters of base64 for that many float32. */
const mostVectorText = Math.ceil((mostLatent * 4) / 3) * 4;

const directionSchema = v.object({
  name: label,
  /** The heading under which it is listed. */
  group: v.optional(label),
  /** The names of the negative and the positive end of its slider, if it has two. */
  low: v.optional(label),
  high: v.optional(label),
  /** Whether it is listed before the groups, among the few that are always visible. */
  first: v.optional(v.boolean()),
  /** Numbers, or base64 of little-endian float32. */
  vector: v.union([
    v.pipe(textOf(mostVectorText), v.base64('base64')),
    listOf(finite, mostLatent, 'numbers'),
  ]),
  /** Of a boundary perpendicular to the vector, on samples not used for its fit. */
  accuracy: v.optional(
    v.object({
      share,
      /** 95 % interval. */
      low: share,
      high: share,
      samples: v.pipe(v.number(), v.integer(), v.minValue(1)),
    }),
  ),
  /** The effect of an edit of this many standard deviations. */
  step: v.optional(
    v.object({
      deviations: finite,
      /** Share of faces in which the attribute appears after the step. */
      success: v.optional(share),
      note: v.optional(textOf(200)),
    }),
  ),
});

const directionsSchema = v.object({
  schema: v.literal(DIRECTIONS_SCHEMA_VERSION),
  /** Dimensions of each vector. */
  latent: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostLatent)),
  /** The unit of a slider: the prior's standard deviation along the vector. */
  units: v.optional(v.literal('standard deviations'), 'standard deviations'),
  directions: listOf(directionSchema, mostEntries, 'directions'),
});

export type LabelledDirection = Omit<v.InferOutput<typeof directionSchema>, 'vector'> & {
  /** Unit vector, float32 [latent]. */
  vector: Float32Array;
};

/** The permitted deviation from length 1 of a supposed unit vector, which is then normalised exactly. */
const LENGTH_TOLERANCE = 0.01;

/**
 * Parses directions.
 * @param where names the file in errors
 * @param size the model's latent size
 * @throws BUNDLE_INVALID naming the direction that is wrong.
 */
export function parseDirections(json: unknown, where: string, size: number): LabelledDirection[] {
  const invalid = (why: string) => new ZscapeError('BUNDLE_INVALID', `${where} ${why}`);
  const result = v.safeParse(directionsSchema, json);
  if (!result.success) {
    const issue = result.issues[0];
    throw invalid(
      `is not a list of directions: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message.replace(/\.$/, '')}.`,
    );
  }
  const { latent, directions } = result.output;
  if (latent !== size) {
    throw invalid(`is for a latent of ${latent} dimensions, but the model has ${size}.`);
  }
  const names = new Set<string>();
  return directions.map(({ vector: given, ...facts }) => {
    const { name } = facts;
    if (names.has(name.toLowerCase())) throw invalid(`has two directions named “${name}”.`);
    names.add(name.toLowerCase());
    if ((facts.low === undefined) !== (facts.high === undefined)) {
      throw invalid(`names only one end of “${name}”; a slider has two.`);
    }
    const vector = typeof given === 'string' ? floatsOf(given) : Float32Array.from(given);
    if (vector.length !== size) {
      throw invalid(`has ${vector.length} numbers for “${name}”, but a direction needs ${size}.`);
    }
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    if (!(Math.abs(length - 1) <= LENGTH_TOLERANCE)) {
      throw invalid(`has a vector of length ${length} for “${name}”, but a direction has length 1.`);
    }
    return { ...facts, vector: vector.map((value) => value / length) };
  });
}

/**
 * Reads the directions of the bundle in the folder `url`; none if it has no such file.
 * @throws BUNDLE_* and NETWORK naming the file; CANCELLED.
 */
export async function readDirections(
  url: string,
  manifest: BundleManifest,
  signal?: AbortSignal,
): Promise<LabelledDirection[]> {
  const { directions: path, latent } = manifest;
  if (path === undefined) return [];
  const json = await readExtraJson(url, path, manifest, signal);
  await nextTask();
  return parseDirections(json, nameOf(`${url}${path}`), latent.size);
}

/** Decodes floats. A truncated last number is dropped, which the check of the count then detects. */
function floatsOf(base64: string): Float32Array {
  const binary = atob(base64);
  // Loops, because a hundred directions are decoded while the page is opening.
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  const view = new DataView(bytes.buffer);
  const floats = new Float32Array(Math.floor(bytes.length / 4));
  for (let i = 0; i < floats.length; i++) floats[i] = view.getFloat32(4 * i, true);
  return floats;
}
