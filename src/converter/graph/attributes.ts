/** Attributes of a node, as plain values: read from TensorFlow's protobuf, written as the JSON that TF.js reads. */

import type { AttrValue } from '../read/proto/gen/tensorflow/attr_value_pb.ts';
import type { TensorShapeProto } from '../read/proto/gen/tensorflow/tensor_shape_pb.ts';
import { toBase64 } from '../read/tfjs/base64.ts';
import { dtypeNumber, dtypeOf } from './dtypes.ts';
import type { DType } from './tensor.ts';

/** A dimension of -1 is unknown; null is an unknown rank. */
export type PartialShape = readonly number[] | null;

export interface AttributeValues {
  readonly int: number;
  readonly float: number;
  readonly bool: boolean;
  readonly string: string;
  /** TensorFlow's number of a type, since not every type is one that we hold. */
  readonly type: number;
  readonly shape: PartialShape;
  readonly ints: readonly number[];
  readonly floats: readonly number[];
  readonly strings: readonly string[];
  readonly types: readonly number[];
  /** The name of a function of the library. */
  readonly function: string;
}

export type AttributeKind = keyof AttributeValues;
export type Attribute = {
  [K in AttributeKind]: { readonly kind: K; readonly value: AttributeValues[K] };
}[AttributeKind];

export type Attributes = Readonly<Record<string, Attribute>>;

const utf8 = new TextDecoder();

export function shapeFromProto(shape: TensorShapeProto | undefined): PartialShape {
  if (shape === undefined || shape.unknownRank) return null;
  return shape.dim.map((dim) => Number(dim.size));
}

/** Undefined for kinds that no pass and no TF.js op looks at. */
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

/** One attribute in proto3 JSON, as `model.json` holds it. */
export function attributeToJson(attribute: Attribute): unknown {
  switch (attribute.kind) {
    case 'int':
      return { i: String(attribute.value) };
    case 'float':
      return { f: attribute.value };
    case 'bool':
      return { b: attribute.value };
    case 'string':
      return { s: toBase64(attribute.value) };
    case 'type':
      return { type: typeName(attribute.value) };
    case 'shape':
      return { shape: shapeToJson(attribute.value) };
    case 'ints':
      return { list: { i: attribute.value.map(String) } };
    case 'floats':
      return { list: { f: [...attribute.value] } };
    case 'strings':
      return { list: { s: attribute.value.map(toBase64) } };
    case 'types':
      return { list: { type: attribute.value.map(typeName) } };
    case 'function':
      return { func: { name: attribute.value } };
  }
}

export function shapeToJson(shape: PartialShape): unknown {
  if (shape === null) return { unknownRank: true };
  return { dim: shape.map((size) => ({ size: String(size) })) };
}

const typeNames: Partial<Record<DType, string>> = {
  float32: 'DT_FLOAT',
  int32: 'DT_INT32',
  bool: 'DT_BOOL',
  uint8: 'DT_UINT8',
};

/** TF.js knows float32, int32 and bool; the wider and narrower kinds of each are computed as those. */
export function tfjsDtype(dtype: DType): 'float32' | 'int32' | 'bool' {
  if (dtype === 'bool') return 'bool';
  return dtype.includes('float') ? 'float32' : 'int32';
}

function typeName(number: number): string | number {
  const dtype = dtypeOf(number);
  return dtype === undefined ? number : typeNames[tfjsDtype(dtype)]!;
}

export function int(value: number): Attribute {
  return { kind: 'int', value };
}
export function float(value: number): Attribute {
  return { kind: 'float', value };
}
export function bool(value: boolean): Attribute {
  return { kind: 'bool', value };
}
export function text(value: string): Attribute {
  return { kind: 'string', value };
}
export function ints(value: readonly number[]): Attribute {
  return { kind: 'ints', value };
}
export function type(dtype: DType): Attribute {
  return { kind: 'type', value: dtypeNumber(dtype) };
}
