/** Converts bytes of colour to the numbers that a network is asked for, and back. Pure. */
import type { Colour, ModelImage } from './contract.ts';

/** Shares of red, green and blue in a grey (ITU-R BT.601, as in the image libraries that networks are trained with). */
const grey = [0.299, 0.587, 0.114] as const;

/**
 * Averages squares of pixels, and maps black and white to the network's range. For a network that draws alpha, colours
 * are weighted by it.
 * @param pixels RGBA [height * times, width * times, 4], alpha not premultiplied
 * @param times side, in pixels, of the square that becomes one
 * @returns [height, width, channels]
 */
export function samplesOf(pixels: Uint8ClampedArray, times: number, image: ModelImage): Float32Array {
  const { width, height, channels } = image;
  const [low, high] = image.range as [number, number];
  const unit = (high - low) / 255;
  const samples = new Float32Array(width * height * channels);
  const row = width * times * 4;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let [red, green, blue, alpha] = [0, 0, 0, 0];
      for (let v = 0; v < times; v++) {
        let from = (y * times + v) * row + x * times * 4;
        for (let u = 0; u < times; u++, from += 4) {
          const weight = pixels[from + 3]!;
          red += weight * pixels[from]!;
          green += weight * pixels[from + 1]!;
          blue += weight * pixels[from + 2]!;
          alpha += weight;
        }
      }
      const all = Math.max(alpha, 1);
      const to = (y * width + x) * channels;
      if (channels === 1) {
        samples[to] = low + (unit * (grey[0] * red + grey[1] * green + grey[2] * blue)) / all;
        continue;
      }
      samples[to] = low + (unit * red) / all;
      samples[to + 1] = low + (unit * green) / all;
      samples[to + 2] = low + (unit * blue) / all;
      if (channels === 4) samples[to + 3] = low + (unit * alpha) / (times * times);
    }
  }
  return samples;
}

/** Converts samples to RGBA bytes for painting. @param samples [height, width, channels] */
export function bytesOf(
  samples: Float32Array,
  { channels, range }: ModelImage,
): Uint8ClampedArray<ArrayBuffer> {
  const [low, high] = range as [number, number];
  const count = samples.length / channels;
  const bytes = new Uint8ClampedArray(count * 4);
  const byte = (value: number) => (255 * (value - low)) / (high - low);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < 3; c++) bytes[4 * i + c] = byte(samples[i * channels + (channels === 1 ? 0 : c)]!);
    bytes[4 * i + 3] = channels === 4 ? byte(samples[i * channels + 3]!) : 255;
  }
  return bytes;
}

/** Returns the median colour of a picture's edge, which is usually its background. @param pixels RGBA [height, width, 4] */
export function edgeColourOf(pixels: Uint8ClampedArray, width: number, height: number): Colour {
  const edge: number[] = [];
  for (let y = 0; y < height; y++) {
    const step = y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1);
    for (let x = 0; x < width; x += step) edge.push(4 * (y * width + x));
  }
  // Transparent pixels have no colour.
  const solid = edge.filter((i) => pixels[i + 3]! >= 128);
  if (solid.length * 2 < edge.length) return [255, 255, 255];
  const middle = (channel: number) =>
    solid.map((i) => pixels[i + channel]!).sort((a, b) => a - b)[Math.floor(solid.length / 2)]!;
  return [middle(0), middle(1), middle(2)];
}
