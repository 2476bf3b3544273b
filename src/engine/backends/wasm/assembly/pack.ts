/** Weights as the products read them, made once when a model is loaded. */
import {
  KIND_COLLAPSE,
  KIND_COLLAPSE4,
  KIND_DIRECT,
  KIND_F2,
  KIND_F4,
  KIND_MATRIX,
  P_CHANNELS,
  P_KIND,
  P_ROWS,
  P_SOURCE,
  P_TARGET,
  PANEL,
} from '../layout.ts';
import { tapsCollapse, tapsCollapse4, tapsCollapse8 } from './lines/collapse.ts';
import { tapsF2, tapsF4 } from './lines/winograd.ts';

/**
 * Packs the eight output channels of one panel. The kernel lies as [3][3][depth][channels] and its transform becomes planes
 * of [panel][depth][8]; a plain matrix (and KIND_DIRECT, whose rows are taps and depth in one) is one plane.
 */
export function pack(job: usize, panel: i32, scratch: usize): void {
  const kind = load<i32>(job, P_KIND);
  const rows = load<usize>(job, P_ROWS);
  const row = load<usize>(job, P_CHANNELS) * 4;
  let from = load<usize>(job, P_SOURCE) + <usize>panel * PANEL * 4;
  let to = load<usize>(job, P_TARGET) + <usize>panel * rows * PANEL * 4;
  const tap = rows * row;
  for (let k: usize = 0; k < rows; k++) {
    for (let half: usize = 0; half < 32; half += 16) {
      if (kind == KIND_MATRIX || kind == KIND_DIRECT) v128.store(to + half, v128.load(from + half));
      else transform(kind, from + half, tap, to + half, tap, scratch);
    }
    from += row;
    to += PANEL * 4;
  }
}

/** The nine taps, `tap` bytes apart, along both axes, to planes `plane` bytes apart. */
function transform(kind: i32, from: usize, tap: usize, to: usize, plane: usize, t: usize): void {
  if (kind == KIND_F2) {
    for (let j: usize = 0; j < 3; j++) tapsF2(from + j * tap, 3 * tap, t + j * 16, 3 * 16);
    for (let i: usize = 0; i < 4; i++) tapsF2(t + i * 3 * 16, 16, to + i * 4 * plane, plane);
  } else if (kind == KIND_F4) {
    for (let j: usize = 0; j < 3; j++) tapsF4(from + j * tap, 3 * tap, t + j * 16, 3 * 16);
    for (let i: usize = 0; i < 6; i++) tapsF4(t + i * 3 * 16, 16, to + i * 6 * plane, plane);
  } else if (kind == KIND_COLLAPSE) {
    for (let j: usize = 0; j < 3; j++) tapsCollapse(from + j * tap, 3 * tap, t + j * 16, 3 * 16);
    for (let i: usize = 0; i < 3; i++) tapsCollapse(t + i * 3 * 16, 16, to + i * 3 * plane, plane);
  } else if (kind == KIND_COLLAPSE4) {
    for (let j: usize = 0; j < 3; j++) tapsCollapse4(from + j * tap, 3 * tap, t + j * 16, 3 * 16);
    for (let i: usize = 0; i < 5; i++) tapsCollapse4(t + i * 3 * 16, 16, to + i * 5 * plane, plane);
  } else {
    for (let j: usize = 0; j < 3; j++) tapsCollapse8(from + j * tap, 3 * tap, t + j * 16, 3 * 16);
    for (let i: usize = 0; i < 9; i++) tapsCollapse8(t + i * 3 * 16, 16, to + i * 9 * plane, plane);
  }
}
