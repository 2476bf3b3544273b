/** Reads attributes and shapes from TensorFlow's protobuf. */
import type { Attribute, PartialShape } from '../../graph/attributes.ts';
import type { AttrValue } from '../proto/gen/tensorflow/attr_value_pb.ts';
import type { TensorShapeProto } from '../proto/gen/tensorflow/tensor_shape_pb.ts';

const utf8 = new TextDecoder();

export function shapeFromProto(shape: TensorShapeProto | undefined): PartialShape {
  if (shape === undefined || shape.unknownRank) return null;
  return shape.dim.map((dim) => Number(dim.size));
}

/** Reads an attribute. Returns undefined for types that no pass and no op of TF.js uses. */
export function attributeFromProto(attr: AttrValue): Attribute | undefined {
  const { value } = attr;
  switch (value.case) {
    case 's':
      return { kind: 'string', value: utf8.decode(value.value) };
    case 'i':
      return { kind: 'int', value: Number(value.value) };
    case 'f':
      return { kind: 'float', value: value.value };
    case 'b':
      return { kind: 'bool', value: value.value };
    case 'type':
      return { kind: 'type', value: value.value };
    case 'shape':
      return { kind: 'shape', value: shapeFromProto(value.value) };
    case 'func':
      return { kind: 'function', value: value.value.name };
    case 'list': {
      const list = value.value;
      if (list.type.length > 0) return { kind: 'types', value: list.type };
      if (list.f.length > 0) return { kind: 'floats', value: list.f };
      if (list.s.length > 0) return { kind: 'strings', value: list.s.map((s) => utf8.decode(s)) };
      return { kind: 'ints', value: list.i.map(Number) };
    }
    default:
      return undefined;
  }
}
