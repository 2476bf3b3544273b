/** Weights as TF.js stores them: float32, or float16 or uint8 with the information needed to widen them again. */
import { ZscapeError } from '../../base/errors.ts';
import type { Quantization } from '../../bundle/schema/manifest.ts';
import { tfjsDtype } from '../graph/dtypes.ts';
import type { Constant, NarrowWeight } from '../graph/graph.ts';
import { tensorFromBytes } from '../graph/tensor.ts';
import { clampToInt32, toValue } from '../graph/value.ts';
import { floatToHalf } from './half.ts';

/** An entry of the manifest in `model.json`. */
export interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
  readonly quantization?:
    | { readonly dtype: 'float16'; readonly original_dtype: 'float32' }
    | {
        readonly dtype: 'uint8';
        readonly min: number;
        readonly scale: number;
        readonly original_dtype: 'float32';
      };
}

export interface EncodedWeight {
  readonly entry: WeightEntry;
  readonly bytes: Uint8Array;
}

/**
 * Kernels with fewer elements are kept in float32: in heads and thin layers, narrowing costs precision and saves nothing.
 */
const narrowedFrom = 4096;

/** How a bundle's weights are stored: all in the same type, or each in its original one. */
export type Storage = Quantization | 'as-it-came';

/**
 * Chooses the stored type. Weights that came in 8 bits are never widened unless `none` is requested: their codes stay the
 * same. Otherwise only large kernels are narrowed: vectors and scalars take no room, and an epsilon of 1e-8 would become
 * zero as a half.
 */
function storedAs(constant: Constant, storage: Storage): 'float32' | 'int32' | 'bool' | 'float16' | 'uint8' {
  const dtype = tfjsDtype(constant.dtype);
  if (dtype !== 'float32' || storage === 'none') return dtype;
  const { narrow } = constant;
  if (narrow && (narrow.kind === 'uint8' || storage === 'as-it-came')) return narrow.kind;
  if (storage === 'as-it-came') return dtype;
  const isKernel = constant.shape.length >= 2 && elements(constant) >= narrowedFrom;
  return isKernel ? storage : dtype;
}

/** Returns the bytes of a weight as stored. */
export function storedBytes(constant: Constant, storage: Storage): number {
  const size = { float32: 4, int32: 4, bool: 1, float16: 2, uint8: 1 }[storedAs(constant, storage)];
  return elements(constant) * size;
}

function elements(constant: Constant): number {
  return constant.shape.reduce((product, size) => product * size, 1);
}

/** Encodes one weight, without holding anything larger in the meantime. */
export function encodeWeight(name: string, constant: Constant, storage: Storage): EncodedWeight {
  const shape = [...constant.shape];
  const as = storedAs(constant, storage);
  if (constant.narrow?.kind === as) return asItCame(name, shape, constant.narrow);
  const { data } = toValue(constant.load());
  checkFinite(name, data, as);
  switch (as) {
    case 'float32':
      return { entry: { name, shape, dtype: as }, bytes: bytesOf(floats(data)) };
    case 'int32':
      return {
        entry: { name, shape, dtype: as },
        bytes: bytesOf(data instanceof Int32Array ? data : Int32Array.from(data, clampToInt32)),
      };
    case 'bool':
      return { entry: { name, shape, dtype: as }, bytes: Uint8Array.from(data) };
    case 'float16':
      return {
        entry: { name, shape, dtype: 'float32', quantization: { dtype: as, original_dtype: 'float32' } },
        bytes: bytesOf(floatToHalf(floats(data))),
      };
    case 'uint8': {
      const { codes, min, scale } = toCodes(floats(data));
      const how = { dtype: as, min, scale, original_dtype: 'float32' } as const;
      return { entry: { name, shape, dtype: 'float32', quantization: how }, bytes: codes };
    }
  }
}

/** Keeps the weight's original numbers, so nothing is rounded a second time. */
function asItCame(name: string, shape: number[], narrow: NarrowWeight): EncodedWeight {
  const { kind, bytes } = narrow;
  if (kind === 'float16') {
    const halves = toValue(tensorFromBytes(kind, shape, bytes, name)).data;
    checkFinite(name, halves, kind);
    return {
      entry: { name, shape, dtype: 'float32', quantization: { dtype: kind, original_dtype: 'float32' } },
      bytes,
    };
  }
  const { min, scale } = narrow;
  checkFinite(name, [min, min + 255 * scale], 'float32');
  const how = { dtype: kind, min, scale, original_dtype: 'float32' } as const;
  return { entry: { name, shape, dtype: 'float32', quantization: how }, bytes };
}

/**
 * Checks a weight.
 * @throws TENSOR_INVALID naming it: one NaN makes every picture black. VERIFY_FAILED for values that float16 cannot hold.
 */
function checkFinite(name: string, data: ArrayLike<number>, as: ReturnType<typeof storedAs>): void {
  const most = as === 'float16' ? largestHalf : Number.MAX_VALUE;
  for (let i = 0; i < data.length; i++) {
    const x = data[i]!;
    if (x <= most && x >= -most) continue;
    if (Number.isFinite(x)) {
      throw new ZscapeError('VERIFY_FAILED', `The weight "${name}" holds ${x}, more than float16 can hold.`);
    }
    throw new ZscapeError(
      'TENSOR_INVALID',
      `The weight "${name}" holds ${x}. The model is damaged, or its training failed.`,
    );
  }
}

/** Above this, a value rounds to infinity as a half. */
const largestHalf = 65519;

/** Quantises values to codes: value = code * scale + min. Zero has its own code, so zeros stay zeros. */
function toCodes(data: Float32Array): { codes: Uint8Array; min: number; scale: number } {
  let low = 0;
  let high = 0;
  for (const x of data) {
    if (x < low) low = x;
    if (x > high) high = x;
  }
  const scale = high > low ? (high - low) / 255 : 1;
  const zero = Math.round(-low / scale);
  const codes = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++)
    codes[i] = Math.max(0, Math.min(255, Math.round(data[i]! / scale) + zero));
  return { codes, min: -zero * scale, scale };
}

function floats(data: ArrayLike<number>): Float32Array {
  return data instanceof Float32Array ? data : Float32Array.from(data);
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
