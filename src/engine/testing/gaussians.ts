/** Random numbers for tests, the same at every run. */

/**
 * Returns normally distributed numbers by the Box-Muller method from a 32-bit linear congruential generator: good enough
 * for a test's weights.
 */
export function gaussians(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

export function latents(size: number, count: number, seed = 1): Float32Array[] {
  const next = gaussians(seed);
  return Array.from({ length: count }, () => Float32Array.from({ length: size }, next));
}
