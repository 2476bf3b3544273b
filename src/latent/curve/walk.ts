/** A walk between two latents as frames. */
import type { SpaceOptions } from '../point/onPoints.ts';
import { type InterpolationMethod, wayBetween } from '../vector/interpolate.ts';

interface WalkOptions {
  /** Go to B and come back as a closed loop: the frame after the last is the first, and neither end is shown twice. */
  thereAndBack: boolean;
}

/**
 * Returns the position of each frame between A (0) and B (1); `frames` is the total number, there and back included.
 * One way: equal steps, both ends shown. There and back: equal steps of 2 / frames with A at the start and B half-way;
 * with an odd number, the way there has one step more than the way back, so B itself is shown.
 */
export function walkPositions(frames: number, options: WalkOptions): number[] {
  if (!Number.isInteger(frames) || frames < 1)
    throw new RangeError(`A walk has 1 frame or more, not ${frames}.`);
  if (!options.thereAndBack)
    return Array.from({ length: frames }, (_, i) => (frames === 1 ? 0 : i / (frames - 1)));
  const there = Math.ceil(frames / 2);
  const back = frames - there;
  return Array.from({ length: frames }, (_, i) => {
    if (frames === 1) return 0;
    return i <= there ? i / there : (frames - i) / back;
  });
}

/** Returns the latents at the given positions between a and b. */
export function walkLatents(
  a: Float32Array,
  b: Float32Array,
  method: InterpolationMethod,
  positions: readonly number[],
  options: SpaceOptions,
): Float32Array[] {
  const way = wayBetween(method, a, b, options);
  return positions.map(way);
}
