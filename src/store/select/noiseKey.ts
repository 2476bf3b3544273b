/** Keys of a noise loop: made when somebody asks for one, and again when a link brings it. */
import { noiseLoop } from '../../latent/curve/loops.ts';
import type { NoiseRecipe, PathKey, WalkEnd } from '../state/journeys.ts';

/** @param centre what the loop goes around; where it has a seed, the key carries the recipe to make it again. */
export function noiseKey(
  centre: Pick<WalkEnd, 'seed' | 'z'>,
  recipe: Omit<NoiseRecipe, 'around'>,
): Pick<PathKey, 'name' | 'z' | 'recipe'> {
  const { angle, plane, index, count } = recipe;
  const z = noiseLoop(centre.z, (angle * Math.PI) / 180, plane)(index / count);
  return {
    name: `Loop ${index + 1} of ${count}`,
    z,
    recipe: centre.seed === null ? undefined : { ...recipe, around: centre.seed },
  };
}
