/** Resizing with Lanczos' kernel of three lobes, in two passes, with pixels weighted by their opacity. */

const lobes = 3;

interface Taps {
  /** The first source pixel of each target pixel. */
  first: Int32Array;
  /** float32 [target, count] */
  weights: Float32Array;
  count: number;
}

function lanczos(x: number): number {
  if (x === 0) return 1;
  if (Math.abs(x) >= lobes) return 0;
  const a = Math.PI * x;
  return (lobes * Math.sin(a) * Math.sin(a / lobes)) / (a * a);
}

/** Returns the source pixels of each target pixel, and their weights. Pixels beyond the edge are left out. */
function tapsFor(from: number, to: number): Taps {
  const stretch = Math.max(1, from / to);
  const count = Math.min(from, Math.ceil(lobes * stretch) * 2 + 1);
  const first = new Int32Array(to);
  const weights = new Float32Array(to * count);
  for (let i = 0; i < to; i++) {
    const centre = ((i + 0.5) * from) / to - 0.5;
    const start = Math.min(Math.max(0, Math.ceil(centre - lobes * stretch)), from - count);
    first[i] = start;
    let sum = 0;
    for (let k = 0; k < count; k++) sum += weights[i * count + k] = lanczos((start + k - centre) / stretch);
    for (let k = 0; k < count; k++) weights[i * count + k]! /= sum;
  }
  return { first, weights, count };
}

const known = new Map<string, Taps>();

function taps(from: number, to: number): Taps {
  const key = `${from} ${to}`;
  const found = known.get(key) ?? tapsFor(from, to);
  if (known.size > 8) known.clear();
  known.set(key, found);
  return found;
}

/**
 * Resizes a picture.
 * @param pixels RGBA uint8 [height, width, 4], alpha not premultiplied
 * @returns RGBA uint8 [toHeight, toWidth, 4]
 */
export function resample(
  pixels: Uint8ClampedArray,
  width: number,
  height: number,
  toWidth: number,
  toHeight: number,
): Uint8ClampedArray<ArrayBuffer> {
  const across = taps(width, toWidth);
  const down = taps(height, toHeight);
  // float32 [height, toWidth, 4], colours premultiplied by alpha.
  const rows = new Float32Array(height * toWidth * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < toWidth; x++) {
      let [r, g, b, a] = [0, 0, 0, 0];
      for (let k = 0; k < across.count; k++) {
        const at = 4 * (y * width + across.first[x]! + k);
        const alpha = across.weights[x * across.count + k]! * (pixels[at + 3]! / 255);
        r += alpha * pixels[at]!;
        g += alpha * pixels[at + 1]!;
        b += alpha * pixels[at + 2]!;
        a += alpha;
      }
      rows.set([r, g, b, a], 4 * (y * toWidth + x));
    }
  }
  const out = new Uint8ClampedArray(toWidth * toHeight * 4);
  for (let y = 0; y < toHeight; y++) {
    for (let x = 0; x < toWidth; x++) {
      let [r, g, b, a] = [0, 0, 0, 0];
      for (let k = 0; k < down.count; k++) {
        const weight = down.weights[y * down.count + k]!;
        const at = 4 * ((down.first[y]! + k) * toWidth + x);
        r += weight * rows[at]!;
        g += weight * rows[at + 1]!;
        b += weight * rows[at + 2]!;
        a += weight * rows[at + 3]!;
      }
      const to = 4 * (y * toWidth + x);
      if (a <= 0) continue;
      out[to] = r / a;
      out[to + 1] = g / a;
      out[to + 2] = b / a;
      out[to + 3] = a * 255;
    }
  }
  return out;
}
