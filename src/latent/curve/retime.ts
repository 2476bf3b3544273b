/**
 * Constant perceptual speed: a path is shown so that the picture changes equally from frame to frame. The change from
 * sample to sample (`change.ts`) is summed along the path, and the sum is inverted: a frame stands where its share of
 * the whole change has been made.
 */

/** The position at a share of the whole change, 0 to 1. */
export type Pace = (share: number) => number;

/**
 * @param positions where the path was measured, growing; two or more.
 * @param steps the change from each to the next, not negative: one fewer. Changes that are no numbers count as none.
 * @returns an increasing map from share of change to position: a stretch without any change is passed in no time. With
 * no change at all, positions go evenly.
 */
export function constantPace(positions: readonly number[], steps: readonly number[]): Pace {
  if (positions.length < 2 || steps.length !== positions.length - 1) {
    throw new RangeError(
      `${positions.length} positions have ${positions.length - 1} steps, not ${steps.length}.`,
    );
  }
  const sums = [0];
  for (const step of steps) sums.push(sums.at(-1)! + (step > 0 && Number.isFinite(step) ? step : 0));
  const total = sums.at(-1)!;
  const first = positions[0]!;
  const last = positions.at(-1)!;
  if (total === 0) return (share) => first + clampShare(share) * (last - first);
  return (share) => {
    const clamped = clampShare(share);
    if (clamped === 0) return first;
    if (clamped === 1) return last;
    const wished = clamped * total;
    // The last sample whose sum does not exceed what is wished.
    let low = 0;
    let high = sums.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (sums[middle]! <= wished) low = middle;
      else high = middle;
    }
    const rise = sums[high]! - sums[low]!;
    const t = rise > 0 ? (wished - sums[low]!) / rise : 0;
    return positions[low]! + t * (positions[high]! - positions[low]!);
  };
}

function clampShare(share: number): number {
  return Math.min(1, Math.max(0, share));
}
