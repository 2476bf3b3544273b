/**
 * A bundle's `directions.json`: labelled directions of latent space, each a unit vector with a name. It is read when
 * somebody opens a panel that needs it, never with the model. `docs/bundle-format.md` is its prose.
 */
import * as v from 'valibot';
import { ZscapeError } from '../../base/errors.ts';
import { nameOf } from '../read/download.ts';
import { readExtraJson } from '../read/extra.ts';
import { finite, listOf, mostEntries, mostLatent, textOf } from './limits.ts';
import type { BundleManifest } from './manifest.ts';

const DIRECTIONS_SCHEMA_VERSION = 1;

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const label = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80));

/** Characters of base64 for as many float32. */
const mostVectorText = Math.ceil((mostLatent * 4) / 3) * 4;

const directionSchema = v.object({
  name: label,
  /** Heading under which it stands. */
  group: v.optional(label),
  /** The names of the negative and the positive end of its slider, where it has two. */
  low: v.optional(label),
  high: v.optional(label),
  /** It stands before the groups, among the few that are shown at once. */
  first: v.optional(v.boolean()),
  /** Numbers, or base64 of little-endian float32. */
  vector: v.union([
    v.pipe(textOf(mostVectorText), v.base64('base64')),
    listOf(finite, mostLatent, 'numbers'),
  ]),
  /** Of a boundary at a right angle to the vector, on samples that its fit did not see. */
  accuracy: v.optional(
    v.object({
      share,
      /** 95 % interval. */
      low: share,
      high: share,
      samples: v.pipe(v.number(), v.integer(), v.minValue(1)),
    }),
  ),
  /** What an edit of so many standard deviations does. */
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
  /** What a slider counts in: the prior's standard deviation along the vector. */
  units: v.optional(v.literal('standard deviations'), 'standard deviations'),
  directions: listOf(directionSchema, mostEntries, 'directions'),
});

export type LabelledDirection = Omit<v.InferOutput<typeof directionSchema>, 'vector'> & {
  /** Unit vector, float32 [latent]. */
  vector: Float32Array;
};

/** How far from 1 the length of what is called a unit vector may be; it is brought to 1 exactly. */
const LENGTH_TOLERANCE = 0.01;

/**
 * @param where names the file in errors
 * @param size the model's latent size
 * @throws BUNDLE_INVALID naming the direction that is off.
 */
export function parseDirections(json: unknown, where: string, size: number): LabelledDirection[] {
  const invalid = (why: string) => new ZscapeError('BUNDLE_INVALID', `${where} ${why}`);
  const result = v.safeParse(directionsSchema, json);
  if (!result.success) {
    const issue = result.issues[0];
    throw invalid(
      `is no list of directions: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message.replace(/\.$/, '')}.`,
    );
  }
  const { latent, directions } = result.output;
  if (latent !== size) {
    throw invalid(`is for a latent of ${latent} dimensions, and the model has ${size}.`);
  }
  const names = new Set<string>();
  return directions.map(({ vector: given, ...facts }) => {
    const { name } = facts;
    if (names.has(name.toLowerCase())) throw invalid(`has two directions named “${name}”.`);
    names.add(name.toLowerCase());
    if ((facts.low === undefined) !== (facts.high === undefined)) {
      throw invalid(`names one end of “${name}” only; a slider has two.`);
    }
    const vector = typeof given === 'string' ? floatsOf(given) : Float32Array.from(given);
    if (vector.length !== size) {
      throw invalid(`has ${vector.length} numbers for “${name}”, and a direction needs ${size}.`);
    }
    const length = Math.hypot(...vector);
    if (!(Math.abs(length - 1) <= LENGTH_TOLERANCE)) {
      throw invalid(`has a vector of length ${length} for “${name}”, and a direction has length 1.`);
    }
    return { ...facts, vector: vector.map((value) => value / length) };
  });
}

/**
 * The directions of the bundle in the folder `url`; none where it has no such file.
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
  return parseDirections(json, nameOf(`${url}${path}`), latent.size);
}

/** A last number that was cut off is left out, which the check of the count then meets. */
function floatsOf(base64: string): Float32Array {
  const binary = atob(base64);
  const view = new DataView(Uint8Array.from(binary, (digit) => digit.charCodeAt(0)).buffer);
  return Float32Array.from({ length: Math.floor(binary.length / 4) }, (_, index) =>
    view.getFloat32(index * 4, true),
  );
}
