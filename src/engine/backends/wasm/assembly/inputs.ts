/** From pixels to what the products take: each tile of the padded picture, transformed along both axes. */
import {
  KIND_DIRECT,
  KIND_F2,
  KIND_F4,
  KIND_UP1,
  KIND_UP2,
  L_DEPTH,
  L_INPUT_PLANE,
  L_INPUT_ROW,
  L_KIND,
  L_SOURCE,
  L_SOURCE_PIXEL,
  L_SOURCE_ROW,
  L_TILES_X,
} from '../layout.ts';
import { inF2, inF4, inUp1, inUp2 } from './lines.ts';

/**
 * Transforms tiles [first, last) into `inputs`, row 0 of each plane being the tile `first`.
 * @param scratch SCRATCH_BYTES of this thread's own.
 */
export function transformInputs(layer: usize, first: i32, last: i32, inputs: usize, scratch: usize): void {
  const kind = load<i32>(layer, L_KIND);
  const source = load<usize>(layer, L_SOURCE);
  const pixel = load<usize>(layer, L_SOURCE_PIXEL);
  const row = load<usize>(layer, L_SOURCE_ROW);
  const bytes = load<usize>(layer, L_DEPTH) * 4;
  const plane = load<usize>(layer, L_INPUT_PLANE);
  const inputRow = load<usize>(layer, L_INPUT_ROW) * 4;
  const tilesX = load<i32>(layer, L_TILES_X);
  // Input pixels from one tile to the next: the collapsed kinds work at low resolution.
  const stride: i32 = kind == KIND_F4 ? 4 : kind == KIND_DIRECT || kind == KIND_UP1 ? 1 : 2;
  for (let t = first; t < last; t++) {
    const x = t % tilesX;
    const y = t / tilesX;
    const from = source + <usize>(y * stride) * row + <usize>(x * stride) * pixel;
    if (kind == KIND_DIRECT) gather(from, pixel, row, bytes, inputs);
    else if (kind == KIND_F2) tileF2(from, pixel, row, bytes, inputs, plane, scratch);
    else if (kind == KIND_F4) tileF4(from, pixel, row, bytes, inputs, plane, scratch);
    else if (kind == KIND_UP1) tileUp1(from, pixel, row, bytes, inputs, plane, scratch);
    else tileUp2(from, pixel, row, bytes, inputs, plane, scratch);
    inputs += inputRow;
  }
}

/** The nine pixels around one, side by side. */
function gather(from: usize, pixel: usize, row: usize, bytes: usize, to: usize): void {
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      memory.copy(to, from + <usize>j * pixel, bytes);
      to += bytes;
    }
    from += row;
  }
}

function tileF2(
  from: usize,
  pixel: usize,
  row: usize,
  bytes: usize,
  to: usize,
  plane: usize,
  t: usize,
): void {
  for (let c: usize = 0; c < bytes; c += 16) {
    for (let j: usize = 0; j < 4; j++) inF2(from + c + j * pixel, row, t + j * 16, 4 * 16);
    for (let i: usize = 0; i < 4; i++) inF2(t + i * 4 * 16, 16, to + c + i * 4 * plane, plane);
  }
}

function tileF4(
  from: usize,
  pixel: usize,
  row: usize,
  bytes: usize,
  to: usize,
  plane: usize,
  t: usize,
): void {
  for (let c: usize = 0; c < bytes; c += 16) {
    for (let j: usize = 0; j < 6; j++) inF4(from + c + j * pixel, row, t + j * 16, 6 * 16);
    for (let i: usize = 0; i < 6; i++) inF4(t + i * 6 * 16, 16, to + c + i * 6 * plane, plane);
  }
}

function tileUp1(
  from: usize,
  pixel: usize,
  row: usize,
  bytes: usize,
  to: usize,
  plane: usize,
  t: usize,
): void {
  for (let c: usize = 0; c < bytes; c += 16) {
    for (let j: usize = 0; j < 3; j++) inUp1(from + c + j * pixel, row, t + j * 16, 3 * 16);
    for (let i: usize = 0; i < 3; i++) inUp1(t + i * 3 * 16, 16, to + c + i * 3 * plane, plane);
  }
}

function tileUp2(
  from: usize,
  pixel: usize,
  row: usize,
  bytes: usize,
  to: usize,
  plane: usize,
  t: usize,
): void {
  for (let c: usize = 0; c < bytes; c += 16) {
    for (let j: usize = 0; j < 4; j++) inUp2(from + c + j * pixel, row, t + j * 16, 4 * 16);
    for (let i: usize = 0; i < 4; i++) inUp2(t + i * 4 * 16, 16, to + c + i * 4 * plane, plane);
  }
}

/** Which input plane the product plane q takes: two products share one where a line of UP2 is at -1. */
export function inputPlane(kind: i32, q: i32): i32 {
  if (kind != KIND_UP2) return q;
  const i = q / 5;
  const j = q % 5;
  return (i > 2 ? i - 1 : i) * 4 + (j > 2 ? j - 1 : j);
}
