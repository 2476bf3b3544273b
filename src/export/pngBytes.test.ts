import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { pngBytes } from './pngBytes.ts';
import { readPng } from './testing/readPng.ts';

/** Slopes, edges and noise, so that every filter is the best for some rows. */
function picture(width: number, height: number): Uint8ClampedArray {
  let random = 1;
  return Uint8ClampedArray.from({ length: 4 * width * height }, (_, i) => {
    const [x, y, c] = [Math.floor(i / 4) % width, Math.floor(i / 4 / width), i % 4];
    random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
    if (y % 6 === 0) return random >>> 24;
    if (y % 6 === 1) return 3 * x + c;
    return (x < width / 2 ? 40 * c : 200) + y * (c + 1) + ((x * y) % 5);
  });
}

describe('a PNG without a canvas', () => {
  it.each([
    [false, 64, 37],
    [true, 17, 24],
    [false, 1, 1],
  ] as const)('(alpha: %s) of %i × %i pixels holds every byte', (alpha, width, height) => {
    const data = picture(width, height);
    const channels = alpha ? 4 : 3;
    const file = readPng(pngBytes({ data, width, height }, alpha, deflateSync));
    expect(file).toMatchObject({ width, height, step: channels });
    const wanted = Array.from({ length: width * height }, (_, i) => [
      ...data.subarray(4 * i, 4 * i + channels),
    ]);
    expect([...file.data]).toEqual(wanted.flat());
    if (width > 30) expect(file.used.size).toBeGreaterThan(2);
  });
});
