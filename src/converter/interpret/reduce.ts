/** Ops that reduce along axes. */
import { attr } from '../graph/graph.ts';
import { allocate, axisOf, listOf, stridesOf } from '../graph/value.ts';
import { inputAt, type Kernel, type KernelTable, labelOf } from './kernel.ts';

interface Reduction {
  readonly start: number;
  readonly step: (sum: number, x: number) => number;
  readonly finish?: (sum: number, count: number) => number;
}

/** Sums are kept in double precision, which makes the slow interpreter the more exact side of a comparison. */
function reduction({ start, step, finish }: Reduction): Kernel {
  return (inputs, node) => {
    const x = inputAt(inputs, 0, node);
    const axes = new Set(
      listOf(inputAt(inputs, 1, node)).map((a) => axisOf(a, x.shape.length, labelOf(node))),
    );
    const keep = attr(node, 'keep_dims', 'bool') ?? false;
    const kept = x.shape.map((size, axis) => (axes.has(axis) ? 1 : size));
    const strides = stridesOf(kept).map((stride, axis) => (axes.has(axis) ? 0 : stride));
    const out = allocate(x.dtype, kept);
    const sums = new Float64Array(out.data.length).fill(start);
    const index = new Int32Array(x.shape.length);
    let at = 0;
    for (let i = 0; i < x.data.length; i++) {
      sums[at] = step(sums[at]!, x.data[i]!);
      for (let axis = x.shape.length - 1; axis >= 0; axis--) {
        at += strides[axis]!;
        if (++index[axis]! < x.shape[axis]!) break;
        index[axis] = 0;
        at -= strides[axis]! * x.shape[axis]!;
      }
    }
    const count = out.data.length === 0 ? 0 : x.data.length / out.data.length;
    for (let i = 0; i < sums.length; i++) out.data[i] = finish ? finish(sums[i]!, count) : sums[i]!;
    return [{ ...out, shape: keep ? kept : x.shape.filter((_, axis) => !axes.has(axis)) }];
  };
}

export const reduceKernels: KernelTable = {
  Sum: reduction({ start: 0, step: (sum, x) => sum + x }),
  Mean: reduction({ start: 0, step: (sum, x) => sum + x, finish: (sum, count) => sum / count }),
  Prod: reduction({ start: 1, step: (sum, x) => sum * x }),
  Max: reduction({ start: Number.NEGATIVE_INFINITY, step: (best, x) => Math.max(best, x) }),
  Min: reduction({ start: Number.POSITIVE_INFINITY, step: (best, x) => Math.min(best, x) }),
  All: reduction({ start: 1, step: (all, x) => (all !== 0 && x !== 0 ? 1 : 0) }),
  Any: reduction({ start: 0, step: (any, x) => (any !== 0 || x !== 0 ? 1 : 0) }),
};
