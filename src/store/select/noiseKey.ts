/** Keys of a noise loop: created for a new loop, and recreated from a link. */
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { noiseLoop } from '../../latent/curve/loops.ts';
import { changeZ } from '../../latent/point/classTail.ts';
import type { NoiseRecipe, PathKey, WalkEnd } from '../state/journeys.ts';
import { spaceOf } from './space.ts';

/**
 * Makes one key of a noise loop.
 * @param centre the face that the loop goes around; if its seed alone determines it, the key carries the recipe to
 * recreate it
 */
export function noiseKey(
  centre: Pick<WalkEnd, 'seed' | 'spread' | 'z'>,
  model: BundleManifest,
  recipe: Omit<NoiseRecipe, 'around'>,
): Pick<PathKey, 'name' | 'z' | 'recipe'> {
  const { angle, plane, index, count } = recipe;
  const { classes } = spaceOf(model);
  const around = (z: Float32Array) => noiseLoop(z, (angle * Math.PI) / 180, plane)(index / count);
  const told = centre.spread === undefined && classes === undefined ? centre.seed : null;
  return {
    name: `Loop ${index + 1} of ${count}`,
    z: changeZ(centre.z, classes, around),
    recipe: told === null ? undefined : { ...recipe, around: told },
  };
}
