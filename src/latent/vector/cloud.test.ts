import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seeds } from '../testing/vectors.ts';
import { sampleCloud, splitCloud } from './cloud.ts';
import { sampleLatent } from './sample.ts';

describe('a cloud of latents', () => {
  // Covariance [[4, 2], [2, 5]]: its Cholesky factor is [[2, 0], [1, 2]], whose columns are the factors.
  const cloud = splitCloud(Float32Array.of(10, -3, 2, 1, 0, 2, 7, 8), 2, { factors: 2, count: 1 })!;

  test('is read row by row: the mean, the factors, the examples', () => {
    expect(cloud.mean).toEqual(Float32Array.of(10, -3));
    expect(cloud.factors).toEqual([Float32Array.of(2, 1), Float32Array.of(0, 2)]);
    expect(cloud.examples).toEqual([Float32Array.of(7, 8)]);
    expect(splitCloud(Float32Array.of(1, 2, 3), 2, { factors: 0, count: 0 })).toBeNull();
    expect(splitCloud(Float32Array.of(1, Number.NaN), 2, { factors: 0, count: 0 })).toBeNull();
  });

  test('gives samples with its mean and its covariance', () => {
    const count = 20_000;
    const drawn = Array.from({ length: count }, (_, seed) => sampleCloud(cloud, seed, 1));
    const mean = [0, 1].map((i) => drawn.reduce((sum, z) => sum + z[i]!, 0) / count);
    const covariance = (i: number, j: number) =>
      drawn.reduce((sum, z) => sum + (z[i]! - mean[i]!) * (z[j]! - mean[j]!), 0) / count;
    // Four standard errors of the largest.
    expect(Math.abs(mean[0]! - 10)).toBeLessThan(4 * Math.sqrt(4 / count));
    expect(Math.abs(mean[1]! + 3)).toBeLessThan(4 * Math.sqrt(5 / count));
    const near = (found: number, wanted: number) =>
      expect(Math.abs(found - wanted)).toBeLessThan(4 * 5 * Math.sqrt(2 / count));
    near(covariance(0, 0), 4);
    near(covariance(0, 1), 2);
    near(covariance(1, 1), 5);
  });

  test('grows around its mean with the spread, and is the standard prior when the factors are the axes', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0, max: 3, noNaN: true }), (seed, spread) => {
        expect(sampleCloud(cloud, seed, 0)).toEqual(cloud.mean);
        const away = sampleCloud(cloud, seed, 1).map((value, i) => value - cloud.mean[i]!);
        sampleCloud(cloud, seed, spread).forEach((value, i) => {
          expect(value - cloud.mean[i]!).toBeCloseTo(spread * away[i]!, 4);
        });
        const axes = { mean: new Float32Array(2), factors: [Float32Array.of(1, 0), Float32Array.of(0, 1)] };
        expect(sampleCloud({ ...axes, examples: [] }, seed, 1)).toEqual(sampleLatent(seed, 2, 'normal'));
      }),
    );
  });
});
