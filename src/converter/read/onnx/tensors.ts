/**
 * Weights and constants of an ONNX file, as views of its bytes wherever their stored type is also the type for computing.
 */
import { BinaryReader } from '@bufbuild/protobuf/wire';
import { ZscapeError } from '../../../base/errors.ts';
import { type Constant, constantOf } from '../../graph/graph.ts';
import {
  bytesPerElement,
  type DType,
  elementCount,
  type Tensor,
  tensorFromBytes,
} from '../../graph/tensor.ts';
import { clampToInt32, toValue } from '../../graph/value.ts';
import type { TensorProto } from '../proto/gen/onnx/onnx_pb.ts';

/** ONNX's numbers for the types that occur in generators. */
const dtypes: ReadonlyMap<number, DType> = new Map([
  [1, 'float32'],
  [2, 'uint8'],
  [3, 'int8'],
  [4, 'uint16'],
  [5, 'int16'],
  [6, 'int32'],
  [7, 'int64'],
  [9, 'bool'],
  [10, 'float16'],
  [11, 'float64'],
  [12, 'uint32'],
  [13, 'uint64'],
  [16, 'bfloat16'],
]);

/**
 * Returns the type in which a type is computed here: floats as float32, integers as int32; undefined for any other type.
 */
export function computedAs(type: number): 'float32' | 'int32' | 'bool' | undefined {
  const dtype = dtypes.get(type);
  if (dtype === undefined || dtype === 'bool') return dtype;
  return dtype.includes('float') ? 'float32' : 'int32';
}

/**
 * Reads a tensor as a constant of a type for computing. Doubles and wide integers are narrowed when it is loaded.
 * @param elsewhere its bytes, if they are in another file.
 * @throws TENSOR_INVALID if type, shape and numbers are inconsistent.
 */
export function constantFromTensor(proto: TensorProto, what: string, elsewhere?: Uint8Array): Constant {
  const dtype = dtypes.get(proto.dataType);
  if (dtype === undefined) {
    throw new ZscapeError(
      'TENSOR_INVALID',
      `${what} has ONNX's type ${proto.dataType}, which no generator needs. Export the model without quantisation.`,
    );
  }
  const shape = proto.dims.map(Number);
  const count = elementCount(shape, what);
  const raw = elsewhere ?? (proto.rawData.length > 0 ? proto.rawData : undefined);
  if (raw !== undefined) return narrowed(tensorFromBytes(dtype, shape, raw, what));
  const stored = listOf(proto, dtype, count, what);
  return narrowed(tensorFromBytes(dtype, shape, stored, what));
}

function narrowed(tensor: Tensor): Constant {
  const { dtype, shape } = tensor;
  if (dtype === 'float64') {
    return {
      ...{ dtype: 'float32', shape },
      load: () => ({ dtype: 'float32', shape, data: Float32Array.from(tensor.data as Float64Array) }),
    };
  }
  if (dtype === 'bool' || dtype === 'int32' || dtype.includes('float')) return constantOf(tensor);
  return {
    ...{ dtype: 'int32', shape },
    load: () => ({ dtype: 'int32', shape, data: Int32Array.from(toValue(tensor).data, clampToInt32) }),
  };
}

/** Returns the bytes of ONNX's list for this type, each number as wide as the type. */
function listOf(proto: TensorProto, dtype: DType, count: number, what: string): Uint8Array {
  switch (dtype) {
    case 'float32':
      return joined(proto.floatData);
    case 'float64':
      return joined(proto.doubleData);
    case 'int64':
      return fromVarints(proto.int64Data, dtype, count, what);
    case 'uint32':
    case 'uint64':
      return fromVarints(proto.uint64Data, dtype, count, what);
    default:
      return fromVarints(proto.int32Data, dtype, count, what);
  }
}

/** Joins the parts of a list. Every known writer writes it in one part, which is not copied. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Decodes varints. @throws TENSOR_INVALID if there are more or fewer than `count` numbers. */
function fromVarints(parts: readonly Uint8Array[], dtype: DType, count: number, what: string): Uint8Array {
  const reader = new BinaryReader(joined(parts));
  // A number takes at least a byte, so a shape cannot ask for more than the file's own size allows.
  if (count > reader.len) throw misfit(what, count);
  const width = bytesPerElement[dtype];
  const bytes = new Uint8Array(count * width);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < count; i++) {
    if (reader.pos >= reader.len) throw misfit(what, count);
    const number = BigInt(reader.int64());
    if (width === 8) view.setBigInt64(8 * i, number, true);
    else if (width === 4) view.setInt32(4 * i, Number(BigInt.asIntN(32, number)), true);
    else if (width === 2) view.setInt16(2 * i, Number(BigInt.asIntN(16, number)), true);
    else bytes[i] = Number(BigInt.asUintN(8, number));
  }
  if (reader.pos < reader.len) throw misfit(what, count);
  return bytes;
}

function misfit(what: string, count: number): ZscapeError {
  return new ZscapeError('TENSOR_INVALID', `${what} does not hold the ${count} numbers of its shape.`);
}
