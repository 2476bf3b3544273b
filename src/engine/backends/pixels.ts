/**
 * Turns a network's floats into bytes. The TF.js backends use it, and it is the slow reference beside the WebGPU painter.
 */
import type { RawImage } from '../contract.ts';

export interface Size {
  width: number;
  height: number;
}

/**
 * Returns a picture's size when its longest side is limited to `longest`: never larger than it was, and at least one
 * pixel.
 */
export function fitted({ width, height }: Size, longest: number | undefined): Size {
  const scale = Math.min(1, (longest ?? Number.POSITIVE_INFINITY) / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * Maps [lo, hi] to [0, 255], clamps, and shrinks by area average: each output pixel is the mean of the input pixels under
 * it, weighted by their overlap. Clamping comes before averaging, as on a screen.
 * @returns RGBA, row major; opaque, except for a picture of four channels, whose fourth is alpha. Its colours are
 * weighted by their alpha, so invisible pixels do not bleed.
 */
export function toPixels(
  image: RawImage,
  range: readonly [number, number],
  to: Size = image,
): Uint8ClampedArray<ArrayBuffer> {
  const { data, width, height, channels } = image;
  const [lo, hi] = range;
  const gain = 1 / (hi - lo);
  const unit = (at: number) => Math.min(1, Math.max(0, (data[at]! - lo) * gain));
  const pixels = new Uint8ClampedArray(4 * to.width * to.height);
  if (channels === 4) return seeThrough(image, unit, to, pixels);
  const same = to.width === width && to.height === height;
  const columns = spans(width, to.width);
  const rows = spans(height, to.height);
  for (let y = 0; y < to.height; y++) {
    for (let x = 0; x < to.width; x++) {
      const out = 4 * (y * to.width + x);
      pixels[out + 3] = 255;
      for (let c = 0; c < 3; c++) {
        const channel = channels === 1 ? 0 : c;
        let value = 0;
        if (same) value = unit((y * width + x) * channels + channel);
        else {
          for (const [sy, wy] of rows[y]!) {
            for (const [sx, wx] of columns[x]!)
              value += wy * wx * unit((sy * width + sx) * channels + channel);
          }
        }
        pixels[out + c] = 255 * value; // the array rounds
      }
    }
  }
  return pixels;
}

function seeThrough(
  { width, height }: Size,
  unit: (at: number) => number,
  to: Size,
  pixels: Uint8ClampedArray<ArrayBuffer>,
): Uint8ClampedArray<ArrayBuffer> {
  const columns = spans(width, to.width);
  const rows = spans(height, to.height);
  const sum = new Float64Array(4);
  for (let out = 0; out < pixels.length; out += 4) {
    const [x, y] = [(out / 4) % to.width, Math.floor(out / 4 / to.width)];
    sum.fill(0);
    for (const [sy, wy] of rows[y]!) {
      for (const [sx, wx] of columns[x]!) {
        const at = 4 * (sy * width + sx);
        const alpha = wy * wx * unit(at + 3);
        for (let c = 0; c < 3; c++) sum[c]! += alpha * unit(at + c);
        sum[3]! += alpha;
      }
    }
    for (let c = 0; c < 3; c++) pixels[out + c] = sum[3]! > 0 ? (255 * sum[c]!) / sum[3]! : 0;
    pixels[out + 3] = 255 * sum[3]!;
  }
  return pixels;
}

/** Lists, for each of `to` output pixels, the input pixels under it and their shares, which add up to 1. */
function spans(from: number, to: number): [index: number, share: number][][] {
  const ratio = from / to;
  return Array.from({ length: to }, (_, i) => {
    const start = i * ratio;
    const end = start + ratio;
    const span: [number, number][] = [];
    for (let s = Math.floor(start); s < Math.min(from, end - 1e-4); s++) {
      span.push([s, (Math.min(end, s + 1) - Math.max(start, s)) / ratio]);
    }
    return span;
  });
}
