/** to_rgb: from the channels of pixels to their colours, as values and as bytes. */
import {
  BRIGHTEST,
  H_BIAS,
  H_CHANNELS,
  H_DARK,
  H_GAIN,
  H_HIGH,
  H_IMAGE_CHANNELS,
  H_LOW,
  H_PIXELS,
  H_SIZE,
  H_SOURCE,
  H_SOURCE_PIXEL,
  H_SOURCE_ROW,
  H_VALUES,
  H_WEIGHTS,
  ONE,
  ROUNDING,
  ZERO,
} from '../layout.ts';
import { madd, number, sums } from './simd.ts';

/**
 * Computes the colours of a tile's pixels, which are not normalised yet: their norm is a factor that can be applied after
 * the sums.
 * @param at its first pixel, at (y, x) of the picture. @param side pixels of the tile. @param width @param height of its
 * part in the picture.
 * @param share one over the number of channels. @param scratch 64 bytes of this thread's own.
 */
export function headTile(
  head: usize,
  at: usize,
  pixel: usize,
  row: usize,
  side: i32,
  share: v128,
  epsilon: v128,
  y: i32,
  x: i32,
  width: i32,
  height: i32,
  scratch: usize,
): void {
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < width; j += 4) {
      // Pixels beyond the picture are computed but not stored; those beyond the tile repeat its last one.
      const p1 = at + <usize>min(j + 1, side - 1) * pixel;
      const p2 = at + <usize>min(j + 2, side - 1) * pixel;
      const p3 = at + <usize>min(j + 3, side - 1) * pixel;
      headOfFour(head, at + <usize>j * pixel, p1, p2, p3, share, epsilon, y + i, x + j, min(4, width - j), scratch);
    }
    at += row;
  }
}

/** Computes one row of pixels of a finished, normalised layer: for heads of lower resolutions. */
export function headRow(head: usize, y: i32, scratch: usize): void {
  const pixel = load<usize>(head, H_SOURCE_PIXEL);
  const size = load<i32>(head, H_SIZE);
  const at = load<usize>(head, H_SOURCE) + <usize>(y + 1) * load<usize>(head, H_SOURCE_ROW) + pixel;
  // Gives a factor of one.
  const share = f32x4.splat(0);
  const epsilon = f32x4.splat(1);
  headTile(head, at, pixel, 0, size, share, epsilon, y, 0, size, 1, scratch);
}

/** Computes four adjacent pixels, of which the first `count` are stored. */
function headOfFour(
  head: usize,
  p0: usize,
  p1: usize,
  p2: usize,
  p3: usize,
  share: v128,
  epsilon: v128,
  y: i32,
  x: i32,
  count: i32,
  scratch: usize,
): void {
  const weights = load<usize>(head, H_WEIGHTS);
  const end = weights + load<usize>(head, H_CHANNELS) * 12;
  sumsOfTwo(p0, p1, weights, end, scratch);
  sumsOfTwo(p2, p3, weights, end, scratch + 32);
  let v0 = v128.load(scratch, 0);
  let v1 = v128.load(scratch, 16);
  let v2 = v128.load(scratch, 32);
  let v3 = v128.load(scratch, 48);
  const squares = v128.shuffle<f32>(v128.shuffle<f32>(v0, v1, 3, 7, 3, 7), v128.shuffle<f32>(v2, v3, 3, 7, 3, 7), 0, 1, 4, 5);
  const factors = f32x4.div(number(ONE), f32x4.sqrt(madd(squares, share, epsilon)));
  const bias = v128.load(load<usize>(head, H_BIAS));
  const low = v128.load_splat<f32>(head, H_LOW);
  const high = v128.load_splat<f32>(head, H_HIGH);
  v0 = f32x4.pmin(f32x4.pmax(madd(v0, v128.shuffle<f32>(factors, factors, 0, 0, 0, 0), bias), low), high);
  v1 = f32x4.pmin(f32x4.pmax(madd(v1, v128.shuffle<f32>(factors, factors, 1, 1, 1, 1), bias), low), high);
  v2 = f32x4.pmin(f32x4.pmax(madd(v2, v128.shuffle<f32>(factors, factors, 2, 2, 2, 2), bias), low), high);
  v3 = f32x4.pmin(f32x4.pmax(madd(v3, v128.shuffle<f32>(factors, factors, 3, 3, 3, 3), bias), low), high);

  const channels = load<i32>(head, H_IMAGE_CHANNELS);
  const place = <usize>(y * load<i32>(head, H_SIZE) + x);
  const values = load<usize>(head, H_VALUES) + place * <usize>(4 * channels);
  const whole = count == 4;
  let to = whole ? values : scratch;
  if (channels == 3) {
    v128.store(to, v128.shuffle<f32>(v0, v1, 0, 1, 2, 4), 0);
    v128.store(to, v128.shuffle<f32>(v1, v2, 1, 2, 4, 5), 16);
    v128.store(to, v128.shuffle<f32>(v2, v3, 2, 4, 5, 6), 32);
  } else {
    v128.store(to, v128.shuffle<f32>(v128.shuffle<f32>(v0, v1, 0, 4, 0, 4), v128.shuffle<f32>(v2, v3, 0, 4, 0, 4), 0, 1, 4, 5));
  }
  if (!whole) memory.copy(values, scratch, <usize>(4 * count * channels));

  const dark = v128.load_splat<f32>(head, H_DARK);
  const gain = v128.load_splat<f32>(head, H_GAIN);
  const zero = number(ZERO);
  const brightest = number(BRIGHTEST);
  const rounding = number(ROUNDING);
  const first = i16x8.narrow_i32x4_u(byteOf(v0, dark, gain, zero, brightest, rounding), byteOf(v1, dark, gain, zero, brightest, rounding));
  const second = i16x8.narrow_i32x4_u(byteOf(v2, dark, gain, zero, brightest, rounding), byteOf(v3, dark, gain, zero, brightest, rounding));
  const pixels = load<usize>(head, H_PIXELS) + place * 4;
  to = whole ? pixels : scratch;
  // Makes the pixel opaque.
  v128.store(to, v128.or(i8x16.narrow_i16x8_u(first, second), i32x4.splat(0xff000000)));
  if (!whole) memory.copy(pixels, scratch, <usize>(4 * count));
}

/**
 * Red, green and blue of two pixels, without norm and bias, each followed by the sum of the squares of the pixel's
 * channels.
 * @param weights red, green and blue of four channels, and so on to `end`.
 */
@inline
function sumsOfTwo(p0: usize, p1: usize, weights: usize, end: usize, to: usize): void {
  let red0 = f32x4.splat(0);
  let green0 = red0;
  let blue0 = red0;
  let squares0 = red0;
  let red1 = red0;
  let green1 = red0;
  let blue1 = red0;
  let squares1 = red0;
  while (weights < end) {
    const x0 = v128.load(p0);
    const x1 = v128.load(p1);
    squares0 = madd(x0, x0, squares0);
    squares1 = madd(x1, x1, squares1);
    let w = v128.load(weights, 0);
    red0 = madd(x0, w, red0);
    red1 = madd(x1, w, red1);
    w = v128.load(weights, 16);
    green0 = madd(x0, w, green0);
    green1 = madd(x1, w, green1);
    w = v128.load(weights, 32);
    blue0 = madd(x0, w, blue0);
    blue1 = madd(x1, w, blue1);
    p0 += 16;
    p1 += 16;
    weights += 48;
  }
  v128.store(to, sums(red0, green0, blue0, squares0), 0);
  v128.store(to, sums(red1, green1, blue1, squares1), 16);
}

/** Values as whole numbers from 0 to 255. */
@inline
function byteOf(value: v128, dark: v128, gain: v128, zero: v128, brightest: v128, rounding: v128): v128 {
  const clipped = f32x4.pmin(f32x4.pmax(madd(value, gain, dark), zero), brightest);
  return i32x4.sub(f32x4.add(clipped, rounding), rounding);
}
