/** Attributes, shapes and types in proto3 JSON, as in `model.json`. */
import { base64Encode } from '@bufbuild/protobuf/wire';
import type { Attribute, PartialShape } from '../graph/attributes.ts';
import { dtypeOf, tfjsDtype } from '../graph/dtypes.ts';
import type { DType } from '../graph/tensor.ts';

/** Converts one attribute to proto3 JSON, as in `model.json`. */
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

const typeNames = { float32: 'DT_FLOAT', int32: 'DT_INT32', bool: 'DT_BOOL' } as const;

/** Returns the name of the type in which TF.js holds tensors of `dtype`. */
export function tfjsTypeName(dtype: DType): string {
  return typeNames[tfjsDtype(dtype)];
}

/** Names a type; one that we do not support keeps its number. */
function typeName(number: number): string | number {
  const dtype = dtypeOf(number);
  return dtype === undefined ? number : tfjsTypeName(dtype);
}

/** Encodes a text as proto3 JSON does byte strings: base64 of its UTF-8. */
function toBase64(text: string): string {
  return base64Encode(new TextEncoder().encode(text));
}
