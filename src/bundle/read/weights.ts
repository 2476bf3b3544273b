/**
 * Reads weights by name from a TF.js graph model's shards. A group's shards are one long run of bytes cut at shard sizes,
 * so a weight may span a cut. Only such a weight is copied; the others are views.
 */
import * as v from 'valibot';
import { ZscapeError } from '../../base/errors.ts';
import { allDifferent, listOf, mostFiles, nodeName, textOf } from '../schema/limits.ts';
import { halfToFloat } from './half.ts';

const quantization = v.variant('dtype', [
  v.object({ dtype: v.literal('float16'), original_dtype: v.optional(v.string()) }),
  v.object({
    dtype: v.picklist(['uint8', 'uint16']),
    min: v.number(),
    scale: v.number(),
    original_dtype: v.optional(v.string()),
  }),
]);

const weightSpec = v.object({
  name: nodeName,
  shape: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), v.maxLength(16)),
  dtype: textOf(40),
  quantization: v.optional(quantization),
});

/** StyleGAN has a few hundred. */
const mostWeights = 20_000;

/** The part of `model.json` that is read here; only TF.js reads `modelTopology`. */
export const graphModelSchema = v.looseObject({
  modelTopology: v.looseObject({}),
  weightsManifest: v.pipe(
    listOf(
      v.object({
        paths: listOf(textOf(200), mostFiles, 'files'),
        weights: listOf(weightSpec, mostWeights, 'weights'),
      }),
      mostFiles,
      'groups',
    ),
    // A shard used twice would turn a small file into any number of large weights.
    v.check(
      (groups) =>
        allDifferent(
          groups.flatMap(({ paths }) => paths),
          (path) => path,
        ),
      'weight files with different names',
    ),
  ),
});

export type GraphModelJson = v.InferOutput<typeof graphModelSchema>;
export type WeightSpec = v.InferOutput<typeof weightSpec>;

/** A weight as float32, row major. */
export interface Weight {
  shape: number[];
  data: Float32Array<ArrayBuffer>;
}

/** A weight as it is stored in float16: the bits of each number, which nobody has checked to be finite. */
export interface HalfWeight {
  shape: number[];
  data: Uint16Array<ArrayBuffer>;
}

interface StoredWeight {
  spec: WeightSpec;
  shards: Uint8Array<ArrayBuffer>[];
  /** Offset of the first byte in the group's run of bytes. */
  start: number;
  bytes: number;
}

const elementBytes: Record<string, number> = {
  float32: 4,
  int32: 4,
  bool: 1,
  complex64: 8,
  float16: 2,
  uint16: 2,
  uint8: 1,
};

export class Weights {
  readonly #weights = new Map<string, StoredWeight>();
  readonly #where: string;

  /**
   * @param files bytes of each shard, by its path in `model.json`.
   * @param where names the model in errors.
   * @throws BUNDLE_FILE_MISSING, BUNDLE_INVALID if shards and specs do not fit each other.
   */
  constructor(model: GraphModelJson, files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>, where: string) {
    this.#where = where;
    for (const group of model.weightsManifest) {
      const shards = group.paths.map((path) => {
        const bytes = files.get(path);
        if (bytes) return bytes;
        throw new ZscapeError(
          'BUNDLE_FILE_MISSING',
          `${where} needs the weight file ${path} but does not list it.`,
        );
      });
      let start = 0;
      for (const spec of group.weights) {
        const bytes = byteLength(spec, where);
        this.#weights.set(spec.name, { spec, shards, start, bytes });
        start += bytes;
      }
      const held = shards.reduce((sum, shard) => sum + shard.byteLength, 0);
      if (held !== start) {
        throw new ZscapeError(
          'BUNDLE_INVALID',
          `The weights of ${where} need ${start} bytes, but its files hold only ${held}.`,
        );
      }
    }
  }

  /** Releases the shards, and with them all weights. */
  free(): void {
    this.#weights.clear();
  }

  /**
   * Returns the weight as floats, widened or dequantised (value = q * scale + min).
   * @param room for widened numbers, if it is large enough: a caller that needs one weight after the other can reuse it,
   * which overwrites the previous one.
   * @throws BUNDLE_INVALID if there is none of that name, it does not hold floats, or one of them is not a finite number.
   */
  floats(name: string, room?: Float32Array<ArrayBuffer>): Weight {
    const stored = this.#stored(name);
    const { spec } = stored;
    const data = decode(this.#bytesOf(stored), spec.quantization, room);
    if (!allFinite(data)) {
      throw new ZscapeError(
        'BUNDLE_INVALID',
        `The weight ${name} of ${this.#where} holds values that are not numbers (NaN or infinite), so it cannot make pictures. Convert the model again from its source.`,
      );
    }
    return { shape: spec.shape, data };
  }

  /**
   * Returns the weight as it is stored in float16, or undefined if it is stored otherwise. Whoever widens it must check
   * that its numbers are finite; if one is not, `floats` throws the error that says so.
   * @throws BUNDLE_INVALID if there is none of that name or it does not hold floats.
   */
  halves(name: string): HalfWeight | undefined {
    const stored = this.#stored(name);
    if (stored.spec.quantization?.dtype !== 'float16') return undefined;
    const { buffer, byteOffset, byteLength: length } = this.#bytesOf(stored);
    return { shape: stored.spec.shape, data: new Uint16Array(buffer, byteOffset, length / 2) };
  }

  /** @throws BUNDLE_INVALID if there is none of that name or it does not hold floats. */
  #stored(name: string): StoredWeight {
    const stored = this.#weights.get(name);
    if (!stored)
      throw new ZscapeError(
        'BUNDLE_INVALID',
        `${this.#where} needs the weight ${name} but has none of that name.`,
      );
    const { dtype } = stored.spec;
    if (dtype === 'float32') return stored;
    throw new ZscapeError('BUNDLE_INVALID', `The weight ${name} of ${this.#where} is ${dtype}, not float32.`);
  }

  /** Returns the weight's bytes, aligned for any element type. */
  #bytesOf({ shards, start, bytes }: StoredWeight): Uint8Array<ArrayBuffer> {
    let at = start;
    let i = 0;
    while (i < shards.length && at >= shards[i]!.byteLength) at -= shards[i++]!.byteLength;
    const first = shards[i];
    if (first && at + bytes <= first.byteLength && (first.byteOffset + at) % 4 === 0)
      return first.subarray(at, at + bytes);
    const copy = new Uint8Array(bytes);
    for (let filled = 0; filled < bytes; at = 0) {
      const piece = shards[i++]!.subarray(at, at + bytes - filled);
      copy.set(piece, filled);
      filled += piece.byteLength;
    }
    return copy;
  }
}

/** Checks all values by summing zeros, which fails if a value is NaN or infinite: one pass without a branch. */
function allFinite(data: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i]! * 0;
  return sum === 0;
}

function decode(
  bytes: Uint8Array<ArrayBuffer>,
  how: WeightSpec['quantization'],
  room?: Float32Array<ArrayBuffer>,
): Float32Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength: length } = bytes;
  if (!how) return new Float32Array(buffer, byteOffset, length / 4);
  const codes = how.dtype === 'uint8' ? bytes : new Uint16Array(buffer, byteOffset, length / 2);
  const count = codes.length;
  const values = room && room.length >= count ? room.subarray(0, count) : new Float32Array(count);
  if (how.dtype === 'float16') return halfToFloat(codes as Uint16Array, values);
  const { min, scale } = how;
  // Not `Float32Array.from`, which first makes a list of all codes, many times the size of the weight.
  for (let i = 0; i < count; i++) values[i] = codes[i]! * scale + min;
  return values;
}

/** Returns the bytes of the weight in its file; NaN for an unknown type. */
export function storedBytes({ shape, dtype, quantization: how }: WeightSpec): number {
  return shape.reduce((product, n) => product * n, elementBytes[how?.dtype ?? dtype] ?? Number.NaN);
}

function byteLength(spec: WeightSpec, where: string): number {
  const bytes = storedBytes(spec);
  if (Number.isSafeInteger(bytes)) return bytes;
  throw new ZscapeError(
    'BUNDLE_INVALID',
    `The weight ${spec.name} of ${where} has a type or size that cannot be read (${spec.dtype} [${spec.shape.join(', ')}]).`,
  );
}
