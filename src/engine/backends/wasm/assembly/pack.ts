/** Packs weights in the order in which the products read them, once when a model is loaded. */
import {
  HALF_BITS,
  KIND_COLLAPSE,
  KIND_COLLAPSE4,
  KIND_COLLAPSE8,
  KIND_COPIED,
  KIND_DIRECT,
  KIND_F2,
  KIND_F4,
  KIND_HALVES,
  KIND_MATRIX,
  P_CHANNELS,
  P_KIND,
  P_NOT_FINITE,
  P_ROWS,
  P_SOURCE,
  P_TARGET,
  PANEL,
  UP,
  WIDENED,
} from '../layout.ts';
import { halvesOf, highHalves, lowHalves, notFinite } from './halves.ts';
import { productsOf, tapsLine } from './lines/line.ts';
import { number } from './simd.ts';

/**
 * Packs the eight output channels of one panel. The kernel is stored as [3][3][depth][channels], and its transform
 * becomes planes of [panel][depth][8]; a plain matrix (and KIND_DIRECT, whose rows combine taps and depth) is one plane.
 */
export function pack(job: usize, panel: i32, scratch: usize): void {
  const kind = load<i32>(job, P_KIND);
  const rows = load<usize>(job, P_ROWS);
  const row = load<usize>(job, P_CHANNELS) * 4;
  let from = load<usize>(job, P_SOURCE) + <usize>panel * PANEL * 4;
  let to = load<usize>(job, P_TARGET) + <usize>panel * rows * PANEL * 4;
  const tap = rows * row;
  if (kind == KIND_COPIED) return copyHalves(job, panel);
  if (kind == KIND_HALVES) {
    to = load<usize>(job, P_TARGET) + <usize>panel * rows * PANEL * 2;
    for (let k: usize = 0; k < rows; k++) {
      v128.store(to, halvesOf(v128.load(from), v128.load(from, 16)));
      from += row;
      to += PANEL * 2;
    }
    return;
  }
  for (let k: usize = 0; k < rows; k++) {
    for (let half: usize = 0; half < 32; half += 16) {
      if (kind == KIND_MATRIX || kind == KIND_DIRECT) v128.store(to + half, v128.load(from + half));
      else transform(kind, from + half, tap, to + half, tap, scratch);
    }
    from += row;
    to += PANEL * 4;
  }
}

/** Packs a panel of float16 as it is. */
function copyHalves(job: usize, panel: i32): void {
  const rows = load<usize>(job, P_ROWS);
  const row = load<usize>(job, P_CHANNELS) * 2;
  let from = load<usize>(job, P_SOURCE) + <usize>panel * PANEL * 2;
  let to = load<usize>(job, P_TARGET) + <usize>panel * rows * PANEL * 2;
  let bad = i16x8.splat(0);
  for (let k: usize = 0; k < rows; k++) {
    const eight = v128.load(from);
    bad = v128.or(bad, notFinite(eight));
    v128.store(to, eight);
    from += row;
    to += PANEL * 2;
  }
  if (v128.any_true(bad)) store<i32>(job, 1, P_NOT_FINITE);
}

/** Widens one part of a kernel from float16; the job's rows are its numbers, a multiple of eight. */
export function widen(job: usize, part: i32): void {
  const first = <usize>part * WIDENED;
  const last = min(load<usize>(job, P_ROWS), first + WIDENED);
  const source = load<usize>(job, P_SOURCE);
  const end = source + last * 2;
  let to = load<usize>(job, P_TARGET) + first * 4;
  const bits = number(HALF_BITS);
  const up = number(UP);
  let bad = i16x8.splat(0);
  for (let from = source + first * 2; from < end; from += 16) {
    const eight = v128.load(from);
    bad = v128.or(bad, notFinite(eight));
    // By 2^112, in two steps that are exact.
    v128.store(to, f32x4.mul(f32x4.mul(lowHalves(eight, bits), up), up));
    v128.store(to, f32x4.mul(f32x4.mul(highHalves(eight, bits), up), up), 16);
    to += 32;
  }
  if (v128.any_true(bad)) store<i32>(job, 1, P_NOT_FINITE);
}

/** Transforms the nine taps, `tap` bytes apart, along both axes, to planes `plane` bytes apart. */
function transform(kind: i32, from: usize, tap: usize, to: usize, plane: usize, t: usize): void {
  if (kind == KIND_F2) transformOf(KIND_F2, from, tap, to, plane, t);
  else if (kind == KIND_F4) transformOf(KIND_F4, from, tap, to, plane, t);
  else if (kind == KIND_COLLAPSE) transformOf(KIND_COLLAPSE, from, tap, to, plane, t);
  else if (kind == KIND_COLLAPSE4) transformOf(KIND_COLLAPSE4, from, tap, to, plane, t);
  else transformOf(KIND_COLLAPSE8, from, tap, to, plane, t);
}

/** Like `transform`, for a kind known at compile time. */
@inline
function transformOf(kind: i32, from: usize, tap: usize, to: usize, plane: usize, t: usize): void {
  const line = <usize>productsOf(kind);
  for (let j: usize = 0; j < 3; j++) tapsLine(kind, from + j * tap, 3 * tap, t + j * 16, 3 * 16);
  for (let i: usize = 0; i < line; i++) tapsLine(kind, t + i * 3 * 16, 16, to + i * line * plane, plane);
}
