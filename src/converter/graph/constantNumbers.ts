import type { Constant } from './graph.ts';
import { toValue } from './value.ts';

/** The number of a constant that has only one element, or undefined. */
export function scalarOf(constant: Constant | undefined): number | undefined {
  if (constant === undefined || constant.shape.some((size) => size !== 1)) return undefined;
  return toValue(constant.load()).data[0];
}

/** The numbers of a small constant (a shape, axes, paddings), or undefined when it is none or is large. */
export function listOfConstant(constant: Constant | undefined, most = 64): number[] | undefined {
  if (constant === undefined) return undefined;
  if (constant.shape.reduce((product, size) => product * size, 1) > most) return undefined;
  return Array.from(toValue(constant.load()).data);
}
