/** Reads constants from TensorFlow's TensorProto. */
import { ZscapeError } from '../../../base/errors.ts';
import { dtypeOf } from '../../graph/dtypes.ts';
import { type Constant, constantOf } from '../../graph/graph.ts';
import {
  type DType,
  elementCount,
  type Tensor,
  type TensorData,
  tensorFromBytes,
} from '../../graph/tensor.ts';
import type { TensorProto } from '../proto/gen/tensorflow/tensor_pb.ts';
import { shapeFromProto } from './attributeFromProto.ts';

/**
 * Reads a constant of the graph. One that repeats a value is expanded only when it is loaded.
 * @throws TENSOR_INVALID if type, shape and values are inconsistent.
 */
export function constantFromProto(proto: TensorProto, what: string): Constant {
  const dtype = dtypeOf(proto.dtype);
  if (dtype === undefined) {
    throw new ZscapeError('TENSOR_INVALID', `${what} has type ${proto.dtype}, which no generator needs.`);
  }
  const shape = shapeFromProto(proto.tensorShape) ?? [];
  const count = elementCount(shape, what);
  if (proto.tensorContent.length > 0)
    return constantOf(tensorFromBytes(dtype, shape, proto.tensorContent, what));
  const values = listOf(proto, dtype);
  if (values.length > count) {
    throw new ZscapeError(
      'TENSOR_INVALID',
      `${what} has ${values.length} values for shape [${shape.join(', ')}].`,
    );
  }
  return { dtype, shape, load: () => spread(dtype, shape, count, values, what) };
}

/** Expands a list: one shorter than the shape repeats its last value, and an empty one means zeros. */
function spread(
  dtype: DType,
  shape: readonly number[],
  count: number,
  values: readonly (number | bigint | boolean)[],
  what: string,
): Tensor {
  if (count > mostSpread) {
    throw new ZscapeError('TENSOR_INVALID', `${what} is too large: it repeats a value ${count} times.`);
  }
  const data = create(dtype, count);
  const last = values.length === 0 ? 0 : values[values.length - 1]!;
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    for (let i = 0; i < count; i++) data[i] = BigInt(values[i] ?? last);
  } else {
    for (let i = 0; i < values.length; i++) data[i] = Number(values[i]);
    data.fill(Number(last), values.length);
  }
  return { dtype, shape, data };
}

/** The most numbers that one repeated value may become: a few bytes can ask for any number. */
const mostSpread = 2 ** 24;

function listOf(proto: TensorProto, dtype: DType): readonly (number | bigint | boolean)[] {
  switch (dtype) {
    case 'float32':
      return proto.floatVal;
    case 'float64':
      return proto.doubleVal;
    case 'float16':
    case 'bfloat16':
      return proto.halfVal;
    case 'int64':
      return proto.int64Val;
    case 'uint64':
      return proto.uint64Val;
    case 'uint32':
      return proto.uint32Val;
    case 'bool':
      return proto.boolVal;
    default:
      return proto.intVal;
  }
}

function create(dtype: DType, count: number): TensorData {
  switch (dtype) {
    case 'float32':
      return new Float32Array(count);
    case 'float64':
      return new Float64Array(count);
    case 'int8':
      return new Int8Array(count);
    case 'int16':
      return new Int16Array(count);
    case 'int32':
      return new Int32Array(count);
    case 'int64':
      return new BigInt64Array(count);
    case 'uint64':
      return new BigUint64Array(count);
    case 'uint32':
      return new Uint32Array(count);
    case 'uint8':
    case 'bool':
      return new Uint8Array(count);
    case 'float16':
    case 'bfloat16':
    case 'uint16':
      return new Uint16Array(count);
  }
}
