/** From products to pixels: the way back, and what follows a convolution while its pixels are still in the cache. */
import {
  EIGHT,
  FOUR,
  KIND_COLLAPSE,
  KIND_COLLAPSE4,
  KIND_COLLAPSE8,
  KIND_DIRECT,
  KIND_F2,
  KIND_F4,
  L_BIAS,
  L_CHANNELS,
  L_EPSILON,
  L_HEAD,
  L_KIND,
  L_PRODUCT_PLANE,
  L_SHARE,
  L_SIZE,
  L_SLOPE,
  L_TARGET,
  L_TARGET_PIXEL,
  L_TARGET_ROW,
  L_TILES_X,
  LINES_BYTES,
  TWO,
} from '../layout.ts';
import { finishTile } from './finish.ts';
import { outCollapse, outCollapse4, outCollapse8 } from './lines/collapse.ts';
import { outF2, outF4 } from './lines/winograd.ts';
import { leaky, number } from './simd.ts';

/**
 * Transforms the products of tiles [first, last) back and stores lrelu(x + bias), divided by its root mean square over the
 * channels. Pixels of a tile that lie past the picture's edge are left out. With a head, the pixels go to it instead.
 * @param products row 0 of each plane being the tile `first`.
 * @param scratch this thread's own: LINES_BYTES, and room for a tile's pixels where they do not go to a picture as a whole.
 */
export function transformOutputs(layer: usize, first: i32, last: i32, products: usize, scratch: usize): void {
  const kind = load<i32>(layer, L_KIND);
  const plane = load<usize>(layer, L_PRODUCT_PLANE);
  const bytes = load<usize>(layer, L_CHANNELS) * 4;
  const target = load<usize>(layer, L_TARGET);
  const pixel = load<usize>(layer, L_TARGET_PIXEL);
  const row = load<usize>(layer, L_TARGET_ROW);
  const size = load<i32>(layer, L_SIZE);
  const tilesX = load<i32>(layer, L_TILES_X);
  const bias = load<usize>(layer, L_BIAS);
  const slope = f32x4.splat(load<f32>(layer, L_SLOPE));
  const share = f32x4.splat(load<f32>(layer, L_SHARE));
  const epsilon = f32x4.splat(load<f32>(layer, L_EPSILON));
  const head = load<usize>(layer, L_HEAD);
  const side = sideOf(kind);
  for (let t = first; t < last; t++) {
    const x = (t % tilesX) * side;
    const y = (t / tilesX) * side;
    const width = min(side, size - x);
    const height = min(side, size - y);
    const at = target + <usize>(y + 1) * row + <usize>(x + 1) * pixel;
    if (head == 0 && width == side && height == side) {
      tile(kind, products, plane, bytes, bias, slope, at, pixel, row, scratch);
      finishTile(at, pixel, row, bytes, side, share, epsilon, 0, y, x, width, height);
    } else {
      const room = scratch + LINES_BYTES;
      const roomRow = bytes * <usize>side;
      tile(kind, products, plane, bytes, bias, slope, room, bytes, roomRow, scratch);
      finishTile(room, bytes, roomRow, bytes, side, share, epsilon, head, y, x, width, height);
      if (head == 0) copyTile(room, bytes, roomRow, at, pixel, row, width, height);
    }
    products += bytes;
  }
}

/** Output pixels along a tile's side. */
@inline
function sideOf(kind: i32): i32 {
  if (kind == KIND_DIRECT) return 1;
  if (kind == KIND_F2 || kind == KIND_COLLAPSE) return 2;
  return kind == KIND_COLLAPSE8 ? 8 : 4;
}

// Each of the following: lrelu(x + bias) of a tile's pixels, down the columns of the planes into scratch, then along the rows
// of that. Eight channels a turn: what the second pass waits for in one half, the other half works meanwhile.

function tileF2(
  from: usize,
  plane: usize,
  bytes: usize,
  bias: usize,
  slope: v128,
  to: usize,
  pixel: usize,
  row: usize,
  t: usize,
): void {
  const none = f32x4.splat(0);
  for (const end = from + bytes; from < end; from += 32) {
    const b0 = v128.load(bias);
    const b1 = v128.load(bias, 16);
    for (let j: usize = 0, p = from; j < 4 * 32; j += 32, p += plane) {
      outF2(p, 4 * plane, t + j, 4 * 32, false, none, none);
      outF2(p + 16, 4 * plane, t + j + 16, 4 * 32, false, none, none);
    }
    for (let i: usize = 0, y = to; i < 8 * 32; i += 4 * 32, y += row) {
      outF2(t + i, 32, y, pixel, true, b0, slope);
      outF2(t + i + 16, 32, y + 16, pixel, true, b1, slope);
    }
    bias += 32;
    to += 32;
  }
}

function tileF4(
  from: usize,
  plane: usize,
  bytes: usize,
  bias: usize,
  slope: v128,
  to: usize,
  pixel: usize,
  row: usize,
  t: usize,
): void {
  const none = f32x4.splat(0);
  const two = number(TWO);
  const four = number(FOUR);
  const eight = number(EIGHT);
  for (const end = from + bytes; from < end; from += 32) {
    const b0 = v128.load(bias);
    const b1 = v128.load(bias, 16);
    for (let j: usize = 0, p = from; j < 6 * 32; j += 32, p += plane) {
      outF4(p, 6 * plane, t + j, 6 * 32, two, four, eight, false, none, none);
      outF4(p + 16, 6 * plane, t + j + 16, 6 * 32, two, four, eight, false, none, none);
    }
    for (let i: usize = 0, y = to; i < 24 * 32; i += 6 * 32, y += row) {
      outF4(t + i, 32, y, pixel, two, four, eight, true, b0, slope);
      outF4(t + i + 16, 32, y + 16, pixel, two, four, eight, true, b1, slope);
    }
    bias += 32;
    to += 32;
  }
}

function tileCollapse(
  from: usize,
  plane: usize,
  bytes: usize,
  bias: usize,
  slope: v128,
  to: usize,
  pixel: usize,
  row: usize,
  t: usize,
): void {
  const none = f32x4.splat(0);
  for (const end = from + bytes; from < end; from += 32) {
    const b0 = v128.load(bias);
    const b1 = v128.load(bias, 16);
    for (let j: usize = 0, p = from; j < 3 * 32; j += 32, p += plane) {
      outCollapse(p, 3 * plane, t + j, 3 * 32, false, none, none);
      outCollapse(p + 16, 3 * plane, t + j + 16, 3 * 32, false, none, none);
    }
    for (let i: usize = 0, y = to; i < 6 * 32; i += 3 * 32, y += row) {
      outCollapse(t + i, 32, y, pixel, true, b0, slope);
      outCollapse(t + i + 16, 32, y + 16, pixel, true, b1, slope);
    }
    bias += 32;
    to += 32;
  }
}

function tileCollapse4(
  from: usize,
  plane: usize,
  bytes: usize,
  bias: usize,
  slope: v128,
  to: usize,
  pixel: usize,
  row: usize,
  t: usize,
): void {
  const none = f32x4.splat(0);
  for (const end = from + bytes; from < end; from += 32) {
    const b0 = v128.load(bias);
    const b1 = v128.load(bias, 16);
    for (let j: usize = 0, p = from; j < 5 * 32; j += 32, p += plane) {
      outCollapse4(p, 5 * plane, t + j, 5 * 32, false, none, none);
      outCollapse4(p + 16, 5 * plane, t + j + 16, 5 * 32, false, none, none);
    }
    for (let i: usize = 0, y = to; i < 20 * 32; i += 5 * 32, y += row) {
      outCollapse4(t + i, 32, y, pixel, true, b0, slope);
      outCollapse4(t + i + 16, 32, y + 16, pixel, true, b1, slope);
    }
    bias += 32;
    to += 32;
  }
}

function tileCollapse8(
  from: usize,
  plane: usize,
  bytes: usize,
  bias: usize,
  slope: v128,
  to: usize,
  pixel: usize,
  row: usize,
  t: usize,
): void {
  const none = f32x4.splat(0);
  const two = number(TWO);
  const four = number(FOUR);
  const eight = number(EIGHT);
  for (const end = from + bytes; from < end; from += 32) {
    const b0 = v128.load(bias);
    const b1 = v128.load(bias, 16);
    for (let j: usize = 0, p = from; j < 9 * 32; j += 32, p += plane) {
      outCollapse8(p, 9 * plane, t + j, 9 * 32, two, four, eight, false, none, none);
      outCollapse8(p + 16, 9 * plane, t + j + 16, 9 * 32, two, four, eight, false, none, none);
    }
    for (let i: usize = 0, y = to; i < 72 * 32; i += 9 * 32, y += row) {
      outCollapse8(t + i, 32, y, pixel, two, four, eight, true, b0, slope);
      outCollapse8(t + i + 16, 32, y + 16, pixel, two, four, eight, true, b1, slope);
    }
    bias += 32;
    to += 32;
  }
}

function tileDirect(from: usize, bytes: usize, bias: usize, slope: v128, to: usize): void {
  for (const end = from + bytes; from < end; from += 16) {
    v128.store(to, leaky(f32x4.add(v128.load(from), v128.load(bias)), slope));
    bias += 16;
    to += 16;
  }
}

/** The tile function of a kind. */
function tile(
  kind: i32,
  from: usize,
  plane: usize,
  bytes: usize,
  bias: usize,
  slope: v128,
  to: usize,
  pixel: usize,
  row: usize,
  t: usize,
): void {
  if (kind == KIND_F4) tileF4(from, plane, bytes, bias, slope, to, pixel, row, t);
  else if (kind == KIND_COLLAPSE8) tileCollapse8(from, plane, bytes, bias, slope, to, pixel, row, t);
  else if (kind == KIND_COLLAPSE4) tileCollapse4(from, plane, bytes, bias, slope, to, pixel, row, t);
  else if (kind == KIND_COLLAPSE) tileCollapse(from, plane, bytes, bias, slope, to, pixel, row, t);
  else if (kind == KIND_F2) tileF2(from, plane, bytes, bias, slope, to, pixel, row, t);
  else tileDirect(from, bytes, bias, slope, to);
}

/** The part of a tile that lies in the picture. */
function copyTile(
  from: usize,
  bytes: usize,
  fromRow: usize,
  to: usize,
  pixel: usize,
  row: usize,
  width: i32,
  height: i32,
): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) memory.copy(to + <usize>x * pixel, from + <usize>x * bytes, bytes);
    from += fromRow;
    to += row;
  }
}
