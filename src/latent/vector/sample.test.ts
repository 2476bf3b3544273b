import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seeds } from '../testing/vectors.ts';
import { sampleLatent } from './sample.ts';

describe('z of a seed', () => {
  // Computed independently: the generator with Python's integers, the quantile with mpmath at 30 digits.
  test.each([
    [0, 3237601905, [1.2099655934302076, -2.242176181222464, -1.8449535273386115]],
    [20171, 2509243466, [0.7071056132812829, 0.5747159894931814, -0.49717942343693144]],
    [4294967295, 1506201230, [-0.8610022185816487, 0.1221167744958753, -0.7445263341711857]],
  ])('of seed %i is the same in every bit on every machine', (seed, sum, first) => {
    const z = sampleLatent(seed, 512, 'normal');
    expect([...z.slice(0, 3)]).toEqual(first.map(Math.fround));
    const bytes = new DataView(new ArrayBuffer(4 * z.length));
    z.forEach((value, i) => {
      bytes.setFloat32(4 * i, value, true);
    });
    expect(crc32(new Uint8Array(bytes.buffer))).toBe(sum);
  });

  test('is the same when drawn again, and the start of any longer z of the same seed', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.integer({ min: 1, max: 300 }),
        fc.constantFrom('normal', 'uniform'),
        (seed, size, prior) => {
          const z = sampleLatent(seed, size, prior);
          expect(sampleLatent(seed, size, prior)).toEqual(z);
          expect(sampleLatent(seed, size + 50, prior).slice(0, size)).toEqual(z);
        },
      ),
    );
  });

  test('is normally distributed over dimensions and over seeds', () => {
    const byDimension = [...sampleLatent(7, 50_000, 'normal')];
    const bySeed = Array.from({ length: 50_000 }, (_, seed) => sampleLatent(seed, 1, 'normal')[0]!);
    for (const values of [byDimension, bySeed]) {
      const n = values.length;
      const mean = values.reduce((sum, x) => sum + x, 0) / n;
      const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n;
      expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(n));
      expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
      expect(kolmogorovSmirnov(values, normalCdf)).toBeLessThan(1.95 / Math.sqrt(n)); // 0.001 level
    }
  });

  test('is uniform on [-1, 1] for the uniform prior', () => {
    const values = [...sampleLatent(3, 50_000, 'uniform')];
    expect(values.every((x) => x >= -1 && x <= 1)).toBe(true);
    expect(kolmogorovSmirnov(values, (x) => (x + 1) / 2)).toBeLessThan(1.95 / Math.sqrt(values.length));
  });

  test('is uncorrelated between neighbouring dimensions and neighbouring seeds', () => {
    const z = sampleLatent(11, 50_000, 'normal');
    let lag = 0;
    for (let i = 1; i < z.length; i++) lag += z[i]! * z[i - 1]!;
    expect(Math.abs(lag / z.length)).toBeLessThan(4 / Math.sqrt(z.length));
    const next = sampleLatent(12, 50_000, 'normal');
    const across = z.reduce((sum, x, i) => sum + x * next[i]!, 0);
    expect(Math.abs(across / z.length)).toBeLessThan(4 / Math.sqrt(z.length));
  });
});

/** The largest distance between the distribution function of the values and the given one. */
function kolmogorovSmirnov(values: readonly number[], cdf: (x: number) => number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  return sorted.reduce((worst, x, i) => Math.max(worst, cdf(x) - i / n, (i + 1) / n - cdf(x)), 0);
}

/** Series for small x, continued fraction for large x (Abramowitz and Stegun 26.2.10 and 26.2.14). */
function normalCdf(x: number): number {
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  if (Math.abs(x) < 3) {
    let term = x;
    let sum = x;
    for (let k = 1; k < 80; k++) {
      term *= (x * x) / (2 * k + 1);
      sum += term;
    }
    return 0.5 + density * sum;
  }
  let fraction = 0;
  for (let k = 60; k >= 1; k--) fraction = k / (Math.abs(x) + fraction);
  const tail = density / (Math.abs(x) + fraction);
  return x < 0 ? tail : 1 - tail;
}
