/** Mean and covariance of latents, in a form suitable for sampling. */

export interface LatentStatistics {
  /** One number for each dimension of a latent. */
  readonly mean: Float32Array;
  /** Rows f with covariance = sum of f^T f: mean + sum of g_i f_i is a sample for each g_i from N(0, 1). */
  readonly factors: readonly Float32Array[];
  /** The root mean square of the latents' distances from their mean, in each of their numbers. */
  readonly deviation: number;
}

/** Latents with more numbers than this get no covariance: it would be larger than most networks. */
const mostCorrelated = 512;
const mostFactors = 512;
/** Numbers of all factors, 4 MB. */
const mostNumbers = 2 ** 20;

/**
 * Computes mean and covariance. The factors are the columns of a Cholesky factor if there are more latents than
 * dimensions. Otherwise they are the scaled distances from the mean, which also give the covariance.
 * @param rows [count, size], row major.
 */
export function statisticsOf(rows: Float32Array, size: number): LatentStatistics {
  const count = rows.length / size;
  const sums = new Float64Array(size);
  for (let i = 0; i < rows.length; i++) sums[i % size]! += rows[i]!;
  const mean = Float32Array.from(sums, (sum) => sum / count);
  const squares = rows.reduce((sum, x, i) => sum + (x - mean[i % size]!) ** 2, 0);
  const deviation = count < 2 ? 0 : Math.sqrt(squares / ((count - 1) * size));
  if (count < 2) return { mean, factors: [], deviation };
  const factors =
    (count > size && size <= mostCorrelated ? cholesky(rows, size, mean) : undefined) ??
    distances(rows, size, mean);
  return { mean, factors, deviation };
}

/** Returns (x - mean) / sqrt(n - 1) for latents spaced evenly among all. */
function distances(rows: Float32Array, size: number, mean: Float32Array): Float32Array[] {
  const count = rows.length / size;
  const kept = evenly(count, Math.max(1, Math.min(mostFactors, Math.floor(mostNumbers / size))));
  const scale = 1 / Math.sqrt(Math.max(1, kept.length - 1));
  return kept.map((row) => mean.map((m, i) => (rows[row * size + i]! - m) * scale));
}

/** Selects up to `most` of the numbers 0 to count - 1, evenly. */
export function evenly(count: number, most: number): number[] {
  const kept = Math.min(count, most);
  return Array.from({ length: kept }, (_, i) => Math.floor((i * count) / kept));
}

/** Returns the columns of L with L L^T = covariance; undefined if the latents do not span all dimensions. */
function cholesky(rows: Float32Array, size: number, mean: Float32Array): Float32Array[] | undefined {
  const lower = covariance(rows, size, mean);
  const least = 1e-10 * lower.reduce((most, x, i) => (i % (size + 1) === 0 ? Math.max(most, x) : most), 0);
  for (let j = 0; j < size; j++) {
    for (let i = j; i < size; i++) {
      let sum = lower[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * size + k]! * lower[j * size + k]!;
      if (i > j) lower[i * size + j] = sum / lower[j * size + j]!;
      else if (sum > least) lower[j * size + j] = Math.sqrt(sum);
      else return undefined;
    }
  }
  return Array.from({ length: size }, (_, column) =>
    Float32Array.from({ length: size }, (_, i) => (i < column ? 0 : lower[i * size + column]!)),
  );
}

/** Returns the lower half of the covariance, row major [size, size]. */
function covariance(rows: Float32Array, size: number, mean: Float32Array): Float64Array {
  const sums = new Float64Array(size * size);
  const distance = new Float64Array(size);
  const count = rows.length / size;
  for (let row = 0; row < count; row++) {
    for (let i = 0; i < size; i++) distance[i] = rows[row * size + i]! - mean[i]!;
    for (let i = 0; i < size; i++) {
      const scaled = distance[i]! / (count - 1);
      for (let j = 0; j <= i; j++) sums[i * size + j]! += scaled * distance[j]!;
    }
  }
  return sums;
}
