/** Attributes of a node, as plain values. */
import { dtypeNumber } from './dtypes.ts';
import type { DType } from './tensor.ts';

/** A dimension of -1 is unknown; null is an unknown rank. */
export type PartialShape = readonly number[] | null;

export interface AttributeValues {
  readonly int: number;
  readonly float: number;
  readonly bool: boolean;
  readonly string: string;
  /** TensorFlow's number of a type, since not every type is supported. */
  readonly type: number;
  readonly shape: PartialShape;
  readonly ints: readonly number[];
  readonly floats: readonly number[];
  readonly strings: readonly string[];
  readonly types: readonly number[];
  /** The name of a function in the library. */
  readonly function: string;
}

export type AttributeKind = keyof AttributeValues;
export type Attribute = {
  [K in AttributeKind]: { readonly kind: K; readonly value: AttributeValues[K] };
}[AttributeKind];

export type Attributes = Readonly<Record<string, Attribute>>;

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
