/** The values that the interpreter computes with: plain typed arrays, of the few types that occur in generators. */
import { ZscapeError } from '../../base/errors.ts';
import { halfToFloat } from '../../bundle/read/half.ts';
import { elementCount, type Tensor } from './tensor.ts';

export type NumberArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/**
 * int64 is held in doubles, exact up to 2^53; float16 and bfloat16 are computed as float32, and the small integers as
 * int32, as in TF.js.
 */
export type ValueType = 'float32' | 'float64' | 'int32' | 'int64' | 'bool';

export interface Value {
  readonly dtype: ValueType;
  readonly shape: readonly number[];
  readonly data: NumberArray;
}

/** Larger than any tensor of a generator that is run here: 1024 x 1024 pixels of 32 channels. */
const mostNumbers = 2 ** 25;

/** Allocates a value. @throws TENSOR_INVALID if the tensor would be larger than any generator's. */
export function allocate(dtype: ValueType, shape: readonly number[], what = 'A tensor of the graph'): Value {
  const count = elementCount(shape, what);
  if (count > mostNumbers) {
    throw new ZscapeError('TENSOR_INVALID', `${what} is too large to hold: [${shape.join(', ')}].`);
  }
  return { dtype, shape, data: arrayFor(dtype, count) };
}

function arrayFor(dtype: ValueType, count: number): NumberArray {
  switch (dtype) {
    case 'float32':
      return new Float32Array(count);
    case 'float64':
    case 'int64':
      return new Float64Array(count);
    case 'int32':
      return new Int32Array(count);
    case 'bool':
      return new Uint8Array(count);
  }
}

/** Returns the type in which the interpreter holds tensors of `dtype`. */
export function valueTypeOf(dtype: Tensor['dtype']): ValueType {
  switch (dtype) {
    case 'float32':
    case 'float16':
    case 'bfloat16':
      return 'float32';
    case 'float64':
    case 'bool':
      return dtype;
    case 'int64':
    case 'uint64':
    case 'uint32':
      return 'int64';
    default:
      return 'int32';
  }
}

/** Converts a tensor to a value: a view if its type is held unchanged. */
export function toValue({ dtype, shape, data }: Tensor): Value {
  const kind = valueTypeOf(dtype);
  if (data instanceof Float32Array || data instanceof Float64Array || data instanceof Int32Array) {
    return { dtype: kind, shape, data };
  }
  if (dtype === 'bool') return { dtype: kind, shape, data: data as Uint8Array };
  if (dtype === 'float16') return { dtype: kind, shape, data: halfToFloat(data as Uint16Array) };
  const value = allocate(kind, shape);
  if (dtype === 'bfloat16') {
    const bits = new Uint32Array(1);
    const float = new Float32Array(bits.buffer);
    for (let i = 0; i < data.length; i++) {
      bits[0] = Number(data[i]) << 16;
      value.data[i] = float[0]!;
    }
  } else {
    for (let i = 0; i < data.length; i++) value.data[i] = Number(data[i]);
  }
  return value;
}

/** Converts a value to a tensor that a constant can hold. Values of int64 become int32, clamped to its range. */
export function toTensor({ dtype, shape, data }: Value): Tensor {
  if (dtype !== 'int64') return { dtype, shape, data };
  return { dtype: 'int32', shape, data: Int32Array.from(data, clampToInt32) };
}

export function clampToInt32(x: number): number {
  return Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, x));
}

export function scalar(dtype: ValueType, x: number): Value {
  const value = allocate(dtype, []);
  value.data[0] = x;
  return value;
}

/** Returns row-major strides in elements. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
}

/** Lists the numbers of a small integer tensor that states a shape, axes or paddings. */
export function listOf(value: Value): number[] {
  return Array.from(value.data);
}

/**
 * Resolves an axis, which counts from the end if it is negative.
 * @throws GRAPH_INVALID if there is no such axis.
 */
export function axisOf(axis: number, rank: number, what: string): number {
  const resolved = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(resolved) || resolved < 0 || resolved >= Math.max(rank, 1)) {
    throw new ZscapeError('GRAPH_INVALID', `${what} asks for axis ${axis} of a tensor of rank ${rank}.`);
  }
  return resolved;
}
