/**
 * Reads the weights of a TF.js model: each is a view of its shard if it lies in a single one, and is widened if it was
 * narrowed.
 */
import { ZscapeError } from '../../../base/errors.ts';
import { halfToFloat } from '../../../bundle/read/half.ts';
import type { ModuleFiles } from '../../archive/files.ts';
import { type Constant, constantOf, type NarrowWeight } from '../../graph/graph.ts';
import {
  bytesPerElement,
  type DType,
  elementCount,
  type Tensor,
  tensorFromBytes,
} from '../../graph/tensor.ts';
import type { ModelJson, WeightSpec } from './modelJson.ts';

const dtypes: ReadonlySet<string> = new Set(['float32', 'int32', 'bool', 'float16', 'uint8', 'uint16']);

/**
 * Reads all weights.
 * @throws MODULE_INVALID if a shard is missing or shards and weights do not fit, TENSOR_INVALID for a weight of a type
 * that no generator has.
 */
export async function readWeights(
  files: ModuleFiles,
  { weightsManifest }: ModelJson,
): Promise<Map<string, Constant>> {
  const constants = new Map<string, Constant>();
  for (const { paths, weights } of weightsManifest) {
    const run = new ByteRun(await Promise.all(paths.map((path) => readShard(files, path))));
    for (const spec of weights) constants.set(spec.name, readWeight(run, spec));
    if (run.left !== 0) {
      throw new ZscapeError(
        'MODULE_INVALID',
        `The model's weight files hold ${run.left} bytes more than model.json says; they do not belong together.`,
      );
    }
  }
  return constants;
}

/** Reads one weight file. @throws MODULE_INVALID naming it */
export async function readShard(files: ModuleFiles, path: string): Promise<Uint8Array> {
  const found = shardPath(files.paths, path);
  if (found !== undefined) return files.read(found);
  throw new ZscapeError(
    'MODULE_INVALID',
    `The weight file ${path}, which model.json names, is missing. Give model.json and all its weight files together.`,
  );
}

/**
 * Finds a shard. Paths are web addresses relative to model.json: `./weights.bin`, `my%20model.bin`. Files dropped without
 * their folders are identified by name.
 */
function shardPath(paths: readonly string[], path: string): string | undefined {
  const wishes = [path, decoded(path)].flatMap((wish) => [wish, plain(wish)]);
  const exact = wishes.find((wish) => paths.includes(wish));
  if (exact !== undefined) return exact;
  const names = wishes.map(nameOf);
  const namesakes = paths.filter((one) => names.includes(nameOf(one)));
  return namesakes.length === 1 ? namesakes[0] : undefined;
}

/** Normalises `./a//b` to `a/b`. */
function plain(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Reads a weight. Narrowed ones are widened at each load, so that a model is not held twice. */
function readWeight(run: ByteRun, { name, shape, dtype, quantization }: WeightSpec): Constant {
  const what = `The weight ${name}`;
  const storedAs = quantization?.dtype ?? dtype;
  if (!dtypes.has(storedAs) || !dtypes.has(dtype)) {
    throw new ZscapeError('TENSOR_INVALID', `${what} has type ${storedAs}, which no generator needs.`);
  }
  const stored = storedAs as DType;
  const bytes = run.take(elementCount(shape, what) * bytesPerElement[stored], what);
  const tensor = tensorFromBytes(stored, shape, bytes, what);
  if (quantization === undefined) return constantOf(tensor);
  const wide = dtype === 'int32' && stored !== 'float16' ? 'int32' : 'float32';
  const narrow = wide === 'float32' ? narrowOf(stored, bytes, quantization) : undefined;
  return {
    dtype: wide,
    shape,
    ...(narrow && { narrow }),
    load: () => ({ dtype: wide, shape, data: widened(tensor, quantization, wide) }),
  };
}

/** Returns the narrow form if a bundle can hold it unchanged. */
function narrowOf(
  stored: DType,
  bytes: Uint8Array,
  { min, scale }: NonNullable<WeightSpec['quantization']>,
): NarrowWeight | undefined {
  if (stored === 'float16') return { kind: stored, bytes };
  return stored === 'uint8' ? { kind: stored, bytes, min, scale } : undefined;
}

/** Widens codes: value = code * scale + min, rounded for weights of integers. */
function widened(
  { dtype, data }: Tensor,
  { min, scale }: NonNullable<WeightSpec['quantization']>,
  wide: 'int32' | 'float32',
): Float32Array | Int32Array {
  if (dtype === 'float16') return halfToFloat(data as Uint16Array);
  const codes = data as Uint8Array | Uint16Array;
  const values = wide === 'int32' ? new Int32Array(codes.length) : new Float32Array(codes.length);
  for (let i = 0; i < codes.length; i++) {
    const value = codes[i]! * scale + min;
    values[i] = wide === 'int32' ? Math.round(value) : value;
  }
  return values;
}

/** Reads consecutive files as one run of bytes. */
class ByteRun {
  readonly #parts: readonly Uint8Array[];
  #part = 0;
  #at = 0;
  left: number;

  constructor(parts: readonly Uint8Array[]) {
    this.#parts = parts;
    this.left = parts.reduce((sum, part) => sum + part.length, 0);
  }

  take(count: number, what: string): Uint8Array {
    if (count > this.left) {
      throw new ZscapeError(
        'MODULE_INVALID',
        `${what} lies past the end of the weight files; one is cut off.`,
      );
    }
    this.left -= count;
    this.#skipEmpty();
    const first = this.#parts[this.#part];
    if (first !== undefined && first.length - this.#at >= count) {
      const view = first.subarray(this.#at, this.#at + count);
      this.#at += count;
      return view;
    }
    const copy = new Uint8Array(count);
    for (let filled = 0; filled < count; ) {
      this.#skipEmpty();
      const piece = this.#parts[this.#part]!.subarray(this.#at, this.#at + count - filled);
      copy.set(piece, filled);
      filled += piece.length;
      this.#at += piece.length;
    }
    return copy;
  }

  #skipEmpty(): void {
    while (this.#part < this.#parts.length && this.#at >= this.#parts[this.#part]!.length) {
      this.#part++;
      this.#at = 0;
    }
  }
}
