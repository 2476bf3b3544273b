import { createRandom, type Random } from '../../base/random.ts';

/** The distribution of z when the network was trained: N(0, I), or each dimension uniform on [-1, 1]. */
export type Prior = 'normal' | 'uniform';

/**
 * Draws the z of a seed: float32 [size], the same bits on every machine. A longer z begins with the shorter z of the same
 * seed.
 */
export function sampleLatent(seed: number, size: number, prior: Prior): Float32Array {
  const random = createRandom(seed);
  const z = new Float32Array(size);
  for (let i = 0; i < size; i++) z[i] = sampleDimension(random, prior);
  return z;
}

/** Draws one number of z from its prior. */
export function sampleDimension(random: Random, prior: Prior): number {
  return prior === 'normal' ? random.normal() : 2 * random.uniform() - 1;
}
