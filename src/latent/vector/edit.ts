/** Edits of a latent by hand. Every function returns a new vector. */
import { createRandom } from '../../base/random.ts';
import type { SpaceOptions } from '../point/onPoints.ts';
import { interpolate } from './interpolate.ts';
import { type Prior, sampleDimension } from './sample.ts';

/** Returns z with one dimension set. */
export function setDimension(z: Float32Array, dimension: number, value: number): Float32Array {
  if (!Number.isInteger(dimension) || dimension < 0 || dimension >= z.length) {
    throw new RangeError(`z has dimensions 0 to ${z.length - 1}, not ${dimension}.`);
  }
  const out = z.slice();
  out[dimension] = value;
  return out;
}

/** Returns z with one dimension reset to its value in `origin`, the latent at which the editing began. */
export function resetDimension(z: Float32Array, dimension: number, origin: Float32Array): Float32Array {
  return setDimension(z, dimension, origin[dimension] ?? 0);
}

/**
 * Returns z with some of its dimensions redrawn.
 * @param share of the dimensions to redraw, 0 to 1; above 0, at least one is redrawn
 * @param seed decides which dimensions are redrawn and their new values
 * @param drawn the prior of the new values, or a whole random vector to take them from
 */
export function randomiseSubset(
  z: Float32Array,
  share: number,
  seed: number,
  drawn: Prior | Float32Array,
): Float32Array {
  const random = createRandom(seed);
  const wished = Math.min(1, Math.max(0, share)) * z.length;
  const count = wished > 0 ? Math.max(1, Math.round(wished)) : 0;
  const order = Uint32Array.from(z, (_, i) => i);
  const out = z.slice();
  // The first steps of the Fisher-Yates shuffle draw `count` dimensions without repeats.
  for (let i = 0; i < count; i++) {
    const j = i + random.below(z.length - i);
    const dimension = order[j]!;
    order[j] = order[i]!;
    order[i] = dimension;
    out[dimension] = typeof drawn === 'string' ? sampleDimension(random, drawn) : drawn[dimension]!;
  }
  return out;
}

/** Moves z towards a target along the sphere: amount 0 is z, 1 is the target. */
export function pullTowards(
  z: Float32Array,
  target: Float32Array,
  amount: number,
  options: SpaceOptions = { normalised: false },
): Float32Array {
  return interpolate('slerp', z, target, Math.min(1, Math.max(0, amount)), options);
}
