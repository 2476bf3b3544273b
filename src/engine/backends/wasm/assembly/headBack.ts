/** Back through to_rgb, and through norm and leaky ReLU of the layer below. */
import {
  H_BEND,
  H_CHANNELS,
  H_GRADIENT,
  H_HIGH,
  H_IMAGE_CHANNELS,
  H_LOW,
  H_NORMS,
  H_SHARE,
  H_SIZE,
  H_SOURCE,
  H_SOURCE_PIXEL,
  H_SOURCE_ROW,
  H_VALUES,
  H_WEIGHTS,
} from '../layout.ts';
import { pixelBack } from './kept.ts';
import { madd } from './simd.ts';

/** Processes one row of pixels in place. @param scratch of this thread's own, for the channels of one pixel. */
export function headRowBack(head: usize, y: i32, scratch: usize): void {
  const pixel = load<usize>(head, H_SOURCE_PIXEL);
  const size = load<i32>(head, H_SIZE);
  const channels = load<i32>(head, H_IMAGE_CHANNELS);
  const bytes = load<usize>(head, H_CHANNELS) * 4;
  const weights = load<usize>(head, H_WEIGHTS);
  const share = v128.load_splat<f32>(head, H_SHARE);
  const slope = f32x4.splat(load<f32>(head, H_BEND) + 1);
  const place = <usize>(y * size);
  const colour = <usize>channels * 4;
  let at = load<usize>(head, H_SOURCE) + <usize>(y + 1) * load<usize>(head, H_SOURCE_ROW) + pixel;
  let values = load<usize>(head, H_VALUES) + place * colour;
  let gradient = load<usize>(head, H_GRADIENT) + place * colour;
  let norms = load<usize>(head, H_NORMS) + place * 4;
  for (let x = 0; x < size; x++) {
    const red = f32x4.splat(unclipped(head, values, gradient));
    const green = f32x4.splat(channels == 3 ? unclipped(head, values + 4, gradient + 4) : 0);
    const blue = f32x4.splat(channels == 3 ? unclipped(head, values + 8, gradient + 8) : 0);
    let w = weights;
    for (let c: usize = 0; c < bytes; c += 16) {
      const sum = madd(green, v128.load(w, 16), f32x4.mul(red, v128.load(w, 0)));
      v128.store(scratch + c, madd(blue, v128.load(w, 32), sum));
      w += 48;
    }
    pixelBack(scratch, at, bytes, share, slope, v128.load_splat<f32>(norms));
    at += pixel;
    values += colour;
    gradient += colour;
    norms += 4;
  }
}

/** The gradient of a clipped value is zero. */
@inline
function unclipped(head: usize, value: usize, gradient: usize): f32 {
  const v = load<f32>(value);
  return v > load<f32>(head, H_LOW) && v < load<f32>(head, H_HIGH) ? load<f32>(gradient) : 0;
}
