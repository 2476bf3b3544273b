/**
 * The transposes of the collapsed convolutions (`collapse.ts`) along one axis: from the gradient of a line of high
 * resolution to that of low resolution. The line is o[-1], e[0], o[0], e[1], o[1] and so on: odd and even pixels. Even
 * ones saw x[i-1] g0 + x[i] (g1+g2), odd ones x[i] (g0+g1) + x[i+1] g2, so x[i] gets o[i-1] g2 + o[i] (g0+g1) + e[i]
 * (g1+g2) + e[i+1] g0. With the kernel reversed, h = (g2, g1, g0), that is the even filter of h over o plus the odd one
 * over e. Both are Winograd's F(n, 2) with the points and the weights of the forward pass. At the points that both share
 * their outputs are the same, and at point 1 so are their weights.
 */
import { get, madd, nmadd, put, putOut } from '../simd.ts';

@inline
export function inBack(at: usize, step: usize, to: usize, into: usize): void {
  const e0 = get(at, 1, step);
  const o0 = get(at, 2, step);
  put(to, 0, into, f32x4.sub(get(at, 0, step), o0));
  put(to, 1, into, f32x4.add(o0, e0));
  put(to, 2, into, f32x4.sub(e0, get(at, 3, step)));
}

@inline
export function outBack(at: usize, step: usize, to: usize, into: usize, last: bool, bend: v128, zero: v128): void {
  putOut(to, 0, into, f32x4.add(get(at, 0, step), f32x4.sub(get(at, 1, step), get(at, 2, step))), last, bend, zero);
}

@inline
export function inBack4(at: usize, step: usize, to: usize, into: usize): void {
  const e0 = get(at, 1, step);
  const o0 = get(at, 2, step);
  const e1 = get(at, 3, step);
  const o1 = get(at, 4, step);
  put(to, 0, into, f32x4.sub(get(at, 0, step), o1)); // even filter at 0
  put(to, 1, into, f32x4.add(f32x4.add(o0, o1), f32x4.add(e0, e1))); // both at 1
  put(to, 2, into, f32x4.sub(o0, o1)); // even filter at -1
  put(to, 3, into, f32x4.sub(e0, e1)); // odd filter at -1
  put(to, 4, into, f32x4.sub(get(at, 5, step), e0)); // odd filter at infinity
}

@inline
export function outBack4(at: usize, step: usize, to: usize, into: usize, last: bool, bend: v128, zero: v128): void {
  const m1 = get(at, 1, step);
  const minus = f32x4.sub(get(at, 2, step), get(at, 3, step));
  putOut(to, 0, into, f32x4.add(get(at, 0, step), f32x4.sub(m1, minus)), last, bend, zero);
  putOut(to, 1, into, f32x4.add(get(at, 4, step), f32x4.add(m1, minus)), last, bend, zero);
}

/** @param two @param four @param five these numbers in all lanes. */
@inline
export function inBack8(at: usize, step: usize, to: usize, into: usize, two: v128, four: v128, five: v128): void {
  const o0 = get(at, 2, step);
  const o1 = get(at, 4, step);
  const o2 = get(at, 6, step);
  const o3 = get(at, 8, step);
  put(to, 0, into, madd(four, get(at, 0, step), nmadd(five, o1, o3))); // even filter at 0
  const e0 = get(at, 1, step);
  const e1 = get(at, 3, step);
  const e2 = get(at, 5, step);
  const e3 = get(at, 7, step);
  put(to, 8, into, madd(four, e0, nmadd(five, e2, get(at, 9, step)))); // odd filter at infinity
  const evenO = nmadd(four, o1, o3);
  const oddO = nmadd(four, o0, o2);
  const evenE = nmadd(four, e1, e3);
  const oddE = nmadd(four, e0, e2);
  put(to, 1, into, f32x4.add(f32x4.add(evenO, oddO), f32x4.add(evenE, oddE))); // both at 1
  put(to, 2, into, f32x4.sub(evenO, oddO)); // at -1
  put(to, 5, into, f32x4.sub(evenE, oddE));
  const even2O = f32x4.sub(o3, o1);
  const odd2O = f32x4.sub(o2, o0);
  put(to, 3, into, madd(two, odd2O, even2O)); // at 2
  put(to, 4, into, nmadd(two, odd2O, even2O)); // at -2
  const even2E = f32x4.sub(e3, e1);
  const odd2E = f32x4.sub(e2, e0);
  put(to, 6, into, madd(two, odd2E, even2E));
  put(to, 7, into, nmadd(two, odd2E, even2E));
}

/** @param two @param four @param eight these numbers in all lanes. */
@inline
export function outBack8(
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
  const m2 = f32x4.add(get(at, 2, step), get(at, 5, step));
  const m3 = f32x4.add(get(at, 3, step), get(at, 6, step));
  const m4 = f32x4.add(get(at, 4, step), get(at, 7, step));
  const sum12 = f32x4.add(m1, m2);
  const sum34 = f32x4.add(m3, m4);
  const difference12 = f32x4.sub(m1, m2);
  const difference34 = f32x4.sub(m3, m4);
  putOut(to, 0, into, f32x4.add(get(at, 0, step), f32x4.add(sum12, sum34)), last, bend, zero);
  putOut(to, 1, into, madd(two, difference34, difference12), last, bend, zero);
  putOut(to, 2, into, madd(four, sum34, sum12), last, bend, zero);
  putOut(to, 3, into, f32x4.add(madd(eight, difference34, difference12), get(at, 8, step)), last, bend, zero);
}
