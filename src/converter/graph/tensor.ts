/** A tensor in memory, as checkpoints, constants and bundles hold it. */
import { ZscapeError } from '../../base/errors.ts';

export type DType =
  | 'float32'
  | 'float64'
  | 'float16'
  | 'bfloat16'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'bool';

export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array;

/**
 * Row major, little endian. `data` is a view of the source bytes if alignment allows, so treat it as read only. float16
 * and bfloat16 are kept as their bits in a Uint16Array, bool as 0 and 1 in a Uint8Array.
 */
export interface Tensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

export const bytesPerElement: Readonly<Record<DType, number>> = {
  float32: 4,
  float64: 8,
  float16: 2,
  bfloat16: 2,
  int8: 1,
  int16: 2,
  int32: 4,
  int64: 8,
  uint8: 1,
  uint16: 2,
  uint32: 4,
  uint64: 8,
  bool: 1,
};

/** The largest tensor that the converter accepts; 2^31 bytes of float32 is far beyond any generator. */
const maxElements = 2 ** 29;

/** More than any network has. A damaged file may list hundreds, which no sentence could name. */
const maxDimensions = 16;

/**
 * Returns the number of elements of `shape`.
 * @param what names the tensor in the error's sentence.
 * @throws TENSOR_INVALID for a dimension that is negative or not an integer, or a product over `maxElements`.
 */
export function elementCount(shape: readonly number[], what: string): number {
  if (shape.length > maxDimensions)
    throw new ZscapeError(
      'TENSOR_INVALID',
      `${what} has ${shape.length} dimensions, and the converter can handle at most ${maxDimensions}. The file may be damaged.`,
    );
  let count = 1;
  for (const size of shape) {
    if (!Number.isInteger(size) || size < 0) {
      throw new ZscapeError('TENSOR_INVALID', `${what} has the impossible shape [${shape.join(', ')}].`);
    }
    if (size === 0) return 0;
    count *= size;
    if (count > maxElements) {
      throw new ZscapeError(
        'TENSOR_INVALID',
        `${what} has shape [${shape.join(', ')}], which is more than the ${maxElements} elements that the converter can handle.`,
      );
    }
  }
  return count;
}

/**
 * Views `bytes` as a tensor; copies only if the bytes do not start at a multiple of the element size.
 * @throws TENSOR_INVALID if the number of bytes does not fit the shape.
 */
export function tensorFromBytes(
  dtype: DType,
  shape: readonly number[],
  bytes: Uint8Array,
  what: string,
): Tensor {
  const count = elementCount(shape, what);
  const size = bytesPerElement[dtype];
  if (bytes.byteLength !== count * size) {
    throw new ZscapeError(
      'TENSOR_INVALID',
      `${what} has ${bytes.byteLength} bytes, and its shape [${shape.join(', ')}] of ${dtype} needs ${count * size}.`,
    );
  }
  const aligned = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  return { dtype, shape, data: viewAs(dtype, aligned.buffer, aligned.byteOffset, count) };
}

function viewAs(dtype: DType, buffer: ArrayBufferLike, offset: number, count: number): TensorData {
  switch (dtype) {
    case 'float32':
      return new Float32Array(buffer, offset, count);
    case 'float64':
      return new Float64Array(buffer, offset, count);
    case 'int8':
      return new Int8Array(buffer, offset, count);
    case 'int16':
      return new Int16Array(buffer, offset, count);
    case 'int32':
      return new Int32Array(buffer, offset, count);
    case 'int64':
      return new BigInt64Array(buffer, offset, count);
    case 'uint8':
    case 'bool':
      return new Uint8Array(buffer, offset, count);
    case 'float16':
    case 'bfloat16':
    case 'uint16':
      return new Uint16Array(buffer, offset, count);
    case 'uint32':
      return new Uint32Array(buffer, offset, count);
    case 'uint64':
      return new BigUint64Array(buffer, offset, count);
  }
}
