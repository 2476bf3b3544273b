/**
 * The transforms of "nearest x2, then a 3x3 convolution" along one axis, at low resolution; see `winograd.ts` for what
 * each function does. Upsampling makes two filters of two taps: even pixels see x[i-1] g0 + x[i] (g1+g2), odd ones x[i]
 * (g0+g1) + x[i+1] g2. Winograd's F(n, 2) computes n pixels of each from n+1 points. Choose n-1 points for both, plus 0
 * for the even filter and infinity for the odd one. The data at the common points are then the same for both, and at the
 * point 1 the weights are too, since both filters sum to g0+g1+g2. So 2n pixels take 2n+1 products on n+2 data.
 */
import { get, madd, nmadd, put, putOut } from '../simd.ts';

// n = 1, with 1 as the only common point: products of (x[-1] - x0), x0 and (x0 - x1) with g0, g0+g1+g2 and g2.

@inline
export function inCollapse(at: usize, step: usize, to: usize, into: usize): void {
  const x0 = get(at, 1, step);
  put(to, 0, into, f32x4.sub(get(at, 0, step), x0));
  put(to, 1, into, x0);
  put(to, 2, into, f32x4.sub(x0, get(at, 2, step)));
}

@inline
export function outCollapse(at: usize, step: usize, to: usize, into: usize, last: bool, bend: v128, zero: v128): void {
  const m1 = get(at, 1, step);
  putOut(to, 0, into, f32x4.add(get(at, 0, step), m1), last, bend, zero);
  putOut(to, 1, into, f32x4.sub(m1, get(at, 2, step)), last, bend, zero);
}

@inline
export function tapsCollapse(at: usize, step: usize, to: usize, into: usize): void {
  const g0 = get(at, 0, step);
  const g2 = get(at, 2, step);
  put(to, 0, into, g0);
  put(to, 1, into, f32x4.add(f32x4.add(g0, get(at, 1, step)), g2));
  put(to, 2, into, g2);
}

// n = 2, common points 1 and -1.

@inline
export function inCollapse4(at: usize, step: usize, to: usize, into: usize): void {
  const x0 = get(at, 1, step);
  const x1 = get(at, 2, step);
  put(to, 0, into, f32x4.sub(get(at, 0, step), x1)); // even filter at 0
  put(to, 1, into, f32x4.add(x0, x1)); // both at 1
  put(to, 2, into, f32x4.sub(x0, x1)); // each at -1
  put(to, 3, into, f32x4.sub(get(at, 3, step), x0)); // odd filter at infinity
}

@inline
export function outCollapse4(at: usize, step: usize, to: usize, into: usize, last: bool, bend: v128, zero: v128): void {
  const m1 = get(at, 1, step);
  const m2 = get(at, 2, step);
  const m3 = get(at, 3, step);
  putOut(to, 0, into, f32x4.add(get(at, 0, step), f32x4.sub(m1, m2)), last, bend, zero);
  putOut(to, 1, into, f32x4.add(m1, m3), last, bend, zero);
  putOut(to, 2, into, f32x4.add(m1, m2), last, bend, zero);
  putOut(to, 3, into, f32x4.add(f32x4.sub(m1, m3), get(at, 4, step)), last, bend, zero);
}

@inline
export function tapsCollapse4(at: usize, step: usize, to: usize, into: usize): void {
  const g0 = get(at, 0, step);
  const g1 = get(at, 1, step);
  const g2 = get(at, 2, step);
  const half = f32x4.splat(0.5);
  put(to, 0, into, g0);
  put(to, 1, into, f32x4.mul(half, f32x4.add(f32x4.add(g0, g1), g2)));
  put(to, 2, into, f32x4.mul(half, f32x4.sub(f32x4.sub(g0, g1), g2)));
  put(to, 3, into, f32x4.mul(half, f32x4.sub(f32x4.add(g0, g1), g2)));
  put(to, 4, into, g2);
}

// n = 4, common points 1, -1, 2 and -2.

/** @param two @param four @param five these numbers in all lanes. */
@inline
export function inCollapse8(at: usize, step: usize, to: usize, into: usize, two: v128, four: v128, five: v128): void {
  const x0 = get(at, 1, step);
  const x1 = get(at, 2, step);
  const x2 = get(at, 3, step);
  const x3 = get(at, 4, step);
  put(to, 0, into, madd(four, get(at, 0, step), nmadd(five, x1, x3))); // even filter at 0
  const even1 = nmadd(four, x1, x3);
  const odd1 = nmadd(four, x0, x2);
  put(to, 1, into, f32x4.add(even1, odd1)); // both at 1
  put(to, 2, into, f32x4.sub(even1, odd1)); // each at -1
  const even2 = f32x4.sub(x3, x1);
  const odd2 = f32x4.sub(x2, x0);
  put(to, 3, into, madd(two, odd2, even2)); // each at 2
  put(to, 4, into, nmadd(two, odd2, even2)); // each at -2
  put(to, 5, into, madd(four, x0, nmadd(five, x2, get(at, 5, step)))); // odd filter at infinity
}

/** @param two @param four @param eight these numbers in all lanes. */
@inline
export function outCollapse8(
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
  putOut(to, 2, into, madd(two, difference34, difference12), last, bend, zero);
  putOut(to, 4, into, madd(four, sum34, sum12), last, bend, zero);
  putOut(to, 6, into, madd(eight, difference34, difference12), last, bend, zero);
  const m5 = get(at, 5, step);
  const m6 = get(at, 6, step);
  const m7 = get(at, 7, step);
  const sum15 = f32x4.add(m1, m5);
  const sum67 = f32x4.add(m6, m7);
  const difference15 = f32x4.sub(m1, m5);
  const difference67 = f32x4.sub(m6, m7);
  putOut(to, 1, into, f32x4.add(sum15, sum67), last, bend, zero);
  putOut(to, 3, into, madd(two, difference67, difference15), last, bend, zero);
  putOut(to, 5, into, madd(four, sum67, sum15), last, bend, zero);
  putOut(to, 7, into, f32x4.add(madd(eight, difference67, difference15), get(at, 8, step)), last, bend, zero);
}

@inline
export function tapsCollapse8(at: usize, step: usize, to: usize, into: usize): void {
  const g0 = get(at, 0, step);
  const g1 = get(at, 1, step);
  const g2 = get(at, 2, step);
  const two = f32x4.splat(2);
  const minusTwo = f32x4.splat(-2);
  const sixth = f32x4.splat(<f32>(1.0 / 6.0));
  const twelfth = f32x4.splat(<f32>(1.0 / 12.0));
  const twentyFourth = f32x4.splat(<f32>(1.0 / 24.0));
  const late = f32x4.add(g1, g2);
  const early = f32x4.add(g0, g1);
  put(to, 0, into, f32x4.mul(f32x4.splat(0.25), g0));
  put(to, 1, into, f32x4.mul(f32x4.splat(<f32>(-1.0 / 6.0)), f32x4.add(early, g2)));
  put(to, 2, into, f32x4.mul(sixth, f32x4.sub(late, g0)));
  put(to, 3, into, f32x4.mul(twentyFourth, madd(two, late, g0)));
  put(to, 4, into, f32x4.mul(twentyFourth, madd(minusTwo, late, g0)));
  put(to, 5, into, f32x4.mul(sixth, f32x4.sub(early, g2)));
  put(to, 6, into, f32x4.mul(twelfth, madd(two, g2, early)));
  put(to, 7, into, f32x4.mul(twelfth, madd(two, g2, f32x4.neg(early))));
  put(to, 8, into, g2);
}
