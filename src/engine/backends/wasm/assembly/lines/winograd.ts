/**
 * The transforms of a plain convolution along one axis, four channels at a time. Each reads a line of vectors `step` bytes
 * apart and writes one `into` bytes apart; a picture's tile takes one pass along each axis. "In" is for pixels, "out" for
 * products (the last pass of the two also adds the bias and activates), "taps" for the three taps of a kernel. Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks" (2015).
 */
import { get, madd, nmadd, put, putOut } from '../simd.ts';

// F(2, 3), points 0, 1, -1 and infinity.

@inline
export function inF2(at: usize, step: usize, to: usize, into: usize): void {
  const d0 = get(at, 0, step);
  const d1 = get(at, 1, step);
  const d2 = get(at, 2, step);
  const d3 = get(at, 3, step);
  put(to, 0, into, f32x4.sub(d0, d2));
  put(to, 1, into, f32x4.add(d1, d2));
  put(to, 2, into, f32x4.sub(d2, d1));
  put(to, 3, into, f32x4.sub(d1, d3));
}

@inline
export function outF2(at: usize, step: usize, to: usize, into: usize, last: bool, bend: v128, zero: v128): void {
  const m1 = get(at, 1, step);
  const m2 = get(at, 2, step);
  putOut(to, 0, into, f32x4.add(get(at, 0, step), f32x4.add(m1, m2)), last, bend, zero);
  putOut(to, 1, into, f32x4.sub(f32x4.sub(m1, m2), get(at, 3, step)), last, bend, zero);
}

@inline
export function tapsF2(at: usize, step: usize, to: usize, into: usize): void {
  const g0 = get(at, 0, step);
  const g1 = get(at, 1, step);
  const g2 = get(at, 2, step);
  const half = f32x4.splat(0.5);
  const even = f32x4.mul(half, f32x4.add(g0, g2));
  const odd = f32x4.mul(half, g1);
  put(to, 0, into, g0);
  put(to, 1, into, f32x4.add(even, odd));
  put(to, 2, into, f32x4.sub(even, odd));
  put(to, 3, into, g2);
}

// F(4, 3), points 0, 1, -1, 2, -2 and infinity.

/** @param two @param four @param five these numbers in all lanes. */
@inline
export function inF4(at: usize, step: usize, to: usize, into: usize, two: v128, four: v128, five: v128): void {
  const d0 = get(at, 0, step);
  const d1 = get(at, 1, step);
  const d2 = get(at, 2, step);
  const d3 = get(at, 3, step);
  const d4 = get(at, 4, step);
  const d5 = get(at, 5, step);
  put(to, 0, into, madd(four, d0, nmadd(five, d2, d4)));
  const even1 = nmadd(four, d2, d4);
  const odd1 = nmadd(four, d1, d3);
  put(to, 1, into, f32x4.add(even1, odd1));
  put(to, 2, into, f32x4.sub(even1, odd1));
  const even2 = f32x4.sub(d4, d2);
  const odd2 = f32x4.sub(d3, d1);
  put(to, 3, into, madd(two, odd2, even2));
  put(to, 4, into, nmadd(two, odd2, even2));
  put(to, 5, into, madd(four, d1, nmadd(five, d3, d5)));
}

/** @param two @param four @param eight these numbers in all lanes. */
@inline
export function outF4(
  at: usize,
  step: usize,
  to: usize,
  into: usize,
  two: v128,
  four: v128,
  eight: v128,
  last: bool,
  bend: v128,
  zero: v128,
): void {
  const m1 = get(at, 1, step);
  const m2 = get(at, 2, step);
  const m3 = get(at, 3, step);
  const m4 = get(at, 4, step);
  const sum12 = f32x4.add(m1, m2);
  const sum34 = f32x4.add(m3, m4);
  const difference12 = f32x4.sub(m1, m2);
  const difference34 = f32x4.sub(m3, m4);
  putOut(to, 0, into, f32x4.add(get(at, 0, step), f32x4.add(sum12, sum34)), last, bend, zero);
  putOut(to, 1, into, madd(two, difference34, difference12), last, bend, zero);
  putOut(to, 2, into, madd(four, sum34, sum12), last, bend, zero);
  putOut(to, 3, into, f32x4.add(madd(eight, difference34, difference12), get(at, 5, step)), last, bend, zero);
}

@inline
export function tapsF4(at: usize, step: usize, to: usize, into: usize): void {
  const g0 = get(at, 0, step);
  const g1 = get(at, 1, step);
  const g2 = get(at, 2, step);
  const sixth = f32x4.splat(<f32>(-1.0 / 6.0));
  const even1 = f32x4.mul(sixth, f32x4.add(g0, g2));
  const odd1 = f32x4.mul(sixth, g1);
  const even2 = f32x4.add(f32x4.mul(f32x4.splat(<f32>(1.0 / 24.0)), g0), f32x4.mul(f32x4.splat(<f32>(1.0 / 6.0)), g2));
  const odd2 = f32x4.mul(f32x4.splat(<f32>(1.0 / 12.0)), g1);
  put(to, 0, into, f32x4.mul(f32x4.splat(0.25), g0));
  put(to, 1, into, f32x4.add(even1, odd1));
  put(to, 2, into, f32x4.sub(even1, odd1));
  put(to, 3, into, f32x4.add(even2, odd2));
  put(to, 4, into, f32x4.sub(even2, odd2));
  put(to, 5, into, g2);
}
