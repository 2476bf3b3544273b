/** Finds which values of a network's output mean black and white. */

export type Range = [number, number];

/** Networks that do not clip overshoot their training range a little, and use most of it. */
const overshoot = 0.25;
const leastUse = 0.25;

/**
 * Guesses the range from samples: the usual range of the network's form if the samples support it, otherwise another
 * common training range, otherwise the extent of the samples.
 */
export function detectRange(values: Float32Array, usual: Range): Range {
  const sorted = Float32Array.from(values).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const fits = ([low, high]: Range): boolean => {
    const room = overshoot * (high - low);
    const inside = at(0.01) >= low - room && at(0.99) <= high + room;
    return inside && at(0.99) - at(0.01) >= leastUse * (high - low);
  };
  // A picture whose values all stay above zero does not use [-1, 1].
  const candidates: Range[] =
    at(0.01) >= -0.05 ? [[0, 1], usual, [-1, 1], [0, 255]] : [usual, [-1, 1], [0, 1], [0, 255]];
  const fitting = candidates.find(fits);
  if (fitting !== undefined) return [...fitting];
  const [least, most] = [at(0.001), at(0.999)];
  return most > least ? [rounded(least), rounded(most)] : [...usual];
}

/** Rounds to three digits; samples do not justify more. */
function rounded(x: number): number {
  return Number(x.toPrecision(3));
}
