import { createRandom } from '../../src/base/random.ts';

/** The seed of every image: image i is the same in a data set of any size. */
export function imageSeeds(seed: number, count: number): readonly number[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.nextUint32());
}
