import { createRandom } from '../../src/base/random.ts';

/** The seed of every image: image i is the same in a data set of any size. */
export function imageSeeds(seed: number, count: number): readonly number[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.nextUint32());
}

/**
 * The seeds where the last images are held out. Whatever `seed` is, images for training have seeds below 2^31 and held-out ones
 * seeds above, so no data set ever trains on what another one holds out.
 */
export function dividedSeeds(seed: number, count: number, heldOut: number): readonly number[] {
  const training = imageSeeds(seed, count - heldOut).map((one) => one >>> 1);
  const apart = imageSeeds((seed ^ 0x9e3779b9) >>> 0, heldOut).map((one) => ((one >>> 1) | 0x80000000) >>> 0);
  return [...training, ...apart];
}
