/** Generators of latents for the property tests of this folder. */
import fc from 'fast-check';
import { MAX_SEED } from '../../base/random.ts';
import { sampleLatent } from '../vector/sample.ts';

export const seeds = fc.integer({ min: 0, max: MAX_SEED });
export const unitInterval = fc.double({ min: 0, max: 1, noNaN: true });

/** Typical latents: normal, of 2 to 512 dimensions. */
export function latentPairs(): fc.Arbitrary<[Float32Array, Float32Array]> {
  return fc
    .tuple(fc.integer({ min: 2, max: 512 }), seeds, seeds)
    .map(([size, p, q]) => [sampleLatent(p, size, 'normal'), sampleLatent(q, size, 'normal')]);
}

export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  return largest;
}
