/**
 * Norm and leaky ReLU for gradients: the forward pass that keeps the factors of the norm, and the backward pass through
 * both.
 */
import { ONE, ZERO } from '../layout.ts';
import { madd, nmadd, number, sums } from './simd.ts';

/**
 * Divides a tile's pixels by their root mean squares, and stores the factors.
 * @param at its first pixel. @param share one over the number of channels.
 * @param norms f32, of its first pixel. @param size floats from one row of them to the next one.
 */
export function keepTile(
  at: usize,
  pixel: usize,
  row: usize,
  bytes: usize,
  width: i32,
  height: i32,
  share: v128,
  epsilon: v128,
  norms: usize,
  size: i32,
): void {
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < width; j++) keep(at + <usize>j * pixel, bytes, share, epsilon, norms + 4 * <usize>j);
    at += row;
    norms += 4 * <usize>size;
  }
}

/** Works like `keepTile`, for one pixel. */
export function keep(at: usize, bytes: usize, share: v128, epsilon: v128, norm: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  const end = at + bytes;
  for (let p = at; p < end; p += 32) {
    const v0 = v128.load(p, 0);
    const v1 = v128.load(p, 16);
    s0 = madd(v0, v0, s0);
    s1 = madd(v1, v1, s1);
  }
  const factor = f32x4.div(number(ONE), f32x4.sqrt(madd(total(f32x4.add(s0, s1)), share, epsilon)));
  for (let p = at; p < end; p += 32) {
    v128.store(p, f32x4.mul(v128.load(p, 0), factor), 0);
    v128.store(p, f32x4.mul(v128.load(p, 16), factor), 16);
  }
  store<f32>(norm, f32x4.extract_lane(factor, 0));
}

/**
 * Goes back through norm and leaky ReLU: the pixels y are replaced by r (g - y mean(g y)), where g are their gradients,
 * times the slope where y is not positive. (A pixel has the same sign as the input of its leaky ReLU.)
 * @param from the gradients. @param at the pixels. @param norms r, as in `keepTile`. @param slope in all lanes, not below
 * 0.
 */
export function tileBack(
  from: usize,
  fromPixel: usize,
  fromRow: usize,
  at: usize,
  pixel: usize,
  row: usize,
  bytes: usize,
  width: i32,
  height: i32,
  share: v128,
  slope: v128,
  norms: usize,
  size: i32,
): void {
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < width; j++) {
      pixelBack(
        from + <usize>j * fromPixel,
        at + <usize>j * pixel,
        bytes,
        share,
        slope,
        v128.load_splat<f32>(norms + 4 * <usize>j),
      );
    }
    from += fromRow;
    at += row;
    norms += 4 * <usize>size;
  }
}

/** Works like `tileBack`, for one pixel. */
export function pixelBack(from: usize, at: usize, bytes: usize, share: v128, slope: v128, norm: v128): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  for (let c: usize = 0; c < bytes; c += 32) {
    s0 = madd(v128.load(from + c, 0), v128.load(at + c, 0), s0);
    s1 = madd(v128.load(from + c, 16), v128.load(at + c, 16), s1);
  }
  const along = f32x4.mul(total(f32x4.add(s0, s1)), share);
  const zero = number(ZERO);
  const least = f32x4.mul(norm, slope);
  for (const end = at + bytes; at < end; at += 16) {
    const y = v128.load(at);
    const factor = v128.bitselect(norm, least, f32x4.gt(y, zero));
    v128.store(at, f32x4.mul(nmadd(y, along, v128.load(from)), factor));
    from += 16;
  }
}

/** The sum of the lanes, in all lanes. */
@inline
function total(a: v128): v128 {
  return sums(a, a, a, a);
}
