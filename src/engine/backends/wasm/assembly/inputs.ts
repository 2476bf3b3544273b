/** From pixels to what the products take: each tile of the padded picture, transformed along both axes. */
import {
  FIVE,
  FOUR,
  KIND_COLLAPSE,
  KIND_COLLAPSE4,
  KIND_COLLAPSE8,
  KIND_DIRECT,
  KIND_F2,
  KIND_F4,
  L_DEPTH,
  L_INPUT_PLANE,
  L_INPUT_ROW,
  L_KIND,
  L_SOURCE,
  L_SOURCE_PIXEL,
  L_SOURCE_ROW,
  L_TILES_X,
  TWO,
} from '../layout.ts';
import { inCollapse, inCollapse4, inCollapse8 } from './lines/collapse.ts';
import { inF2, inF4 } from './lines/winograd.ts';
import { number } from './simd.ts';

/**
 * Transforms tiles [first, last) into `inputs`, row 0 of each plane being the tile `first`.
 * @param scratch LINES_BYTES of this thread's own.
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
  const stride: i32 =
    kind == KIND_DIRECT || kind == KIND_COLLAPSE ? 1 : kind == KIND_F2 || kind == KIND_COLLAPSE4 ? 2 : 4;
  for (let t = first; t < last; t++) {
    const x = t % tilesX;
    const y = t / tilesX;
    const from = source + <usize>(y * stride) * row + <usize>(x * stride) * pixel;
    if (kind == KIND_F4) tileF4(from, pixel, row, bytes, inputs, plane, scratch);
    else if (kind == KIND_COLLAPSE8) tileCollapse8(from, pixel, row, bytes, inputs, plane, scratch);
    else if (kind == KIND_COLLAPSE4) tileCollapse4(from, pixel, row, bytes, inputs, plane, scratch);
    else if (kind == KIND_COLLAPSE) tileCollapse(from, pixel, row, bytes, inputs, plane, scratch);
    else if (kind == KIND_F2) tileF2(from, pixel, row, bytes, inputs, plane, scratch);
    else gather(from, pixel, row, bytes, inputs);
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

// Each of the following: down the columns into scratch, then along the rows of that into the planes. Eight channels a turn:
// what the second pass waits for in one half, the other half works meanwhile.

function tileF2(from: usize, pixel: usize, row: usize, bytes: usize, to: usize, plane: usize, t: usize): void {
  for (const end = from + bytes; from < end; from += 32) {
    for (let j: usize = 0, at = from; j < 4 * 32; j += 32, at += pixel) {
      inF2(at, row, t + j, 4 * 32);
      inF2(at + 16, row, t + j + 16, 4 * 32);
    }
    for (let i: usize = 0, p = to; i < 16 * 32; i += 4 * 32, p += 4 * plane) {
      inF2(t + i, 32, p, plane);
      inF2(t + i + 16, 32, p + 16, plane);
    }
    to += 32;
  }
}

function tileF4(from: usize, pixel: usize, row: usize, bytes: usize, to: usize, plane: usize, t: usize): void {
  const two = number(TWO);
  const four = number(FOUR);
  const five = number(FIVE);
  for (const end = from + bytes; from < end; from += 32) {
    for (let j: usize = 0, at = from; j < 6 * 32; j += 32, at += pixel) {
      inF4(at, row, t + j, 6 * 32, two, four, five);
      inF4(at + 16, row, t + j + 16, 6 * 32, two, four, five);
    }
    for (let i: usize = 0, p = to; i < 36 * 32; i += 6 * 32, p += 6 * plane) {
      inF4(t + i, 32, p, plane, two, four, five);
      inF4(t + i + 16, 32, p + 16, plane, two, four, five);
    }
    to += 32;
  }
}

function tileCollapse(from: usize, pixel: usize, row: usize, bytes: usize, to: usize, plane: usize, t: usize): void {
  for (const end = from + bytes; from < end; from += 32) {
    for (let j: usize = 0, at = from; j < 3 * 32; j += 32, at += pixel) {
      inCollapse(at, row, t + j, 3 * 32);
      inCollapse(at + 16, row, t + j + 16, 3 * 32);
    }
    for (let i: usize = 0, p = to; i < 9 * 32; i += 3 * 32, p += 3 * plane) {
      inCollapse(t + i, 32, p, plane);
      inCollapse(t + i + 16, 32, p + 16, plane);
    }
    to += 32;
  }
}

function tileCollapse4(from: usize, pixel: usize, row: usize, bytes: usize, to: usize, plane: usize, t: usize): void {
  for (const end = from + bytes; from < end; from += 32) {
    for (let j: usize = 0, at = from; j < 4 * 32; j += 32, at += pixel) {
      inCollapse4(at, row, t + j, 4 * 32);
      inCollapse4(at + 16, row, t + j + 16, 4 * 32);
    }
    for (let i: usize = 0, p = to; i < 16 * 32; i += 4 * 32, p += 4 * plane) {
      inCollapse4(t + i, 32, p, plane);
      inCollapse4(t + i + 16, 32, p + 16, plane);
    }
    to += 32;
  }
}

function tileCollapse8(from: usize, pixel: usize, row: usize, bytes: usize, to: usize, plane: usize, t: usize): void {
  const two = number(TWO);
  const four = number(FOUR);
  const five = number(FIVE);
  for (const end = from + bytes; from < end; from += 32) {
    for (let j: usize = 0, at = from; j < 6 * 32; j += 32, at += pixel) {
      inCollapse8(at, row, t + j, 6 * 32, two, four, five);
      inCollapse8(at + 16, row, t + j + 16, 6 * 32, two, four, five);
    }
    for (let i: usize = 0, p = to; i < 36 * 32; i += 6 * 32, p += 6 * plane) {
      inCollapse8(t + i, 32, p, plane, two, four, five);
      inCollapse8(t + i + 16, 32, p + 16, plane, two, four, five);
    }
    to += 32;
  }
}

/** Which input plane the product plane q takes: two products share one where a line is multiplied for both filters. */
export function inputPlane(kind: i32, q: i32): i32 {
  if (kind == KIND_COLLAPSE4) return lineInput4(q / 5) * 4 + lineInput4(q % 5);
  if (kind == KIND_COLLAPSE8) return lineInput8(q / 9) * 6 + lineInput8(q % 9);
  return q;
}

/** Products 0 to 4 take 0, 1, 2, 2, 3. */
@inline
function lineInput4(i: i32): i32 {
  return i > 2 ? i - 1 : i;
}

/** Products 0 to 8 take 0, 1, 2, 3, 4, 2, 3, 4, 5. */
@inline
function lineInput8(i: i32): i32 {
  return i > 4 ? i - 3 : i;
}
