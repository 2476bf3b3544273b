/** The two loops behind every op that moves numbers. */
import { allocate, stridesOf, type Value } from '../graph/value.ts';

/** Gathers out[i0, i1, ...] = x[start + i0*steps[0] + i1*steps[1] + ...]. */
export function gathered(x: Value, shape: readonly number[], steps: readonly number[], start = 0): Value {
  const out = allocate(x.dtype, shape);
  const index = new Int32Array(shape.length);
  let at = start;
  for (let i = 0; i < out.data.length; i++) {
    out.data[i] = x.data[at]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += steps[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      index[axis] = 0;
      at -= steps[axis]! * shape[axis]!;
    }
  }
  return out;
}

export function transposed(x: Value, permutation: readonly number[]): Value {
  const strides = stridesOf(x.shape);
  return gathered(
    x,
    permutation.map((axis) => x.shape[axis]!),
    permutation.map((axis) => strides[axis]!),
  );
}

/** Reverses `gathered`: writes x into `out` at the given steps. */
export function scattered(x: Value, out: Value, steps: readonly number[], start: number): void {
  const index = new Int32Array(x.shape.length);
  let at = start;
  for (let i = 0; i < x.data.length; i++) {
    out.data[at] = x.data[i]!;
    for (let axis = x.shape.length - 1; axis >= 0; axis--) {
      at += steps[axis]!;
      if (++index[axis]! < x.shape[axis]!) break;
      index[axis] = 0;
      at -= steps[axis]! * x.shape[axis]!;
    }
  }
}
