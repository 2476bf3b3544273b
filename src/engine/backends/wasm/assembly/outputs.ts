/** From products to pixels: the output transform, and the activation while the pixels are still in the cache. */
import {
  EIGHT,
  FOUR,
  KIND_BACK,
  KIND_BACK4,
  KIND_BACK8,
  KIND_COLLAPSE,
  KIND_COLLAPSE4,
  KIND_COLLAPSE8,
  KIND_F2,
  KIND_F4,
  L_BIAS,
  L_CHANNELS,
  L_EPSILON,
  L_HEAD,
  L_KIND,
  L_NORMS,
  L_PRODUCT_PLANE,
  L_PRODUCT_TILE,
  L_SHARE,
  L_SIZE,
  L_BEND,
  L_TARGET,
  L_TARGET_PIXEL,
  L_TARGET_ROW,
  L_TILES_X,
  LINES_BYTES,
  TWO,
  ZERO,
} from '../layout.ts';
import { headTile } from './head.ts';
import { outLine, productsOf, sideOf } from './lines/line.ts';
import { keepTile, tileBack } from './kept.ts';
import { normaliseTile } from './norm.ts';
import { leaky, number } from './simd.ts';

/** Three treatments of pixels: a frame's, a frame's with its norms kept, or a gradient's. Compile-time constants. */
const FRAME = 0;
const KEPT = 1;
const BACK = 2;

/**
 * Transforms the products of tiles [first, last) to pixels and stores lrelu(x + bias), divided by its root mean square
 * over the channels. Pixels of a tile beyond the picture's edge are skipped. If there is a head, it receives the pixels
 * instead.
 * @param products row 0 of each plane is the tile `first`.
 * @param scratch this thread's own: LINES_BYTES, and room for a tile's pixels if they are not stored as a picture.
 */
export function transformOutputs(layer: usize, first: i32, last: i32, products: usize, scratch: usize): void {
  outputs(layer, first, last, products, scratch, FRAME);
}

/** Works like `transformOutputs` without a head, but also stores each pixel's norm factor to L_NORMS. */
export function transformOutputsKept(layer: usize, first: i32, last: i32, products: usize, scratch: usize): void {
  outputs(layer, first, last, products, scratch, KEPT);
}

/**
 * Works like `transformOutputs`, but takes x back through norm and leaky ReLU of the pixels at the target, and replaces
 * them.
 */
export function transformOutputsBack(layer: usize, first: i32, last: i32, products: usize, scratch: usize): void {
  outputs(layer, first, last, products, scratch, BACK);
}

@inline
function outputs(layer: usize, first: i32, last: i32, products: usize, scratch: usize, mode: i32): void {
  const kind = load<i32>(layer, L_KIND);
  const plane = load<usize>(layer, L_PRODUCT_PLANE);
  const bytes = load<usize>(layer, L_CHANNELS) * 4;
  const target = load<usize>(layer, L_TARGET);
  const pixel = load<usize>(layer, L_TARGET_PIXEL);
  const row = load<usize>(layer, L_TARGET_ROW);
  const size = load<i32>(layer, L_SIZE);
  const tilesX = load<i32>(layer, L_TILES_X);
  const bias = load<usize>(layer, L_BIAS);
  const slope = f32x4.splat(load<f32>(layer, L_BEND) + 1);
  const bend = f32x4.splat(mode == BACK ? 0 : load<f32>(layer, L_BEND));
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
    const norms = mode == FRAME ? 0 : load<usize>(layer, L_NORMS) + <usize>(y * size + x) * 4;
    const room = scratch + LINES_BYTES;
    const roomRow = bytes * <usize>side;
    if (mode == BACK) {
      tile(kind, products, plane, bytes, bias, bend, room, bytes, roomRow, scratch);
      tileBack(room, bytes, roomRow, at, pixel, row, bytes, width, height, share, slope, norms, size);
    } else if ((mode == KEPT || head == 0) && width == side && height == side) {
      tile(kind, products, plane, bytes, bias, bend, at, pixel, row, scratch);
      if (mode == KEPT) keepTile(at, pixel, row, bytes, side, side, share, epsilon, norms, size);
      else normaliseTile(at, pixel, row, bytes, side, share, epsilon);
    } else {
      tile(kind, products, plane, bytes, bias, bend, room, bytes, roomRow, scratch);
      if (mode == KEPT || head == 0) {
        if (mode == KEPT) keepTile(room, bytes, roomRow, bytes, width, height, share, epsilon, norms, size);
        else normaliseTile(room, bytes, roomRow, bytes, side, share, epsilon);
        copyTile(room, bytes, roomRow, at, pixel, row, width, height);
      } else {
        headTile(head, room, bytes, roomRow, side, share, epsilon, y, x, width, height, scratch);
      }
    }
    products += load<usize>(layer, L_PRODUCT_TILE);
  }
}

/** lrelu(x + bias) of a tile's pixels. */
function tile(
  kind: i32,
  from: usize,
  plane: usize,
  bytes: usize,
  bias: usize,
  bend: v128,
  to: usize,
  pixel: usize,
  row: usize,
  t: usize,
): void {
  if (kind == KIND_F4) tileOf(KIND_F4, from, plane, bytes, bias, bend, to, pixel, row, t);
  else if (kind == KIND_COLLAPSE8) tileOf(KIND_COLLAPSE8, from, plane, bytes, bias, bend, to, pixel, row, t);
  else if (kind == KIND_COLLAPSE4) tileOf(KIND_COLLAPSE4, from, plane, bytes, bias, bend, to, pixel, row, t);
  else if (kind == KIND_COLLAPSE) tileOf(KIND_COLLAPSE, from, plane, bytes, bias, bend, to, pixel, row, t);
  else if (kind == KIND_F2) tileOf(KIND_F2, from, plane, bytes, bias, bend, to, pixel, row, t);
  else if (kind == KIND_BACK8) tileOf(KIND_BACK8, from, plane, bytes, bias, bend, to, pixel, row, t);
  else if (kind == KIND_BACK4) tileOf(KIND_BACK4, from, plane, bytes, bias, bend, to, pixel, row, t);
  else if (kind == KIND_BACK) tileOf(KIND_BACK, from, plane, bytes, bias, bend, to, pixel, row, t);
  else tileDirect(from, bytes, bias, bend, to);
}

/**
 * As `tile`, of a kind that the compiler knows: down the columns of the planes into scratch, then along the rows of that. Eight
 * channels a turn: what the second pass waits for in one half, the other half works meanwhile.
 */
@inline
function tileOf(
  kind: i32,
  from: usize,
  plane: usize,
  bytes: usize,
  bias: usize,
  bend: v128,
  to: usize,
  pixel: usize,
  row: usize,
  t: usize,
): void {
  const line = <usize>productsOf(kind);
  const zero = number(ZERO);
  const two = number(TWO);
  const four = number(FOUR);
  const eight = number(EIGHT);
  for (const end = from + bytes; from < end; from += 32) {
    // The product at point 1 of both axes enters every pixel of a tile of any kind, so the bias can be added to it.
    const one = from + (line + 1) * plane;
    v128.store(one, f32x4.add(v128.load(one), v128.load(bias)));
    v128.store(one, f32x4.add(v128.load(one, 16), v128.load(bias, 16)), 16);
    for (let j: usize = 0, p = from; j < line * 32; j += 32, p += plane) {
      outLine(kind, p, line * plane, t + j, line * 32, two, four, eight, false, bend, zero);
      outLine(kind, p + 16, line * plane, t + j + 16, line * 32, two, four, eight, false, bend, zero);
    }
    for (let i: usize = 0, y = to; i < <usize>sideOf(kind) * line * 32; i += line * 32, y += row) {
      outLine(kind, t + i, 32, y, pixel, two, four, eight, true, bend, zero);
      outLine(kind, t + i + 16, 32, y + 16, pixel, two, four, eight, true, bend, zero);
    }
    bias += 32;
    to += 32;
  }
}

function tileDirect(from: usize, bytes: usize, bias: usize, bend: v128, to: usize): void {
  const zero = number(ZERO);
  for (const end = from + bytes; from < end; from += 16) {
    v128.store(to, leaky(f32x4.add(v128.load(from), v128.load(bias)), bend, zero));
    bias += 16;
    to += 16;
  }
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
