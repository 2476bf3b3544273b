/** Turns factors into pixels: draws four times as large, then averages over squares. */
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

/** Means over squares of 4 x 4 pixels, rounded. @param rgba [4 size, 4 size, 4], opaque */
function reduce(rgba: Uint8Array, size: number): Buffer {
  const wide = size * oversampling;
  const words = new DataView(rgba.buffer, rgba.byteOffset, rgba.byteLength);
  const rgb = Buffer.alloc(size * size * 3);
  let to = 0;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      // Red and blue are summed in one number, 16 bits each; sixteen bytes need twelve.
      let redBlue = 0x80008;
      let green = 8;
      for (let row = 0; row < oversampling; row++) {
        const from = ((y * oversampling + row) * wide + x * oversampling) * 4;
        for (let byte = from; byte < from + 16; byte += 4) {
          const word = words.getUint32(byte, true);
          redBlue += word & 0xff00ff;
          green += (word >>> 8) & 0xff;
        }
      }
      rgb[to++] = (redBlue & 0xffff) >> 4;
      rgb[to++] = green >> 4;
      rgb[to++] = redBlue >>> 20;
    }
  }
  return rgb;
}
