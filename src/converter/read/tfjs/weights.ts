/**
 * Reads the weights of a TF.js model: each is a view of its shard where it lies in one, and widened where it
 * was narrowed.
 */
import { ZscapeError } from '../../../base/errors.ts';
import { halfToFloat } from '../../../bundle/read/half.ts';
import type { ModuleFiles } from '../../archive/files.ts';
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
 * @throws MODULE_INVALID when a shard is missing or shards and weights do not fit, TENSOR_INVALID for a weight of a type
 *   that no generator has.
 */
export async function readWeights(
  files: ModuleFiles,
  { weightsManifest }: ModelJson,
): Promise<Map<string, Tensor>> {
  const tensors = new Map<string, Tensor>();
  for (const { paths, weights } of weightsManifest) {
    const run = new ByteRun(await Promise.all(paths.map((path) => readShard(files, path))));
    for (const spec of weights) tensors.set(spec.name, readWeight(run, spec));
    if (run.left !== 0) {
      throw new ZscapeError(
        'MODULE_INVALID',
        `The weight files of the model hold ${run.left} bytes more than model.json says; they do not belong together.`,
      );
    }
  }
  return tensors;
}

async function readShard(files: ModuleFiles, path: string): Promise<Uint8Array> {
  if (files.paths.includes(path)) return files.read(path);
  throw new ZscapeError(
    'MODULE_INVALID',
    `The weight file ${path}, which model.json names, is missing. Give model.json and all its weight files together.`,
  );
}

function readWeight(run: ByteRun, spec: WeightSpec): Tensor {
  const what = `The weight ${spec.name}`;
  const stored = spec.quantization?.dtype ?? spec.dtype;
  if (!dtypes.has(stored) || !dtypes.has(spec.dtype)) {
    throw new ZscapeError('TENSOR_INVALID', `${what} has type ${stored}, which no generator needs.`);
  }
  const dtype = stored as DType;
  const bytes = run.take(elementCount(spec.shape, what) * bytesPerElement[dtype], what);
  const tensor = tensorFromBytes(dtype, spec.shape, bytes, what);
  if (spec.quantization === undefined) return tensor;
  if (tensor.dtype === 'float16') {
    return { dtype: 'float32', shape: spec.shape, data: halfToFloat(tensor.data as Uint16Array) };
  }
  const { min, scale } = spec.quantization;
  const whole = spec.dtype === 'int32';
  const widen = (code: number): number => (whole ? Math.round(code * scale + min) : code * scale + min);
  const codes = Array.from(tensor.data as Uint8Array | Uint16Array, widen);
  return whole
    ? { dtype: 'int32', shape: spec.shape, data: Int32Array.from(codes) }
    : { dtype: 'float32', shape: spec.shape, data: Float32Array.from(codes) };
}

/** Reads files one after the other as one run of bytes. */
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
