/**
 * Constant speed: times a path so that the picture changes equally from frame to frame. The changes from sample to sample
 * (`change.ts`) are summed along the path, and the sum is inverted: a frame lies where its share of the whole change is
 * reached.
 */

/**
 * The change of the picture along a way: `steps[i]` is that from `positions[i]` to the next. The positions include every
 * key of a path.
 */
export interface MeasuredChange {
  positions: readonly number[];
  steps: readonly number[];
}

/** The position at a share of the whole change, 0 to 1. */
export type Pace = (share: number) => number;

/**
 * Inverts the summed change of a way.
 * @param positions where the path was measured, increasing; two or more
 * @param steps the change from each position to the next: one fewer, none negative. NaN counts as 0.
 * @returns an increasing map from the share of change to the position. A stretch without change takes no time. If nothing
 * changes anywhere, positions grow evenly.
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
    // The last sample whose sum does not exceed the target.
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

/** Returns the sum of the changes up to a position, growing evenly between measured ones: the reverse of the pace. */
export function changeUpTo({ positions, steps }: MeasuredChange): (position: number) => number {
  const sums = [0];
  for (const step of steps) sums.push(sums.at(-1)! + step);
  return (position) => {
    let [low, high] = [0, positions.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (positions[middle]! <= position) low = middle;
      else high = middle;
    }
    const t = clampShare((position - positions[low]!) / (positions[high]! - positions[low]!));
    return sums[low]! + t * (sums[high]! - sums[low]!);
  };
}

function clampShare(share: number): number {
  return Math.min(1, Math.max(0, share));
}
