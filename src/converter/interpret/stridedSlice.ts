import { attr, type GraphNode } from '../graph/graph.ts';
import { listOf, stridesOf } from '../graph/value.ts';
import { inputAt, type Kernel, misfit } from './kernel.ts';
import { gathered } from './move.ts';

/** One axis of a Python slice, after its ends have been clamped to the range. */
export interface AxisSlice {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

export interface SliceSpec {
  /** One for each axis of the input. */
  readonly axes: readonly AxisSlice[];
  /** The shape of the result: the kept axes, and new ones of length 1. */
  readonly shape: readonly number[];
}

/** Reads begin, end, strides and the five masks of `StridedSlice` (x[a:b:c, ..., newaxis, i]). */
export function sliceSpec(
  shape: readonly number[],
  begin: readonly number[],
  end: readonly number[],
  strides: readonly number[],
  node: GraphNode,
): SliceSpec {
  const mask = (name: string): number => attr(node, name, 'int') ?? 0;
  const has = (bits: number, i: number): boolean => (bits & (1 << i)) !== 0;
  const [beginMask, endMask, ellipsis, newAxis, shrink] = [
    'begin_mask',
    'end_mask',
    'ellipsis_mask',
    'new_axis_mask',
    'shrink_axis_mask',
  ].map(mask) as [number, number, number, number, number];
  const axes: AxisSlice[] = [];
  const out: number[] = [];
  const named = begin.filter((_, i) => !has(newAxis, i) && !has(ellipsis, i)).length;
  if (
    named > shape.length ||
    begin.length !== end.length ||
    begin.length !== strides.length ||
    begin.length > 30
  ) {
    throw misfit(node, `slices ${named} axes of [${shape.join(', ')}]`);
  }
  const whole = (): void => {
    const size = shape[axes.length]!;
    axes.push({ start: 0, step: 1, count: size });
    out.push(size);
  };
  for (let i = 0; i < begin.length; i++) {
    if (has(ellipsis, i)) {
      for (let left = shape.length - named; left > 0; left--) whole();
      continue;
    }
    if (has(newAxis, i)) {
      out.push(1);
      continue;
    }
    const size = shape[axes.length]!;
    const step = strides[i]!;
    if (step === 0) throw misfit(node, 'slices with step 0');
    if (has(shrink, i)) {
      const at = begin[i]! < 0 ? begin[i]! + size : begin[i]!;
      if (at < 0 || at >= size) throw misfit(node, `takes element ${begin[i]} of ${size}`);
      axes.push({ start: at, step: 1, count: 1 });
      continue;
    }
    const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
    const bring = (x: number): number => Math.max(low, Math.min(high, x < 0 ? x + size : x));
    const start = has(beginMask, i) ? (step > 0 ? 0 : size - 1) : bring(begin[i]!);
    const stop = has(endMask, i) ? (step > 0 ? size : -1) : bring(end[i]!);
    const count = Math.max(0, Math.ceil((stop - start) / step));
    axes.push({ start, step, count });
    out.push(count);
  }
  while (axes.length < shape.length) whole();
  return { axes, shape: out };
}

export const stridedSlice: Kernel = (inputs, node) => {
  const x = inputAt(inputs, 0, node);
  const [begin, end, strides] = [1, 2, 3].map((i) => listOf(inputAt(inputs, i, node))) as [
    number[],
    number[],
    number[],
  ];
  const { axes, shape } = sliceSpec(x.shape, begin, end, strides, node);
  const steps = stridesOf(x.shape);
  const cut = gathered(
    x,
    axes.map((axis) => axis.count),
    axes.map((axis, i) => axis.step * steps[i]!),
    axes.reduce((sum, axis, i) => sum + axis.start * steps[i]!, 0),
  );
  return [{ ...cut, shape }];
};
