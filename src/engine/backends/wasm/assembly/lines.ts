/**
 * The transforms along one axis, four channels at a time. Each reads a line of vectors `step` bytes apart and writes one
 * `into` bytes apart; a picture's tile takes one pass along each axis. "In" is for pixels, "out" for products, "taps" for
 * the three taps of a kernel. Winograd: Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks" (2015).
 */
import { madd } from './simd.ts';

// F(2, 3), points 0, 1, -1 and infinity.

@inline
export function inF2(at: usize, step: usize, to: usize, into: usize): void {
  const d0 = v128.load(at);
  const d1 = v128.load(at + step);
  const d2 = v128.load(at + 2 * step);
  const d3 = v128.load(at + 3 * step);
  v128.store(to, f32x4.sub(d0, d2));
  v128.store(to + into, f32x4.add(d1, d2));
  v128.store(to + 2 * into, f32x4.sub(d2, d1));
  v128.store(to + 3 * into, f32x4.sub(d1, d3));
}

@inline
export function outF2(at: usize, step: usize, to: usize, into: usize): void {
  const m1 = v128.load(at + step);
  const m2 = v128.load(at + 2 * step);
  v128.store(to, f32x4.add(v128.load(at), f32x4.add(m1, m2)));
  v128.store(to + into, f32x4.sub(f32x4.sub(m1, m2), v128.load(at + 3 * step)));
}

@inline
export function tapsF2(at: usize, step: usize, to: usize, into: usize): void {
  const g0 = v128.load(at);
  const g1 = v128.load(at + step);
  const g2 = v128.load(at + 2 * step);
  const half = f32x4.splat(0.5);
  const even = f32x4.mul(half, f32x4.add(g0, g2));
  const odd = f32x4.mul(half, g1);
  v128.store(to, g0);
  v128.store(to + into, f32x4.add(even, odd));
  v128.store(to + 2 * into, f32x4.sub(even, odd));
  v128.store(to + 3 * into, g2);
}

// F(4, 3), points 0, 1, -1, 2, -2 and infinity.

@inline
export function inF4(at: usize, step: usize, to: usize, into: usize): void {
  const d0 = v128.load(at);
  const d1 = v128.load(at + step);
  const d2 = v128.load(at + 2 * step);
  const d3 = v128.load(at + 3 * step);
  const d4 = v128.load(at + 4 * step);
  const d5 = v128.load(at + 5 * step);
  const two = f32x4.splat(2);
  const four = f32x4.splat(4);
  const minusFour = f32x4.splat(-4);
  const minusFive = f32x4.splat(-5);
  v128.store(to, madd(four, d0, madd(minusFive, d2, d4)));
  const even1 = madd(minusFour, d2, d4);
  const odd1 = madd(minusFour, d1, d3);
  v128.store(to + into, f32x4.add(even1, odd1));
  v128.store(to + 2 * into, f32x4.sub(even1, odd1));
  const even2 = f32x4.sub(d4, d2);
  const odd2 = f32x4.mul(two, f32x4.sub(d3, d1));
  v128.store(to + 3 * into, f32x4.add(even2, odd2));
  v128.store(to + 4 * into, f32x4.sub(even2, odd2));
  v128.store(to + 5 * into, madd(four, d1, madd(minusFive, d3, d5)));
}

@inline
export function outF4(at: usize, step: usize, to: usize, into: usize): void {
  const m1 = v128.load(at + step);
  const m2 = v128.load(at + 2 * step);
  const m3 = v128.load(at + 3 * step);
  const m4 = v128.load(at + 4 * step);
  const sum12 = f32x4.add(m1, m2);
  const sum34 = f32x4.add(m3, m4);
  const difference12 = f32x4.sub(m1, m2);
  const difference34 = f32x4.sub(m3, m4);
  v128.store(to, f32x4.add(v128.load(at), f32x4.add(sum12, sum34)));
  v128.store(to + into, madd(f32x4.splat(2), difference34, difference12));
  v128.store(to + 2 * into, madd(f32x4.splat(4), sum34, sum12));
  v128.store(
    to + 3 * into,
    f32x4.add(madd(f32x4.splat(8), difference34, difference12), v128.load(at + 5 * step)),
  );
}

@inline
export function tapsF4(at: usize, step: usize, to: usize, into: usize): void {
  const g0 = v128.load(at);
  const g1 = v128.load(at + step);
  const g2 = v128.load(at + 2 * step);
  const sixth = f32x4.splat(<f32>(-1.0 / 6.0));
  const even1 = f32x4.mul(sixth, f32x4.add(g0, g2));
  const odd1 = f32x4.mul(sixth, g1);
  const even2 = f32x4.add(f32x4.mul(f32x4.splat(<f32>(1.0 / 24.0)), g0), f32x4.mul(f32x4.splat(<f32>(1.0 / 6.0)), g2));
  const odd2 = f32x4.mul(f32x4.splat(<f32>(1.0 / 12.0)), g1);
  v128.store(to, f32x4.mul(f32x4.splat(0.25), g0));
  v128.store(to + into, f32x4.add(even1, odd1));
  v128.store(to + 2 * into, f32x4.sub(even1, odd1));
  v128.store(to + 3 * into, f32x4.add(even2, odd2));
  v128.store(to + 4 * into, f32x4.sub(even2, odd2));
  v128.store(to + 5 * into, g2);
}

// Nearest x2 and three taps, for one pixel x0 of low resolution: products of (x-1 - x0), x0 and (x0 - x1) with g0,
// g0+g1+g2 and g2; even pixel m0 + m1, odd pixel m1 - m2.

@inline
export function inUp1(at: usize, step: usize, to: usize, into: usize): void {
  const x0 = v128.load(at + step);
  v128.store(to, f32x4.sub(v128.load(at), x0));
  v128.store(to + into, x0);
  v128.store(to + 2 * into, f32x4.sub(x0, v128.load(at + 2 * step)));
}

@inline
export function outUp1(at: usize, step: usize, to: usize, into: usize): void {
  const m1 = v128.load(at + step);
  v128.store(to, f32x4.add(v128.load(at), m1));
  v128.store(to + into, f32x4.sub(m1, v128.load(at + 2 * step)));
}

@inline
export function tapsUp1(at: usize, step: usize, to: usize, into: usize): void {
  const g0 = v128.load(at);
  const g2 = v128.load(at + 2 * step);
  v128.store(to, g0);
  v128.store(to + into, f32x4.add(f32x4.add(g0, v128.load(at + step)), g2));
  v128.store(to + 2 * into, g2);
}

// The same for two pixels x0, x1 of low resolution. Upsampling makes two filters of two taps, even (g0, g1+g2) over
// x-1..x1 and odd (g0+g1, g2) over x0..x2. By Toom and Cook each gives two pixels from three points; choose 0, 1, -1 for the
// even one and 1, -1, infinity for the odd one. Then the data at 1 and at -1 are the same for both, and at 1 the weight is
// too, for both filters sum to g0+g1+g2: five products for four pixels, on four data, all coefficients 0, +-1 and 1/2.

@inline
export function inUp2(at: usize, step: usize, to: usize, into: usize): void {
  const x0 = v128.load(at + step);
  const x1 = v128.load(at + 2 * step);
  v128.store(to, f32x4.sub(v128.load(at), x1)); // even filter at 0
  v128.store(to + into, f32x4.add(x0, x1)); // both at 1
  v128.store(to + 2 * into, f32x4.sub(x0, x1)); // each at -1
  v128.store(to + 3 * into, f32x4.sub(v128.load(at + 3 * step), x0)); // odd filter at infinity
}

@inline
export function outUp2(at: usize, step: usize, to: usize, into: usize): void {
  const m1 = v128.load(at + step);
  const m2 = v128.load(at + 2 * step);
  const m3 = v128.load(at + 3 * step);
  v128.store(to, f32x4.add(v128.load(at), f32x4.sub(m1, m2)));
  v128.store(to + into, f32x4.add(m1, m3));
  v128.store(to + 2 * into, f32x4.add(m1, m2));
  v128.store(to + 3 * into, f32x4.add(f32x4.sub(m1, m3), v128.load(at + 4 * step)));
}

@inline
export function tapsUp2(at: usize, step: usize, to: usize, into: usize): void {
  const g0 = v128.load(at);
  const g1 = v128.load(at + step);
  const g2 = v128.load(at + 2 * step);
  const half = f32x4.splat(0.5);
  v128.store(to, g0);
  v128.store(to + into, f32x4.mul(half, f32x4.add(f32x4.add(g0, g1), g2)));
  v128.store(to + 2 * into, f32x4.mul(half, f32x4.sub(f32x4.sub(g0, g1), g2)));
  v128.store(to + 3 * into, f32x4.mul(half, f32x4.sub(f32x4.add(g0, g1), g2)));
  v128.store(to + 4 * into, g2);
}
