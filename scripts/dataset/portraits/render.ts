/** From factors to pixels: drawn four times as large, then averaged over squares. */
import { Resvg } from '@resvg/resvg-js';
import type { FactorValues } from './factors.ts';
import { portrait } from './portrait.ts';

const oversampling = 4;

/** @returns RGB bytes, rows from the top, [size, size, 3]. */
export function renderPortrait(values: FactorValues, size: number): Buffer {
  const image = new Resvg(portrait(values), {
    fitTo: { mode: 'width', value: size * oversampling },
    font: { loadSystemFonts: false },
  }).render();
  return reduce(image.pixels, size);
}

/** Means over squares of 4 x 4 pixels, rounded. @param rgba [4 size, 4 size, 4] */
function reduce(rgba: Uint8Array, size: number): Buffer {
  const k = oversampling;
  const stride = size * k * 4;
  const rgb = Buffer.alloc(size * size * 3);
  const sums = new Uint32Array(size * 3);
  for (let y = 0; y < size; y++) {
    sums.fill(k * k * 0.5);
    for (let row = 0; row < k; row++) {
      let from = (y * k + row) * stride;
      for (let to = 0; to < sums.length; to += 3) {
        sums[to] = sums[to]! + rgba[from]! + rgba[from + 4]! + rgba[from + 8]! + rgba[from + 12]!;
        sums[to + 1] = sums[to + 1]! + rgba[from + 1]! + rgba[from + 5]! + rgba[from + 9]! + rgba[from + 13]!;
        sums[to + 2] =
          sums[to + 2]! + rgba[from + 2]! + rgba[from + 6]! + rgba[from + 10]! + rgba[from + 14]!;
        from += 4 * k;
      }
    }
    const start = y * size * 3;
    for (let to = 0; to < sums.length; to++) rgb[start + to] = sums[to]! >> 4;
  }
  return rgb;
}
