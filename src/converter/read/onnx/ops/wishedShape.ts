/**
 * The shape that a Reshape asks for, for each batch. A model exported with a fixed batch, or whose exporter wrote the
 * batch that it was run with, states that number where the batch is meant. The batch is restored there, as far as the
 * shapes leave no doubt about its place.
 */
import { probes } from '../../../shapes/shapesOf.ts';
import type { WrittenBatch } from '../call.ts';
import { Obstacle } from '../obstacle.ts';

export type Sizes = readonly (readonly number[])[];

export const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

/**
 * Resolves a wished shape.
 * @param from the current shape, for each batch.
 * @param wish sizes as the model states them, for each batch; -1 for the remaining size.
 * @param copies whether 0 stands for the current size.
 * @throws Obstacle if a size is not an integer.
 */
export function resolvedShapes(from: Sizes, wish: Sizes, copies: boolean, written: WrittenBatch): Sizes {
  const [first = []] = wish;
  const isFixed = wish.every((sizes) => sizes.join() === first.join());
  const axis = isFixed ? batchAxis(from) : -1;
  const place = axis === -1 ? undefined : placeOfBatch(from, first, axis, written);
  const to = wish.map((sizes, n) => {
    const own = sizes.map((size, i) => (size === 0 && copies ? (from[n]![i] ?? 0) : size));
    if (place !== undefined) own[place.axis] = place.each * probes[n]!;
    const known = product(own.filter((size) => size !== -1));
    return own.map((size) => (size === -1 ? product(from[n]!) / known : size));
  });
  if (to.every((shape) => shape.every((size) => Number.isInteger(size) && size >= 0))) return to;
  throw new Obstacle(`cannot make [${first.join(', ')}] of [${(from[0] ?? []).join(', ')}]`);
}

/** Returns the only axis whose size is a multiple of the batch, or -1. */
function batchAxis(from: Sizes): number {
  const [one = []] = from;
  return one.findIndex((size, axis) => size > 0 && from.every((own, n) => own[axis] === size * probes[n]!));
}

/** Finds the axis of the wish that should have the batch instead of a fixed number, and that axis's size per picture. */
function placeOfBatch(from: Sizes, wish: readonly number[], axis: number, written: WrittenBatch) {
  const [one = []] = from;
  const [leading = 0, ...others] = wish;
  const open = wish.includes(-1);
  const count = product(one);
  if (axis === 0 && one[0] === 1 && leading > 0) {
    const rest = count / product(others.filter((size) => size !== -1));
    const fits = open ? leading > 1 && Number.isInteger(rest) : rest === 1;
    if (fits) written.size ??= leading;
  }
  if (written.size === undefined) return undefined;
  if (axis === 0 && leading === written.size) return { axis: 0, each: 1 };
  if (open || written.size !== 1 || product(wish) !== count) return undefined;
  // A batch of one may be joined to the following axis.
  if (axis === 0) return { axis: 0, each: leading };
  const stays =
    wish[axis] === 1 && one[axis] === 1 && wish.slice(0, axis).join() === one.slice(0, axis).join();
  return stays ? { axis, each: 1 } : undefined;
}
