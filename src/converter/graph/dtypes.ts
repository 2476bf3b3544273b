/** TensorFlow's `DataType` numbers. In the schema they are plain int32, because an enum is not erasable TypeScript. */
import type { DType } from './tensor.ts';

const table: ReadonlyMap<number, DType> = new Map([
  [1, 'float32'],
  [2, 'float64'],
  [3, 'int32'],
  [4, 'uint8'],
  [5, 'int16'],
  [6, 'int8'],
  [9, 'int64'],
  [10, 'bool'],
  [14, 'bfloat16'],
  [17, 'uint16'],
  [19, 'float16'],
  [22, 'uint32'],
  [23, 'uint64'],
]);

const numbers: ReadonlyMap<DType, number> = new Map([...table].map(([number, dtype]) => [dtype, number]));

export const DT_STRING = 7;

/**
 * Returns the dtype of a `DataType` number, reference types (+100) included; undefined for types that the converter does
 * not support.
 */
export function dtypeOf(number: number): DType | undefined {
  return table.get(number > 100 ? number - 100 : number);
}

export function dtypeNumber(dtype: DType): number {
  return numbers.get(dtype)!;
}

/**
 * Returns the type in which TF.js computes: it supports float32, int32 and bool, and wider and narrower variants are
 * computed as those.
 */
export function tfjsDtype(dtype: DType): 'float32' | 'int32' | 'bool' {
  if (dtype === 'bool') return 'bool';
  return dtype.includes('float') ? 'float32' : 'int32';
}
