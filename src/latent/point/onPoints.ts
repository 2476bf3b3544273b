/** Ways, maps and blends of z, carried over to points that have a class behind z. */
import { blendTails, type ClassTail, joinPoint, tailOfPoint, zOfPoint } from './classTail.ts';

/** What maths needs to know of a model's latent space. */
export interface SpaceOptions {
  /** True for a model whose first act is to normalise z, so that only the direction of z matters. */
  normalised: boolean;
  /** Of a model with classes, whose points have a tail. */
  classes?: ClassTail | undefined;
}

/**
 * Carries a function between latents over to points.
 * @param make gives the function between the points' z
 * @param weightsAt the weight of each point at a place, by which their classes are blended
 */
export function onPoints<Place extends unknown[]>(
  classes: ClassTail,
  points: readonly Float32Array[],
  make: (zs: Float32Array[]) => (...place: Place) => Float32Array,
  weightsAt: (...place: Place) => readonly number[],
): (...place: Place) => Float32Array {
  const at = make(points.map((point) => zOfPoint(point, classes)));
  const tails = points.map((point) => tailOfPoint(point, classes));
  return (...place) => joinPoint(at(...place), blendTails(classes, tails, weightsAt(...place)));
}
