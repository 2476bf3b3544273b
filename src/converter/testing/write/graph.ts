/** Builds GraphDefs node by node, with the attributes that TensorFlow writes, for test modules. */
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { dtypeNumber } from '../../graph/dtypes.ts';
import type { DType, Tensor } from '../../graph/tensor.ts';
import type { AttrValueSchema } from '../../read/proto/gen/tensorflow/attr_value_pb.ts';
import { type NodeDef, NodeDefSchema } from '../../read/proto/gen/tensorflow/node_def_pb.ts';
import { bytesOf } from '../../read/tensorflow/checkpoint/slices.ts';
import { utf8 } from '../bytes.ts';

type AttrInit = MessageInitShape<typeof AttrValueSchema>;
export type AttrInits = Record<string, AttrInit>;

const stringType = 7;

export const attr = {
  type: (dtype: DType | 'string'): AttrInit => ({
    value: { case: 'type', value: dtype === 'string' ? stringType : dtypeNumber(dtype) },
  }),
  types: (dtypes: readonly DType[]): AttrInit => ({
    value: { case: 'list', value: { type: dtypes.map(dtypeNumber) } },
  }),
  shape: (shape: readonly number[]): AttrInit => ({ value: { case: 'shape', value: shapeInit(shape) } }),
  int: (value: number): AttrInit => ({ value: { case: 'i', value: BigInt(value) } }),
  ints: (values: readonly number[]): AttrInit => ({
    value: { case: 'list', value: { i: values.map((value) => BigInt(value)) } },
  }),
  bool: (value: boolean): AttrInit => ({ value: { case: 'b', value } }),
  text: (value: string): AttrInit => ({ value: { case: 's', value: utf8(value) } }),
};

export function shapeInit(shape: readonly number[]) {
  return { dim: shape.map((size) => ({ size: BigInt(size) })) };
}

export class GraphWriter {
  readonly nodes: NodeDef[] = [];

  /** Adds a node. @returns its name, for use as an input. */
  add(op: string, name: string, inputs: readonly string[] = [], attrs: AttrInits = {}): string {
    this.nodes.push(create(NodeDefSchema, { name, op, input: [...inputs], attr: attrs }));
    return name;
  }

  constant(name: string, { dtype, shape, data }: Tensor): string {
    const value = {
      dtype: dtypeNumber(dtype),
      tensorShape: shapeInit(shape),
      tensorContent: bytesOf({ dtype, shape, data }).slice(),
    };
    return this.add('Const', name, [], {
      dtype: attr.type(dtype),
      value: { value: { case: 'tensor', value } },
    });
  }

  floats(name: string, value: number): string {
    // TensorFlow writes scalars as a list of one.
    const tensor = { dtype: dtypeNumber('float32'), tensorShape: shapeInit([]), floatVal: [value] };
    return this.add('Const', name, [], {
      dtype: attr.type('float32'),
      value: { value: { case: 'tensor', value: tensor } },
    });
  }

  strings(name: string, values: readonly string[], shape: readonly number[] = [values.length]): string {
    const tensor = { dtype: stringType, tensorShape: shapeInit(shape), stringVal: values.map(utf8) };
    return this.add('Const', name, [], {
      dtype: attr.type('string'),
      value: { value: { case: 'tensor', value: tensor } },
    });
  }

  /** A shape or a list of axes: int32, or int64 as in some old graphs. */
  ints(
    name: string,
    values: readonly number[],
    dtype: 'int32' | 'int64',
    shape: readonly number[] = [values.length],
  ): string {
    const data =
      dtype === 'int32' ? Int32Array.from(values) : BigInt64Array.from(values, (value) => BigInt(value));
    return this.constant(name, { dtype, shape, data });
  }
}
