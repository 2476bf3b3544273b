import { describe, expect, test } from 'vitest';
import { COLOUR_LIMIT, hasMoreColours, limitColours } from './limitColours.ts';

/** As many different colours as asked for, the same steps in each channel. */
function colours(count: number): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(4 * count);
  for (let i = 0; i < count; i++) pixels.set([i % 256, Math.floor(i / 256) % 256, (i * 7) % 256, 255], 4 * i);
  return pixels;
}

describe('the number of colours', () => {
  test('is counted exactly', () => {
    expect(hasMoreColours(colours(1000), 999)).toBe(true);
    expect(hasMoreColours(colours(1000), 1000)).toBe(false);
  });

  test('of a picture that a palette search can take is left alone', () => {
    const pixels = colours(COLOUR_LIMIT);
    const before = pixels.slice();
    limitColours(pixels);
    expect(pixels).toEqual(before);
  });

  test.each([
    ['7 bits', () => 9, 1],
    ['6 bits', (i: number) => (i * 7919) % 256, 2],
  ])('of a richer picture falls by rounding to %s, with black and white kept', (_, blue, worst) => {
    const pixels = colours(60_000);
    for (let i = 0; i < 60_000; i++) pixels[4 * i + 2] = blue(i);
    pixels.set([0, 0, 0, 255, 255, 255, 255, 255]);
    const before = pixels.slice();
    limitColours(pixels);
    expect([...pixels.slice(0, 8)]).toEqual([0, 0, 0, 255, 255, 255, 255, 255]);
    expect(hasMoreColours(pixels, 32_768)).toBe(false);
    const differences = pixels.map((value, i) => Math.abs(value - before[i]!));
    expect(Math.max(...new Set(differences))).toBe(worst);
  });
});
