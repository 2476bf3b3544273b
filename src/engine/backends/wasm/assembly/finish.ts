/** Pixel norm of a tile, and its pixels' way into a head: four pixels at a time. */
import { headOfFour, headOfOne } from './head.ts';
import { madd, sums } from './simd.ts';

/**
 * Divides a tile's pixels by their root mean squares, or hands them to a head, divided.
 * @param at its first pixel. @param share one over the number of channels. @param head or 0.
 * @param y @param x of its first pixel. @param width @param height of the part in the picture, in pixels.
 */
export function finishTile(
  at: usize,
  pixel: usize,
  row: usize,
  bytes: usize,
  side: i32,
  share: v128,
  epsilon: v128,
  head: usize,
  y: i32,
  x: i32,
  width: i32,
  height: i32,
): void {
  if (side == 1) {
    const factors = factorsOf(at, at, at, at, bytes, share, epsilon);
    if (head) headOfOne(head, at, f32x4.extract_lane(factors, 0), y, x);
    else scale(at, bytes, v128.shuffle<f32>(factors, factors, 0, 0, 0, 0));
    return;
  }
  // Tiles of two by two are one group, those of four and eight have groups side by side.
  const across = side == 2 ? pixel : 2 * pixel;
  const next = side == 2 ? row : across;
  const down = side == 2 ? 2 : 1;
  for (let i = 0; i < side; i += down) {
    for (let j = 0; j < side; j += 4) {
      const p0 = at + <usize>i * row + <usize>j * pixel;
      const p1 = p0 + pixel;
      const p2 = p0 + next;
      const p3 = p2 + pixel;
      const factors = factorsOf(p0, p1, p2, p3, bytes, share, epsilon);
      if (head == 0) {
        scale(p0, bytes, v128.shuffle<f32>(factors, factors, 0, 0, 0, 0));
        scale(p1, bytes, v128.shuffle<f32>(factors, factors, 1, 1, 1, 1));
        scale(p2, bytes, v128.shuffle<f32>(factors, factors, 2, 2, 2, 2));
        scale(p3, bytes, v128.shuffle<f32>(factors, factors, 3, 3, 3, 3));
      } else if (side > 2 && i < height && j + 4 <= width) {
        headOfFour(head, p0, p1, p2, p3, factors, y + i, x + j);
      } else {
        const x1 = j + 1;
        const x2 = side == 2 ? j : j + 2;
        const y2 = side == 2 ? i + 1 : i;
        if (i < height && j < width) headOfOne(head, p0, f32x4.extract_lane(factors, 0), y + i, x + j);
        if (i < height && x1 < width) headOfOne(head, p1, f32x4.extract_lane(factors, 1), y + i, x + x1);
        if (y2 < height && x2 < width) headOfOne(head, p2, f32x4.extract_lane(factors, 2), y + y2, x + x2);
        if (y2 < height && x2 + 1 < width) headOfOne(head, p3, f32x4.extract_lane(factors, 3), y + y2, x + x2 + 1);
      }
    }
  }
}

/** 1 / sqrt(mean of squares + epsilon) of four pixels, one a lane. */
@inline
function factorsOf(p0: usize, p1: usize, p2: usize, p3: usize, bytes: usize, share: v128, epsilon: v128): v128 {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (let c: usize = 0; c < bytes; c += 16) {
    const v0 = v128.load(p0 + c);
    const v1 = v128.load(p1 + c);
    const v2 = v128.load(p2 + c);
    const v3 = v128.load(p3 + c);
    s0 = madd(v0, v0, s0);
    s1 = madd(v1, v1, s1);
    s2 = madd(v2, v2, s2);
    s3 = madd(v3, v3, s3);
  }
  return f32x4.div(f32x4.splat(1), f32x4.sqrt(madd(sums(s0, s1, s2, s3), share, epsilon)));
}

@inline
function scale(at: usize, bytes: usize, factor: v128): void {
  for (const end = at + bytes; at < end; at += 32) {
    v128.store(at, f32x4.mul(v128.load(at, 0), factor), 0);
    v128.store(at, f32x4.mul(v128.load(at, 16), factor), 16);
  }
}

/** Divides one pixel by its root mean square. */
export function normalise(at: usize, bytes: usize, share: f32, epsilon: f32): void {
  const factors = factorsOf(at, at, at, at, bytes, f32x4.splat(share), f32x4.splat(epsilon));
  scale(at, bytes, v128.shuffle<f32>(factors, factors, 0, 0, 0, 0));
}
