import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { largestDifference, latentPairs, seeds } from '../testing/vectors.ts';
import { sampleLatent } from './sample.ts';
import {
  add,
  angleBetween,
  dot,
  norm,
  normalise,
  perpendicular,
  scale,
  subtract,
  withNorm,
} from './vector.ts';

describe('vectors', () => {
  test('add and subtract undo each other; norm is the root of the dot product', () => {
    fc.assert(
      fc.property(latentPairs(), ([a, b]) => {
        expect(largestDifference(subtract(add(a, b), b), a)).toBeLessThan(1e-6);
        expect(norm(a) ** 2).toBeCloseTo(dot(a, a), 6);
      }),
    );
  });

  test('withNorm keeps the direction and gives the length; zeros stay zeros', () => {
    fc.assert(
      fc.property(latentPairs(), fc.double({ min: 1e-3, max: 1e3, noNaN: true }), ([a], length) => {
        expect(Math.abs(norm(withNorm(a, length)) / length - 1)).toBeLessThan(1e-6);
        expect(angleBetween(a, withNorm(a, length))).toBeLessThan(1e-6);
      }),
    );
    expect([...normalise(new Float32Array(3))]).toEqual([0, 0, 0]);
  });

  test.each([0, 1e-6, 1e-3, 1, Math.PI / 2, 3, Math.PI - 1e-3, Math.PI])(
    'measure an angle of %d',
    (angle) => {
      const a = Float32Array.of(2, 0);
      const b = Float32Array.of(3 * Math.cos(angle), 3 * Math.sin(angle));
      expect(Math.abs(angleBetween(a, b) - angle)).toBeLessThan(1e-7);
    },
  );

  test('the perpendicular is a unit vector at a right angle, chosen by the direction alone', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2, max: 512 }), (seed, size) => {
        const a = sampleLatent(seed, size, 'normal');
        const p = perpendicular(a)!;
        expect(norm(p)).toBeCloseTo(1, 6);
        expect(Math.abs(dot(p, a))).toBeLessThan(1e-5 * Math.max(1, norm(a)));
        expect(perpendicular(a)).toEqual(p);
        expect(largestDifference(perpendicular(scale(a, 4))!, p)).toBeLessThan(1e-6);
      }),
    );
  });

  test('the perpendicular of its own base direction is still one', () => {
    const drawn = sampleLatent(1, 16, 'normal');
    const p = perpendicular(drawn)!;
    expect(norm(p)).toBeCloseTo(1, 6);
    expect(Math.abs(dot(p, drawn))).toBeLessThan(1e-5);
    expect(perpendicular(new Float32Array(4))).toBeNull();
    expect(perpendicular(Float32Array.of(1))).toBeNull();
  });
});
