/** to_rgb: a pixel's channels to its colour, as values and as bytes. */
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
import { madd, sum } from './simd.ts';

/** @param factor of the pixel's norm, for a pixel that is not normalised yet; 1 otherwise. */
export function applyHead(head: usize, at: usize, factor: f32, y: i32, x: i32): void {
  const channels = load<i32>(head, H_IMAGE_CHANNELS);
  const bytes = load<usize>(head, H_CHANNELS) * 4;
  const bias = load<usize>(head, H_BIAS);
  const place = <usize>(y * load<i32>(head, H_SIZE) + x);
  const value = load<usize>(head, H_VALUES) + place * <usize>channels * 4;
  const bytesAt = load<usize>(head, H_PIXELS) + place * 4;
  const low = load<f32>(head, H_LOW);
  const high = load<f32>(head, H_HIGH);
  const black = load<f32>(head, H_BLACK);
  const gain = load<f32>(head, H_GAIN);
  let weights = load<usize>(head, H_WEIGHTS);
  for (let i = 0; i < channels; i++) {
    let s0 = f32x4.splat(0);
    let s1 = s0;
    for (let c: usize = 0; c < bytes; c += 32) {
      s0 = madd(v128.load(at + c, 0), v128.load(weights + c, 0), s0);
      s1 = madd(v128.load(at + c, 16), v128.load(weights + c, 16), s1);
    }
    weights += bytes;
    let v = sum(f32x4.add(s0, s1)) * factor + load<f32>(bias + <usize>i * 4);
    v = min<f32>(max<f32>(v, low), high);
    store<f32>(value + <usize>i * 4, v);
    const byte = <u8>nearest<f32>(min<f32>(max<f32>((v - black) * gain, 0), 255));
    store<u8>(bytesAt + <usize>i, byte);
    if (channels == 1) {
      store<u8>(bytesAt, byte, 1);
      store<u8>(bytesAt, byte, 2);
    }
  }
  store<u8>(bytesAt, 255, 3);
}

/** One row of pixels of a layer that stands already: for heads of lower resolutions. */
export function headRow(head: usize, y: i32): void {
  const pixel = load<usize>(head, H_SOURCE_PIXEL);
  const size = load<i32>(head, H_SIZE);
  let at = load<usize>(head, H_SOURCE) + <usize>(y + 1) * load<usize>(head, H_SOURCE_ROW) + pixel;
  for (let x = 0; x < size; x++) {
    applyHead(head, at, 1, y, x);
    at += pixel;
  }
}
