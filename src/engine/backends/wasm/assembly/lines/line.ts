/**
 * The transforms along one axis, by the kind of convolution. The kind is a compile-time constant, so the compiler drops
 * the other branches.
 */
import {
  KIND_BACK,
  KIND_BACK4,
  KIND_BACK8,
  KIND_COLLAPSE,
  KIND_COLLAPSE4,
  KIND_COLLAPSE8,
  KIND_DIRECT,
  KIND_F2,
  KIND_F4,
} from '../../layout.ts';
import { inBack, inBack4, inBack8, outBack, outBack4, outBack8 } from './back.ts';
import {
  inCollapse,
  inCollapse4,
  inCollapse8,
  outCollapse,
  outCollapse4,
  outCollapse8,
  tapsCollapse,
  tapsCollapse4,
  tapsCollapse8,
} from './collapse.ts';
import { inF2, inF4, outF2, outF4, tapsF2, tapsF4 } from './winograd.ts';

/** Output pixels along a tile's side. */
@inline
export function sideOf(kind: i32): i32 {
  if (kind == KIND_DIRECT || kind == KIND_BACK) return 1;
  if (kind == KIND_F2 || kind == KIND_COLLAPSE || kind == KIND_BACK4) return 2;
  return kind == KIND_COLLAPSE8 ? 8 : 4;
}

/** Input pixels from one tile to the next. The collapsed kinds read low resolution; their backward kinds write it. */
@inline
export function strideOf(kind: i32): i32 {
  if (kind == KIND_DIRECT || kind == KIND_COLLAPSE) return 1;
  if (kind == KIND_BACK8) return 8;
  return kind == KIND_F2 || kind == KIND_COLLAPSE4 || kind == KIND_BACK ? 2 : 4;
}

/** Values of a line of transformed inputs, made from `strideOf` pixels and two more. */
@inline
export function inputsOf(kind: i32): i32 {
  if (kind == KIND_BACK || kind == KIND_BACK4) return kind == KIND_BACK ? 3 : 5;
  if (kind == KIND_BACK8) return 9;
  return kind == KIND_DIRECT ? 1 : strideOf(kind) + 2;
}

/** Products of a line. */
@inline
export function productsOf(kind: i32): i32 {
  if (kind == KIND_COLLAPSE8) return 9;
  return kind == KIND_COLLAPSE4 ? 5 : inputsOf(kind);
}

/** @param two @param four @param five these numbers in all lanes. */
@inline
export function inLine(kind: i32, at: usize, step: usize, to: usize, into: usize, two: v128, four: v128, five: v128): void {
  if (kind == KIND_F2) inF2(at, step, to, into);
  else if (kind == KIND_F4) inF4(at, step, to, into, two, four, five);
  else if (kind == KIND_COLLAPSE) inCollapse(at, step, to, into);
  else if (kind == KIND_BACK) inBack(at, step, to, into);
  else if (kind == KIND_BACK4) inBack4(at, step, to, into);
  else if (kind == KIND_BACK8) inBack8(at, step, to, into, two, four, five);
  else if (kind == KIND_COLLAPSE4) inCollapse4(at, step, to, into);
  else inCollapse8(at, step, to, into, two, four, five);
}

/** @param two @param four @param eight these numbers in all lanes. @param last @param bend @param zero as in `putOut`. */
@inline
export function outLine(
  kind: i32,
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
  if (kind == KIND_F2) outF2(at, step, to, into, last, bend, zero);
  else if (kind == KIND_F4) outF4(at, step, to, into, two, four, eight, last, bend, zero);
  else if (kind == KIND_COLLAPSE) outCollapse(at, step, to, into, last, bend, zero);
  else if (kind == KIND_BACK) outBack(at, step, to, into, last, bend, zero);
  else if (kind == KIND_BACK4) outBack4(at, step, to, into, last, bend, zero);
  else if (kind == KIND_BACK8) outBack8(at, step, to, into, two, four, eight, last, bend, zero);
  else if (kind == KIND_COLLAPSE4) outCollapse4(at, step, to, into, last, bend, zero);
  else outCollapse8(at, step, to, into, two, four, eight, last, bend, zero);
}

@inline
export function tapsLine(kind: i32, at: usize, step: usize, to: usize, into: usize): void {
  if (kind == KIND_F2) tapsF2(at, step, to, into);
  else if (kind == KIND_F4) tapsF4(at, step, to, into);
  else if (kind == KIND_COLLAPSE) tapsCollapse(at, step, to, into);
  else if (kind == KIND_COLLAPSE4) tapsCollapse4(at, step, to, into);
  else tapsCollapse8(at, step, to, into);
}
