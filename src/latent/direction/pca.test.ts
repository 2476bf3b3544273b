import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seeds } from '../testing/vectors.ts';
import { sampleLatent } from '../vector/sample.ts';
import { dot, norm, normalise, scale } from '../vector/vector.ts';
import { type EigenPairs, jacobiEigen, leadingEigen } from './eigen.ts';
import { closedFormDirections, latentDirections, principalComponents } from './pca.ts';

function inner(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** A symmetric positive semidefinite matrix of the given rank. */
function covariance(seed: number, n: number, rank: number): Float64Array<ArrayBuffer> {
  const factors = Array.from({ length: rank }, (_, k) => sampleLatent((seed + k) % 2 ** 32, n, 'normal'));
  const matrix = new Float64Array(n * n);
  factors.forEach((factor, k) => {
    const weight = 1 / (1 + k);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) matrix[i * n + j]! += weight * factor[i]! * factor[j]!;
  });
  return matrix;
}

function residual(matrix: Float64Array, n: number, { values, vectors }: EigenPairs): number {
  let worst = 0;
  vectors.forEach((vector, k) => {
    for (let i = 0; i < n; i++) {
      const image = inner(matrix.subarray(i * n, (i + 1) * n), vector);
      worst = Math.max(worst, Math.abs(image - values[k]! * vector[i]!));
    }
  });
  return worst / Math.max(1e-300, values[0]!);
}

function orthonormality(vectors: readonly ArrayLike<number>[]): number {
  let worst = 0;
  vectors.forEach((p, i) => {
    vectors.forEach((q, j) => {
      worst = Math.max(worst, Math.abs(inner(p, q) - (i === j ? 1 : 0)));
    });
  });
  return worst;
}

describe('eigenvectors', () => {
  test('of a small matrix are complete and orthonormal, with falling values', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 24 }), (seed, n) => {
        const matrix = covariance(seed, n, n);
        const pairs = jacobiEigen(matrix, n);
        expect(residual(matrix, n, pairs)).toBeLessThan(1e-10);
        expect(orthonormality(pairs.vectors)).toBeLessThan(1e-10);
        for (let k = 1; k < n; k++) expect(pairs.values[k]).toBeLessThanOrEqual(pairs.values[k - 1]!);
      }),
    );
  });

  test('of a large matrix are its leading ones', () => {
    const matrix = covariance(7, 90, 90);
    const all = jacobiEigen(matrix, 90);
    const leading = leadingEigen(matrix, 90, 6);
    expect(residual(matrix, 90, leading)).toBeLessThan(1e-5);
    expect(orthonormality(leading.vectors)).toBeLessThan(1e-10);
    leading.values.forEach((value, k) => {
      expect(value / all.values[k]!).toBeCloseTo(1, 9);
      expect(Math.abs(inner(leading.vectors[k]!, all.vectors[k]!))).toBeCloseTo(1, 8);
    });
  });

  test('of a matrix of low rank, and of zeros, are still orthonormal', () => {
    for (const matrix of [covariance(3, 60, 2), new Float64Array(3600)]) {
      const pairs = leadingEigen(matrix, 60, 5);
      expect(orthonormality(pairs.vectors)).toBeLessThan(1e-9);
      expect(pairs.values.slice(2).every((value) => Math.abs(value) < 1e-8)).toBe(true);
    }
  });
});

describe('principal components', () => {
  test('find planted directions with their variances, whether there are more samples or more dimensions', () => {
    for (const [m, n] of [
      [400, 40],
      [150, 600],
    ] as const) {
      const [first, second] = [
        normalise(sampleLatent(1, n, 'normal')),
        normalise(sampleLatent(2, n, 'normal')),
      ];
      const drawn = sampleLatent(3, 2 * m, 'normal');
      const samples = Array.from({ length: m }, (_, i) => {
        const noise = sampleLatent(100 + i, n, 'normal');
        return noise.map(
          (x, k) => 5 + 0.1 * x + 9 * drawn[2 * i]! * first[k]! + 4 * drawn[2 * i + 1]! * second[k]!,
        );
      });
      const { components, variances, shares, scores } = principalComponents(samples, 2);
      expect(Math.abs(inner(components[0]!, first))).toBeGreaterThan(0.97);
      expect(orthonormality(components)).toBeLessThan(1e-6);
      expect(variances[0]! / 81).toBeGreaterThan(0.8);
      expect(variances[0]! / 81).toBeLessThan(1.25);
      expect(shares[0]! + shares[1]!).toBeGreaterThan(0.9);
      // Scores are centred and uncorrelated, and have the stated variance.
      const column = (k: number): number[] => scores.map((row) => row[k]!);
      expect(column(0).reduce((sum, x) => sum + x, 0) / m).toBeCloseTo(0, 6);
      expect(inner(column(0), column(0)) / (m - 1) / variances[0]!).toBeCloseTo(1, 6);
      expect(inner(column(0), column(1)) / (m - 1) / variances[0]!).toBeCloseTo(0, 5);
    }
  });

  test('are no more than the samples span', () => {
    const samples = [
      sampleLatent(1, 30, 'normal'),
      sampleLatent(2, 30, 'normal'),
      sampleLatent(3, 30, 'normal'),
    ];
    expect(principalComponents(samples, 10).components).toHaveLength(2);
    expect(principalComponents([samples[0]!, samples[0]!], 10).components).toHaveLength(0);
    expect(() => principalComponents([samples[0]!], 1)).toThrow(RangeError);
  });

  test('of pictures become the directions of latent space that cause them', () => {
    // A "generator" whose pictures respond to two directions of z, mostly to the first.
    const size = 64;
    const [p, q] = [normalise(sampleLatent(11, size, 'normal')), normalise(sampleLatent(12, size, 'normal'))];
    const [shape, colour] = [sampleLatent(13, 300, 'normal'), sampleLatent(14, 300, 'normal')];
    const latents = Array.from({ length: 800 }, (_, i) => sampleLatent(1000 + i, size, 'normal'));
    const pictures = latents.map((z) => shape.map((x, k) => 3 * dot(z, p) * x + dot(z, q) * colour[k]!));
    const { scores } = principalComponents(pictures, 2);
    const [first, second] = latentDirections(latents, scores) as [Float32Array, Float32Array];
    expect(norm(first)).toBeCloseTo(1, 5);
    expect(Math.abs(dot(first, p))).toBeGreaterThan(0.9);
    expect(Math.abs(dot(second, q))).toBeGreaterThan(0.85);
  });
});

describe('closed-form directions', () => {
  test('are those to which the first layer responds most, strongest first', () => {
    const [size, channels, taps] = [64, 6, 16];
    const [p, q] = [normalise(sampleLatent(1, size, 'normal')), sampleLatent(2, size, 'normal')];
    const across = normalise(Float32Array.from(q, (x, i) => x - dot(q, p) * p[i]!));
    const [strong, weak] = [
      sampleLatent(3, taps * channels, 'normal'),
      sampleLatent(4, taps * channels, 'normal'),
    ];
    const kernel = new Float32Array(taps * size * channels);
    for (let tap = 0; tap < taps; tap++) {
      for (let i = 0; i < size; i++) {
        for (let c = 0; c < channels; c++) {
          const out = tap * channels + c;
          kernel[(tap * size + i) * channels + c] = 8 * strong[out]! * p[i]! + weak[out]! * across[i]!;
        }
      }
    }
    const { directions, strengths } = closedFormDirections(kernel, size, channels, 2);
    expect(Math.abs(dot(directions[0]!, p))).toBeGreaterThan(0.99);
    expect(Math.abs(dot(directions[1]!, across))).toBeGreaterThan(0.99);
    expect(strengths[0]! / norm(scale(strong, 8))).toBeCloseTo(1, 1);
    expect(strengths[0]!).toBeGreaterThan(strengths[1]!);
    expect(() => closedFormDirections(kernel.subarray(1), size, channels, 2)).toThrow(RangeError);
  });
});
