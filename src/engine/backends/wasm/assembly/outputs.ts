/** From products to pixels: the way back, and what follows a convolution while its pixels are still in the cache. */
import {
  KIND_DIRECT,
  KIND_F2,
  KIND_F4,
  KIND_UP1,
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
} from '../layout.ts';
import { applyHead } from './head.ts';
import { outF2, outF4, outUp1, outUp2 } from './lines.ts';
import { leaky, madd, sum } from './simd.ts';

/**
 * Transforms the products of tiles [first, last) back and stores lrelu(x + bias), divided by its root mean square over the
 * channels. Pixels of a tile that lie past the picture's edge are left out. With a head, the pixels go to it instead.
 * @param products row 0 of each plane being the tile `first`. @param scratch SCRATCH_BYTES of this thread's own.
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
  const share = load<f32>(layer, L_SHARE);
  const epsilon = load<f32>(layer, L_EPSILON);
  const head = load<usize>(layer, L_HEAD);
  const side: i32 = kind == KIND_DIRECT ? 1 : kind == KIND_F2 || kind == KIND_UP1 ? 2 : 4;
  for (let t = first; t < last; t++) {
    const x0 = (t % tilesX) * side;
    const y0 = (t / tilesX) * side;
    const width = min(side, size - x0);
    const height = min(side, size - y0);
    const at = target + <usize>(y0 + 1) * row + <usize>(x0 + 1) * pixel;
    for (let c: usize = 0; c < bytes; c += 16) {
      const from = products + c;
      // The tile's pixels of these four channels, row by row.
      let values = scratch;
      if (kind == KIND_DIRECT) values = from;
      else if (kind == KIND_F2) tileF2(from, plane, scratch);
      else if (kind == KIND_UP1) tileUp1(from, plane, scratch);
      else tile4(kind, from, plane, scratch);
      const b = v128.load(bias + c);
      for (let y = 0; y < height; y++) {
        let to = at + <usize>y * row + c;
        let value = values + <usize>(y * side) * 16;
        for (let x = 0; x < width; x++) {
          v128.store(to, leaky(f32x4.add(v128.load(value), b), slope));
          value += 16;
          to += pixel;
        }
      }
    }
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const here = at + <usize>y * row + <usize>x * pixel;
        const factor = norm(here, bytes, share, epsilon);
        if (head) applyHead(head, here, factor, y0 + y, x0 + x);
        else scale(here, bytes, factor);
      }
    }
    products += bytes;
  }
}

/** 1 / sqrt(mean of squares + epsilon) of a pixel. */
@inline
export function norm(at: usize, bytes: usize, share: f32, epsilon: f32): f32 {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  for (let c: usize = 0; c < bytes; c += 32) {
    const v0 = v128.load(at + c, 0);
    const v1 = v128.load(at + c, 16);
    s0 = madd(v0, v0, s0);
    s1 = madd(v1, v1, s1);
  }
  return 1 / sqrt<f32>(sum(f32x4.add(s0, s1)) * share + epsilon);
}

@inline
export function scale(at: usize, bytes: usize, factor: f32): void {
  const f = f32x4.splat(factor);
  for (let c: usize = 0; c < bytes; c += 32) {
    v128.store(at + c, f32x4.mul(v128.load(at + c, 0), f), 0);
    v128.store(at + c, f32x4.mul(v128.load(at + c, 16), f), 16);
  }
}

function tileF2(from: usize, plane: usize, t: usize): void {
  const half = t + 256;
  for (let j: usize = 0; j < 4; j++) outF2(from + j * plane, 4 * plane, half + j * 16, 4 * 16);
  for (let i: usize = 0; i < 2; i++) outF2(half + i * 4 * 16, 16, t + i * 2 * 16, 16);
}

function tileUp1(from: usize, plane: usize, t: usize): void {
  const half = t + 256;
  for (let j: usize = 0; j < 3; j++) outUp1(from + j * plane, 3 * plane, half + j * 16, 3 * 16);
  for (let i: usize = 0; i < 2; i++) outUp1(half + i * 3 * 16, 16, t + i * 2 * 16, 16);
}

function tile4(kind: i32, from: usize, plane: usize, t: usize): void {
  const half = t + 256;
  if (kind == KIND_F4) {
    for (let j: usize = 0; j < 6; j++) outF4(from + j * plane, 6 * plane, half + j * 16, 6 * 16);
    for (let i: usize = 0; i < 4; i++) outF4(half + i * 6 * 16, 16, t + i * 4 * 16, 16);
  } else {
    for (let j: usize = 0; j < 5; j++) outUp2(from + j * plane, 5 * plane, half + j * 16, 5 * 16);
    for (let i: usize = 0; i < 4; i++) outUp2(half + i * 5 * 16, 16, t + i * 4 * 16, 16);
  }
}
