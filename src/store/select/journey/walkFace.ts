/** The walk of the state: its ends, and the face at each position. */
import { interpolate } from '../../../latent/vector/interpolate.ts';
import type { Walk, WalkEnd } from '../../state/journeys.ts';
import type { Face, State } from '../../state/state.ts';
import { faceOf, freeFace } from '../faces.ts';
import { spaceOf } from '../space.ts';

/** Returns both ends of the walk, or null while one is missing. */
export function walkEnds({ walk: { a, b } }: Pick<State, 'walk'>): { a: WalkEnd; b: WalkEnd } | null {
  return a && b ? { a, b } : null;
}

/** Returns the face at a position of the walk, 0 to 1; faces at the ends keep their seeds. Null while an end is missing. */
export function walkFace(
  { model, walk }: Pick<State, 'model'> & { walk: Pick<Walk, 'a' | 'b' | 'method'> },
  position: number,
): Face | null {
  const { a, b, method } = walk;
  if (!a || !b || !model) return null;
  const z = interpolate(method, a.z, b.z, position, spaceOf(model));
  const end = position === 0 ? a : position === 1 ? b : null;
  return end ? faceOf({ ...end, z }) : freeFace(z);
}
