import type { Constant } from './graph.ts';
import { toValue } from './value.ts';

/** Returns the number of a constant with a single element, otherwise undefined. */
export function scalarOf(constant: Constant | undefined): number | undefined {
  if (constant === undefined || constant.shape.some((size) => size !== 1)) return undefined;
  return toValue(constant.load()).data[0];
}

/** Returns the numbers of a small constant (a shape, axes, paddings), otherwise undefined. */
export function listOfConstant(constant: Constant | undefined, most = 64): number[] | undefined {
  if (constant === undefined) return undefined;
  if (constant.shape.reduce((product, size) => product * size, 1) > most) return undefined;
  return Array.from(toValue(constant.load()).data);
}
