/**
 * Directions that are found without labels: those in which pictures vary most, and those that the first layer amplifies
 * most.
 */

import { normalise } from '../vector/vector.ts';
import { leadingEigen } from './eigen.ts';
import { gramMatrix } from './logistic.ts';

interface PrincipalComponents {
  /** Unit vectors, float64 [dimensions], by falling variance. */
  components: Float64Array[];
  /** The variance of the samples along each component. */
  variances: number[];
  /** Each component's share of all the variance. */
  shares: number[];
  /** How far each sample lies along each component: scores[sample][component]. */
  scores: Float64Array[];
}

/**
 * Finds principal components by the eigenvectors of the smaller of the two Gram matrices.
 * @param samples m vectors of the same length: latents, layer activations or small pictures. Two or more (RangeError).
 * @param count how many components to find; there are fewer if the samples span fewer dimensions.
 */
export function principalComponents(
  samples: readonly ArrayLike<number>[],
  count: number,
): PrincipalComponents {
  const m = samples.length;
  if (m < 2) throw new RangeError('Principal components need two samples or more.');
  const n = samples[0]!.length;
  const centred = centre(samples);
  const spread = centred.reduce((sum, sample) => sum + sample.reduce((s, x) => s + x * x, 0), 0);
  const bySamples = m <= n;
  const gram = bySamples ? gramMatrix(centred) : gramMatrix(transpose(centred));
  const { values, vectors } = leadingEigen(gram, bySamples ? m : n, Math.min(count, m - 1, n));

  const components: Float64Array[] = [];
  const variances: number[] = [];
  values.forEach((value, k) => {
    if (!(value > 1e-10 * values[0]!)) return;
    const component = bySamples ? weightedSum(centred, vectors[k]!, 1 / Math.sqrt(value)) : vectors[k]!;
    components.push(component);
    variances.push(value / (m - 1));
  });
  return {
    components,
    variances,
    shares: variances.map((variance) => (variance * (m - 1)) / spread),
    scores: centred.map((sample) => Float64Array.from(components, (component) => inner(sample, component))),
  };
}

/**
 * Finds the latent directions of principal components of pictures or activations (Härkönen, Hertzmann, Lehtinen and Paris
 * 2020, "GANSpace", sec. 2.2 for a generator whose first layer takes z itself): the regression of z on the scores,
 *   d_k ~ sum_i score_ik (z_i - mean z).
 * @param latents z of each sample, in the order of the scores.
 * @returns unit vectors, float32 [size], one for each component.
 */
export function latentDirections(
  latents: readonly Float32Array[],
  scores: readonly ArrayLike<number>[],
): Float32Array[] {
  const centred = centre(latents);
  const count = scores[0]?.length ?? 0;
  return Array.from({ length: count }, (_, k) => {
    const weights = Float64Array.from(scores, (row) => row[k]!);
    const sum = weightedSum(centred, weights, 1 / Math.max(1e-300, inner(weights, weights)));
    const largest = sum.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    return normalise(Float32Array.from(sum, (x) => (largest > 0 ? x / largest : 0)));
  });
}

/**
 * Closed-form factorisation (Shen and Zhou 2021, "Closed-form factorization of latent semantics in GANs"): finds the unit
 * directions n of latent space that change the first layer's output A z most, max |A n|^2, which are the leading
 * eigenvectors of A^T A. No sampling is needed.
 * @param kernel the first convolution's, HWIO: float32 [taps, size, channels] with `taps` = height * width.
 */
export function closedFormDirections(
  kernel: Float32Array,
  size: number,
  channels: number,
  count: number,
): { directions: Float32Array[]; strengths: number[] } {
  const taps = kernel.length / (size * channels);
  if (!Number.isInteger(taps)) {
    throw new RangeError(
      `${kernel.length} weights are not a kernel of ${size} inputs and ${channels} outputs.`,
    );
  }
  // Row i: all weights that multiply dimension i of z.
  const rows = Array.from({ length: size }, (_, i) => {
    const row = new Float64Array(taps * channels);
    for (let tap = 0; tap < taps; tap++) {
      const at = (tap * size + i) * channels;
      for (let c = 0; c < channels; c++) row[tap * channels + c] = kernel[at + c]!;
    }
    return row;
  });
  const { values, vectors } = leadingEigen(gramMatrix(rows), size, count);
  return {
    directions: vectors.map((vector) => normalise(Float32Array.from(vector))),
    strengths: values.map((value) => Math.sqrt(Math.max(0, value))),
  };
}

function centre(samples: readonly ArrayLike<number>[]): Float64Array[] {
  const n = samples[0]!.length;
  const mean = new Float64Array(n);
  for (const sample of samples) for (let i = 0; i < n; i++) mean[i]! += sample[i]! / samples.length;
  return samples.map((sample) => Float64Array.from({ length: n }, (_, i) => sample[i]! - mean[i]!));
}

function transpose(rows: readonly Float64Array[]): Float64Array[] {
  return Array.from({ length: rows[0]!.length }, (_, j) => Float64Array.from(rows, (row) => row[j]!));
}

function weightedSum(
  rows: readonly Float64Array[],
  weights: ArrayLike<number>,
  factor: number,
): Float64Array {
  const out = new Float64Array(rows[0]!.length);
  rows.forEach((row, k) => {
    const weight = factor * weights[k]!;
    for (let i = 0; i < out.length; i++) out[i]! += weight * row[i]!;
  });
  return out;
}

function inner(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
