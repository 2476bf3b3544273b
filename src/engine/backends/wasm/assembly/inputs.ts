/** From pixels to the inputs of the products: each tile of the padded picture, transformed along both axes. */
import {
  FIVE,
  FOUR,
  KIND_BACK,
  KIND_BACK4,
  KIND_BACK8,
  KIND_COLLAPSE,
  KIND_COLLAPSE4,
  KIND_COLLAPSE8,
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
  STRIP,
  STRIP_BACK8,
  TWO,
} from '../layout.ts';
import { inLine, inputsOf, strideOf } from './lines/line.ts';
import { number } from './simd.ts';

/**
 * Transforms tiles [first, last) into `inputs`. Row 0 of each plane is the tile `first`.
 * @param scratch STRIP_BYTES of this thread's own.
 */
export function transformInputs(layer: usize, first: i32, last: i32, inputs: usize, scratch: usize): void {
  const kind = load<i32>(layer, L_KIND);
  const source = load<usize>(layer, L_SOURCE);
  const pixel = load<usize>(layer, L_SOURCE_PIXEL);
  const row = load<usize>(layer, L_SOURCE_ROW);
  const bytes = load<usize>(layer, L_DEPTH) * 4;
  const plane = load<usize>(layer, L_INPUT_PLANE);
  const tile = load<usize>(layer, L_INPUT_ROW) * 4;
  const tilesX = load<i32>(layer, L_TILES_X);
  const stride = strideOf(kind);
  while (first < last) {
    const x = first % tilesX;
    const y = first / tilesX;
    const from = source + <usize>(y * stride) * row + <usize>(x * stride) * pixel;
    const tiles = min(min(stripOfKind(kind), last - first), tilesX - x);
    strip(kind, tiles, from, pixel, row, bytes, inputs, tile, plane, scratch);
    inputs += <usize>tiles * tile;
    first += tiles;
  }
}

@inline
function stripOfKind(kind: i32): i32 {
  return kind == KIND_BACK8 ? STRIP_BACK8 : STRIP;
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

/** Transforms tiles side by side, from the first one's corner. */
function strip(
  kind: i32,
  tiles: i32,
  from: usize,
  pixel: usize,
  row: usize,
  bytes: usize,
  to: usize,
  tile: usize,
  plane: usize,
  t: usize,
): void {
  if (kind == KIND_F4) stripOf(KIND_F4, tiles, from, pixel, row, bytes, to, tile, plane, t);
  else if (kind == KIND_COLLAPSE8) stripOf(KIND_COLLAPSE8, tiles, from, pixel, row, bytes, to, tile, plane, t);
  else if (kind == KIND_COLLAPSE4) stripOf(KIND_COLLAPSE4, tiles, from, pixel, row, bytes, to, tile, plane, t);
  else if (kind == KIND_COLLAPSE) stripOf(KIND_COLLAPSE, tiles, from, pixel, row, bytes, to, tile, plane, t);
  else if (kind == KIND_F2) stripOf(KIND_F2, tiles, from, pixel, row, bytes, to, tile, plane, t);
  else if (kind == KIND_BACK8) stripOf(KIND_BACK8, tiles, from, pixel, row, bytes, to, tile, plane, t);
  else if (kind == KIND_BACK4) stripOf(KIND_BACK4, tiles, from, pixel, row, bytes, to, tile, plane, t);
  else if (kind == KIND_BACK) stripOf(KIND_BACK, tiles, from, pixel, row, bytes, to, tile, plane, t);
  else for (let i = 0; i < tiles; i++) gather(from + <usize>i * pixel, pixel, row, bytes, to + <usize>i * tile);
}

/**
 * As `strip`, of a kind that the compiler knows: down the columns into scratch, once for all tiles that a column belongs to, then
 * along the rows of that into the planes. Eight channels a turn: what the second pass waits for in one half, the other half
 * works meanwhile.
 */
@inline
function stripOf(
  kind: i32,
  tiles: i32,
  from: usize,
  pixel: usize,
  row: usize,
  bytes: usize,
  to: usize,
  tile: usize,
  plane: usize,
  t: usize,
): void {
  const two = number(TWO);
  const four = number(FOUR);
  const five = number(FIVE);
  const line = <usize>inputsOf(kind);
  const stride = <usize>strideOf(kind);
  /** Bytes of a row in scratch. */
  const across = (stride * <usize>stripOfKind(kind) + 2) * 32;
  const columns = (stride * <usize>tiles + 2) * 32;
  for (const end = from + bytes; from < end; from += 32) {
    for (let j: usize = 0, at = from; j < columns; j += 32, at += pixel) {
      inLine(kind, at, row, t + j, across, two, four, five);
      inLine(kind, at + 16, row, t + j + 16, across, two, four, five);
    }
    let into = to;
    for (let k: usize = 0; k < stride * <usize>tiles * 32; k += stride * 32, into += tile) {
      for (let i: usize = k, p = into; i < line * across; i += across, p += line * plane) {
        inLine(kind, t + i, 32, p, plane, two, four, five);
        inLine(kind, t + i + 16, 32, p + 16, plane, two, four, five);
      }
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
