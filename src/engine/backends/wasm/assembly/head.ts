/** to_rgb: pixels' channels to their colours, as values and as bytes. */
import {
  H_BIAS,
  H_BLACK,
  H_CHANNELS,
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
} from '../layout.ts';
import { madd, sums } from './simd.ts';

/** @param factor of the pixel's norm, for a pixel that is not normalised yet; 1 otherwise. */
export function headOfOne(head: usize, at: usize, factor: f32, y: i32, x: i32): void {
  colour(head, at, at, at, at, f32x4.splat(factor), y, x, 1);
}

/** Four pixels side by side, the first one at (y, x). @param factors one a lane. */
export function headOfFour(
  head: usize,
  p0: usize,
  p1: usize,
  p2: usize,
  p3: usize,
  factors: v128,
  y: i32,
  x: i32,
): void {
  colour(head, p0, p1, p2, p3, factors, y, x, 4);
}

/** @param count of pixels that are stored: 1 or 4, known to the compiler. */
@inline
function colour(
  head: usize,
  p0: usize,
  p1: usize,
  p2: usize,
  p3: usize,
  factors: v128,
  y: i32,
  x: i32,
  count: i32,
): void {
  const channels = load<i32>(head, H_IMAGE_CHANNELS);
  const bytes = load<usize>(head, H_CHANNELS) * 4;
  const bias = load<usize>(head, H_BIAS);
  const place = <usize>(y * load<i32>(head, H_SIZE) + x);
  const step = <usize>channels * 4;
  let value = load<usize>(head, H_VALUES) + place * step;
  const low = f32x4.splat(load<f32>(head, H_LOW));
  const high = f32x4.splat(load<f32>(head, H_HIGH));
  const black = f32x4.splat(load<f32>(head, H_BLACK));
  const gain = f32x4.splat(load<f32>(head, H_GAIN));
  let weights = load<usize>(head, H_WEIGHTS);
  // Opaque; a picture of one channel has the same byte in all three places.
  let pixels = i32x4.splat(0xff000000);
  for (let i = 0; i < channels; i++) {
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let c: usize = 0; c < bytes; c += 16) {
      const w = v128.load(weights + c);
      s0 = madd(v128.load(p0 + c), w, s0);
      s1 = madd(v128.load(p1 + c), w, s1);
      s2 = madd(v128.load(p2 + c), w, s2);
      s3 = madd(v128.load(p3 + c), w, s3);
    }
    weights += bytes;
    let v = madd(sums(s0, s1, s2, s3), factors, v128.load_splat<f32>(bias + <usize>i * 4));
    v = f32x4.pmin(f32x4.pmax(v, low), high);
    v128.store_lane<f32>(value, v, 0);
    if (count == 4) {
      v128.store_lane<f32>(value + step, v, 1);
      v128.store_lane<f32>(value + 2 * step, v, 2);
      v128.store_lane<f32>(value + 3 * step, v, 3);
    }
    value += 4;
    const scaled = f32x4.mul(f32x4.sub(v, black), gain);
    const clipped = f32x4.pmin(f32x4.pmax(scaled, f32x4.splat(0)), f32x4.splat(255));
    const byte = i32x4.trunc_sat_f32x4_s(f32x4.nearest(clipped));
    pixels = v128.or(pixels, channels == 1 ? i32x4.mul(byte, i32x4.splat(0x010101)) : i32x4.shl(byte, i * 8));
  }
  const to = load<usize>(head, H_PIXELS) + place * 4;
  if (count == 4) v128.store(to, pixels);
  else v128.store_lane<i32>(to, pixels, 0);
}

/** One row of pixels of a layer that stands already: for heads of lower resolutions. */
export function headRow(head: usize, y: i32): void {
  const pixel = load<usize>(head, H_SOURCE_PIXEL);
  const size = load<i32>(head, H_SIZE);
  let at = load<usize>(head, H_SOURCE) + <usize>(y + 1) * load<usize>(head, H_SOURCE_ROW) + pixel;
  for (let x = 0; x < size; x++) {
    headOfOne(head, at, 1, y, x);
    at += pixel;
  }
}
