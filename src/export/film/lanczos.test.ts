import { describe, expect, it } from 'vitest';
import { resample } from './lanczos.ts';

/** RGBA of a picture whose pixels are given by a function. */
function picture(width: number, height: number, at: (x: number, y: number) => readonly number[]) {
  const rows = Array.from({ length: height }, (_, y) => Array.from({ length: width }, (_, x) => at(x, y)));
  return Uint8ClampedArray.from(rows.flat(2));
}

describe('resizing with Lanczos’ kernel', () => {
  it('preserves a uniform colour, at any size', () => {
    const plain = picture(7, 5, () => [200, 17, 90, 255]);
    for (const [width, height] of [
      [7, 5],
      [20, 31],
      [3, 2],
      [1, 1],
    ] as const) {
      const resized = resample(plain, 7, 5, width, height);
      expect(resized).toEqual(picture(width, height, () => [200, 17, 90, 255]));
    }
  });

  it('is the identity if the size does not change', () => {
    const any = picture(9, 8, (x, y) => [x * 28, y * 31, (x * y * 7) % 256, 255]);
    expect(resample(any, 9, 8, 9, 8)).toEqual(any);
  });

  it('keeps an edge sharper than linear interpolation would', () => {
    const edge = picture(8, 1, (x) => (x < 4 ? [20, 20, 20, 255] : [220, 220, 220, 255]));
    const large = resample(edge, 8, 1, 32, 1);
    const values = Array.from({ length: 32 }, (_, x) => large[4 * x]!);
    expect(values[13]!).toBeLessThan(40);
    expect(values[18]!).toBeGreaterThan(200);
    expect(values[0]).toBeLessThan(30);
    expect(values[31]).toBeGreaterThan(210);
  });

  it('takes no colour from invisible pixels', () => {
    const half = picture(4, 4, (x) => (x < 2 ? [255, 0, 0, 0] : [0, 0, 255, 255]));
    const large = resample(half, 4, 4, 16, 16);
    for (let i = 0; i < large.length; i += 4) if (large[i + 3]! > 0) expect(large[i]).toBe(0);
  });
});
