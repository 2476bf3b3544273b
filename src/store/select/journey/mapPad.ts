/** The map in the state as a pad, and the face at each of its points. Only code that deals with maps loads this file. */
import type { MapOptions } from '../../../latent/map/map.ts';
import { type Pad, planePad, polygonPad, squarePad } from '../../../latent/map/pad.ts';
import { type FaceMap, mapCorners } from '../../state/journeys.ts';
import type { Face, State } from '../../state/state.ts';
import { faceOf, freeFace } from '../faces.ts';
import { spaceOf } from '../space.ts';

type MapState = Pick<State, 'model' | 'map'>;

let last: { state: MapState; pad: Pad } | null = null;

/**
 * Returns the pad of the map, or null while it has too few corners for its kind. It is the same object as long as only
 * the point moves.
 */
export function padOf(state: MapState): Pad | null {
  const { model, map } = state;
  if (!model || map.corners.length < mapCorners[map.kind].fewest) return null;
  const known = last?.state;
  if (last && known?.model === model && known.map.kind === map.kind && known.map.corners === map.corners) {
    return last.pad;
  }
  const pad = makePad(map, spaceOf(model));
  if (pad) last = { state, pad };
  return pad;
}

function makePad({ kind, corners }: FaceMap, space: MapOptions): Pad | null {
  const latents = corners.slice(0, mapCorners[kind].most).map(({ z }) => z);
  if (kind === 'square') return squarePad(latents, space);
  if (kind === 'polygon') return polygonPad(latents, space);
  const [a, b, c] = latents;
  return a && b && c ? planePad([a, b, c], space) : null;
}

/** Returns the face at a point of the map, 0 to 1 from the left and from the top; faces at corners keep their seeds. */
export function mapFace(state: MapState, x: number, y: number): Face | null {
  const pad = padOf(state);
  if (!pad) return null;
  const corner = state.map.corners[pad.corners.findIndex(([cx, cy]) => cx === x && cy === y)];
  return corner ? faceOf(corner) : freeFace(pad.at(x, y));
}
