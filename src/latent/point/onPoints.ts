/** Extends ways, maps and blends of z to points that have a class behind z. */
import { blendTails, type ClassTail, joinPoint, tailOfPoint, zOfPoint } from './classTail.ts';

/** The properties of a model's latent space that the maths depends on. */
export interface SpaceOptions {
  /** True for a model that starts by normalising z, so only the direction of z matters. */
  normalised: boolean;
  /** Given for a model with classes, whose points have a tail. */
  classes?: ClassTail | undefined;
}

/**
 * Extends a function between latents to points.
 * @param make makes the function from the points' z
 * @param weightsAt the weight of each point at a place, for blending their classes
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
