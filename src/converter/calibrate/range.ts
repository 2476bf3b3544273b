/** Which values of a network's output mean black and white. */

export type Range = [number, number];

/**
 * Guesses from samples. Networks are trained on [-1, 1], [0, 1] or [0, 255] and overshoot them a little unless they clip;
 * what fits none of these is taken as it is.
 */
export function detectRange(values: Float32Array): Range {
  const sorted = Float32Array.from(values).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const [low, high] = [at(0.01), at(0.99)];
  const spread = high - low;
  if (low >= -0.05 && high <= 1.05) return [0, 1];
  if (low >= -1.5 && high <= 1.5) return [-1, 1];
  if (low >= -16 && high <= 271 && spread > 32) return [0, 255];
  const [least, most] = [at(0.001), at(0.999)];
  return most > least ? [rounded(least), rounded(most)] : [-1, 1];
}

/** To three digits: more would claim more than samples can tell. */
function rounded(x: number): number {
  return Number(x.toPrecision(3));
}
