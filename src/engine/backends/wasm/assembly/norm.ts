/** Pixel norm, four pixels at a time. */
import { ONE } from '../layout.ts';
import { madd, number, sums } from './simd.ts';

/**
 * Divides a tile's pixels by their root mean squares.
 * @param at its first pixel. @param side pixels of the tile. @param share one over the number of channels.
 */
export function normaliseTile(
  at: usize,
  pixel: usize,
  row: usize,
  bytes: usize,
  side: i32,
  share: v128,
  epsilon: v128,
): void {
  if (side == 1) return normalise(at, bytes, share, epsilon);
  // A tile of two by two pixels is one group; tiles of four and eight have several groups side by side.
  const next = side == 2 ? row : 2 * pixel;
  const down = side == 2 ? 2 : 1;
  for (let i = 0; i < side; i += down) {
    for (let j = 0; j < side; j += 4) {
      const p0 = at + <usize>i * row + <usize>j * pixel;
      const p1 = p0 + pixel;
      const p2 = p0 + next;
      const p3 = p2 + pixel;
      const factors = factorsOf(p0, p1, p2, p3, bytes, share, epsilon);
      scale(p0, bytes, v128.shuffle<f32>(factors, factors, 0, 0, 0, 0));
      scale(p1, bytes, v128.shuffle<f32>(factors, factors, 1, 1, 1, 1));
      scale(p2, bytes, v128.shuffle<f32>(factors, factors, 2, 2, 2, 2));
      scale(p3, bytes, v128.shuffle<f32>(factors, factors, 3, 3, 3, 3));
    }
  }
}

/** Divides one pixel by its root mean square. */
export function normalise(at: usize, bytes: usize, share: v128, epsilon: v128): void {
  const factors = factorsOf(at, at, at, at, bytes, share, epsilon);
  scale(at, bytes, v128.shuffle<f32>(factors, factors, 0, 0, 0, 0));
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
  return f32x4.div(number(ONE), f32x4.sqrt(madd(sums(s0, s1, s2, s3), share, epsilon)));
}

@inline
function scale(at: usize, bytes: usize, factor: v128): void {
  for (const end = at + bytes; at < end; at += 32) {
    v128.store(at, f32x4.mul(v128.load(at, 0), factor), 0);
    v128.store(at, f32x4.mul(v128.load(at, 16), factor), 16);
  }
}
