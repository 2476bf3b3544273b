/**
 * A prior other than N(0, I), such as the cloud in which the latents of an autoencoder lie. It is described by its mean
 * and factors f_i of its covariance: a random vector is mean + sum of g_i f_i, with every g_i from N(0, 1). A
 * factorisation of the covariance, such as Cholesky's, has as many factors as there are dimensions; if only a few latents
 * are known, there are as many factors as latents.
 */
import { sampleLatent } from './sample.ts';

export interface LatentCloud {
  /** float32 [size]. */
  mean: Float32Array;
  /** Rows f_i, float32 [size] each: the covariance is the sum of their f_i^T f_i. */
  factors: readonly Float32Array[];
  /** Latents that came with the model, float32 [size] each. */
  examples: readonly Float32Array[];
}

/**
 * Splits the rows of a bundle's `latents` file into the mean, the factors and the examples.
 * @param values float32, row major
 * @returns null if the number of rows does not match, or a value is not a number
 */
export function splitCloud(
  values: Float32Array,
  size: number,
  { factors, count }: { factors: number; count: number },
): LatentCloud | null {
  if (values.length !== size * (1 + factors + count) || !values.every(Number.isFinite)) return null;
  const row = (index: number) => values.slice(index * size, (index + 1) * size);
  return {
    mean: row(0),
    factors: Array.from({ length: factors }, (_, i) => row(1 + i)),
    examples: Array.from({ length: count }, (_, i) => row(1 + factors + i)),
  };
}

/**
 * Draws the z of a seed from the cloud: float32 [size], the same bits on every machine.
 * @param spread 1 draws from the cloud unchanged, 0 gives its mean
 */
export function sampleCloud({ mean, factors }: LatentCloud, seed: number, spread: number): Float32Array {
  const drawn = sampleLatent(seed, factors.length, 'normal');
  const sum = Float64Array.from(mean);
  factors.forEach((factor, k) => {
    const weight = spread * drawn[k]!;
    for (let i = 0; i < sum.length; i++) sum[i]! += weight * factor[i]!;
  });
  return Float32Array.from(sum);
}
