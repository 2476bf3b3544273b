/** The first layer: one latent to every channel of one pixel, with bias, leaky ReLU and norm. */
import {
  HALF_BITS,
  L_BIAS,
  L_CHANNELS,
  L_DEPTH,
  L_EPSILON,
  L_NORMS,
  L_SHARE,
  L_SIZE,
  L_BEND,
  L_SOURCE,
  L_TARGET,
  L_TARGET_PIXEL,
  L_TARGET_ROW,
  L_WEIGHTS,
  PANEL,
  UP,
  ZERO,
} from '../layout.ts';
import { highHalves, lowHalves } from './halves.ts';
import { keep } from './kept.ts';
import { normalise } from './norm.ts';
import { leaky, madd, number } from './simd.ts';

/** Computes one pixel. @param place of the pixel, row by row; its weights are the panels of the plane `place`. */
export function dense(layer: usize, place: i32): void {
  pixel(layer, place, false, false);
}

/** Works like `dense`, with float16 weights. */
export function denseOfHalves(layer: usize, place: i32): void {
  pixel(layer, place, true, false);
}

/** Works like `dense`, but also stores the pixel's norm factor to L_NORMS. */
export function denseKept(layer: usize, place: i32): void {
  pixel(layer, place, false, true);
}

/** Works like `denseKept`, with float16 weights. */
export function denseOfHalvesKept(layer: usize, place: i32): void {
  pixel(layer, place, true, true);
}

/** @param halves @param kept compile-time constants. */
@inline
function pixel(layer: usize, place: i32, halves: bool, kept: bool): void {
  const depth = load<usize>(layer, L_DEPTH);
  const bytes = load<usize>(layer, L_CHANNELS) * 4;
  const size = load<i32>(layer, L_SIZE);
  const z = load<usize>(layer, L_SOURCE);
  const bias = load<usize>(layer, L_BIAS);
  const bend = f32x4.splat(load<f32>(layer, L_BEND));
  const zero = number(ZERO);
  const up = number(UP);
  const bits = number(HALF_BITS);
  const panel = halves ? depth * PANEL * 2 : depth * PANEL * 4;
  let weights = load<usize>(layer, L_WEIGHTS) + <usize>place * (bytes / (PANEL * 4)) * panel;
  const to =
    load<usize>(layer, L_TARGET) +
    <usize>(place / size + 1) * load<usize>(layer, L_TARGET_ROW) +
    <usize>((place % size) + 1) * load<usize>(layer, L_TARGET_PIXEL);
  for (let c: usize = 0; c < bytes; c += PANEL * 4) {
    // Separate sums for even and odd depths do not have to wait for each other.
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let t0 = s0;
    let t1 = s0;
    let at = z;
    const end = weights + panel;
    for (let w = weights; w < end; w += halves ? 32 : 64) {
      let even = v128.load_splat<f32>(at, 0);
      let odd = v128.load_splat<f32>(at, 4);
      if (halves) {
        // Scale up half with a factor and half with the sum, so that no intermediate result overflows.
        even = f32x4.mul(even, up);
        odd = f32x4.mul(odd, up);
        const first = v128.load(w, 0);
        const second = v128.load(w, 16);
        s0 = madd(even, lowHalves(first, bits), s0);
        s1 = madd(even, highHalves(first, bits), s1);
        t0 = madd(odd, lowHalves(second, bits), t0);
        t1 = madd(odd, highHalves(second, bits), t1);
      } else {
        s0 = madd(even, v128.load(w, 0), s0);
        s1 = madd(even, v128.load(w, 16), s1);
        t0 = madd(odd, v128.load(w, 32), t0);
        t1 = madd(odd, v128.load(w, 48), t1);
      }
      at += 8;
    }
    weights = end;
    s0 = f32x4.add(s0, t0);
    s1 = f32x4.add(s1, t1);
    if (halves) {
      s0 = f32x4.mul(s0, up);
      s1 = f32x4.mul(s1, up);
    }
    const b = bias + c;
    v128.store(to + c, leaky(f32x4.add(s0, v128.load(b, 0)), bend, zero), 0);
    v128.store(to + c, leaky(f32x4.add(s1, v128.load(b, 16)), bend, zero), 16);
  }
  const share = v128.load_splat<f32>(layer, L_SHARE);
  const epsilon = v128.load_splat<f32>(layer, L_EPSILON);
  if (kept) keep(to, bytes, share, epsilon, load<usize>(layer, L_NORMS) + <usize>place * 4);
  else normalise(to, bytes, share, epsilon);
}
