/** Keys of a noise loop, made when it is asked for and again when a link brings it. */
import { noiseLoop } from '../../latent/curve/loops.ts';
import type { NoisePlace, PathKey, WalkEnd } from '../state/journeys.ts';

/** @param centre what the loop goes around; with a seed, the key knows how to be drawn again. */
export function noiseKey(
  centre: Pick<WalkEnd, 'seed' | 'z'>,
  place: Omit<NoisePlace, 'around'>,
): Pick<PathKey, 'name' | 'z' | 'recipe'> {
  const { angle, plane, index, count } = place;
  const z = noiseLoop(centre.z, (angle * Math.PI) / 180, plane)(index / count);
  return {
    name: `Loop ${index + 1} of ${count}`,
    z,
    recipe: centre.seed === null ? undefined : { ...place, around: centre.seed },
  };
}
