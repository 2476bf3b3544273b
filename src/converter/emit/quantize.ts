/** Weights as TF.js stores them: float32, or float16 or uint8 with what is needed to widen them again. */
import { ZscapeError } from '../../base/errors.ts';
import type { Quantization } from '../../bundle/schema/manifest.ts';
import { tfjsDtype } from '../graph/dtypes.ts';
import type { Constant } from '../graph/graph.ts';
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
 * Kernels of fewer numbers stay as they are: in heads and thin layers, narrowing costs precision and saves
 * nothing.
 */
const narrowedFrom = 4096;

/**
 * Only large kernels are narrowed. Vectors and scalars take no room, and an epsilon of 1e-8 would become zero
 * as a half.
 */
function storedAs(
  constant: Constant,
  quantization: Quantization,
): 'float32' | 'int32' | 'bool' | 'float16' | 'uint8' {
  const dtype = tfjsDtype(constant.dtype);
  if (dtype !== 'float32' || quantization === 'none') return dtype;
  const isKernel = constant.shape.length >= 2 && elements(constant) >= narrowedFrom;
  return isKernel ? quantization : dtype;
}

export function storedBytes(constant: Constant, quantization: Quantization): number {
  const size = { float32: 4, int32: 4, bool: 1, float16: 2, uint8: 1 }[storedAs(constant, quantization)];
  return elements(constant) * size;
}

function elements(constant: Constant): number {
  return constant.shape.reduce((product, size) => product * size, 1);
}

/** Encodes one weight; nothing larger than it is held meanwhile. */
export function encodeWeight(name: string, constant: Constant, quantization: Quantization): EncodedWeight {
  const shape = [...constant.shape];
  const { data } = toValue(constant.load());
  const as = storedAs(constant, quantization);
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

/** @throws TENSOR_INVALID naming the weight: one NaN makes every picture black. VERIFY_FAILED for what float16 cannot hold. */
function checkFinite(name: string, data: ArrayLike<number>, as: ReturnType<typeof storedAs>): void {
  const most = as === 'float16' ? largestHalf : Number.MAX_VALUE;
  for (let i = 0; i < data.length; i++) {
    const x = data[i]!;
    if (x <= most && x >= -most) continue;
    if (Number.isFinite(x)) {
      throw new ZscapeError('VERIFY_FAILED', `The weight "${name}" holds ${x}, more than float16 can say.`);
    }
    throw new ZscapeError(
      'TENSOR_INVALID',
      `The weight "${name}" holds ${x}. The model is damaged, or its training failed.`,
    );
  }
}

/** Above this a half rounds to infinity. */
const largestHalf = 65519;

/** value = code * scale + min, with zero on a code of its own, so that zeros stay zeros. */
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
