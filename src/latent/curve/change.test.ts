import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evennessOf, type Picture, rmsChange, stepChanges, unevenness } from './change.ts';

function flat(pixels: number, r: number, g: number, b: number, a = 255): Picture {
  return Uint8ClampedArray.from({ length: 4 * pixels }, (_, i) => [r, g, b, a][i % 4]!);
}

const pictures = fc
  .uint8ClampedArray({ minLength: 4 * 64, maxLength: 4 * 64 })
  .map((bytes) => bytes as Uint8ClampedArray<ArrayBuffer>);

describe('change between pictures', () => {
  test('is 0 for equal pictures, 1 from black to white, and follows the formula between', () => {
    expect(rmsChange(flat(9, 1, 2, 3), flat(9, 1, 2, 3))).toBe(0);
    expect(rmsChange(flat(9, 0, 0, 0), flat(9, 255, 255, 255))).toBe(1);
    expect(rmsChange(flat(9, 0, 0, 0), flat(9, 30, 60, 20))).toBeCloseTo(Math.sqrt(4900 / 3) / 255, 12);
    expect(rmsChange(flat(9, 5, 5, 5, 0), flat(9, 5, 5, 5, 255))).toBe(0); // alpha is ignored
  });

  test('is a metric: symmetric, and never shorter through a third picture', () => {
    fc.assert(
      fc.property(pictures, pictures, pictures, (x, y, z) => {
        expect(rmsChange(x, y)).toBe(rmsChange(y, x));
        expect(rmsChange(x, z)).toBeLessThanOrEqual(rmsChange(x, y) + rmsChange(y, z) + 1e-12);
      }),
    );
  });

  test('refuses pictures of different sizes', () => {
    expect(() => rmsChange(flat(4, 0, 0, 0), flat(5, 0, 0, 0))).toThrow(RangeError);
  });
});

describe('change along a walk', () => {
  test('counts one step fewer than pictures', () => {
    const walk = [flat(4, 0, 0, 0), flat(4, 51, 51, 51), flat(4, 153, 153, 153)];
    expect(stepChanges(walk).map((x) => +x.toFixed(6))).toEqual([0.2, 0.4]);
    expect(stepChanges([walk[0]!])).toEqual([]);
  });

  test('is summarised by its average, and by its largest and smallest step as multiples of that', () => {
    expect(evennessOf([2, 2, 2])).toEqual({ mean: 2, largest: 1, smallest: 1 });
    expect(evennessOf([1, 3, 2])).toEqual({ mean: 2, largest: 1.5, smallest: 0.5 });
    expect(unevenness(evennessOf([1, 1, 4]))).toBe(1);
    expect(unevenness(evennessOf([0, 3, 3]))).toBe(1);
    for (const none of [[], [0, 0]]) expect(unevenness(evennessOf(none))).toBe(0);
  });
});
