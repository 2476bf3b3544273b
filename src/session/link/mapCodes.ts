/**
 * A map in a link: its kind, its point in ten-thousandths, and its corners. `encodeMap` and `decodeMap` are reverses, up to the
 * rounding of the point.
 *
 *   map=q.5000.2500~s17~s18~r3
 */
import { ZscapeError } from '../../base/errors.ts';
import { seedOf } from '../../store/select/faces.ts';
import { type FaceMap, type MapKind, mapCorners, type WalkEnd } from '../../store/state/journeys.ts';
import type { Face } from '../../store/state/state.ts';

const letters: Record<MapKind, string> = { square: 'q', polygon: 'n', plane: 'p' };
const steps = 1e4;

/** Encodes a map. @param codes of its corners */
export function encodeMap({ kind, x, y }: Omit<FaceMap, 'corners'>, codes: readonly string[]): string {
  return [[letters[kind], Math.round(x * steps), Math.round(y * steps)].join('.'), ...codes].join('~');
}

/** Decodes a map. @throws LINK_INVALID when it is out of bounds, and what `latent` throws for a corner */
export function decodeMap(text: string, latent: (code: string) => Face): FaceMap {
  const [head = '', ...codes] = text.split('~');
  const [, letter, x, y] = /^([qnp])\.(\d{1,5})\.(\d{1,5})$/.exec(head) ?? [];
  const kind = (Object.keys(letters) as MapKind[]).find((one) => letters[one] === letter);
  const [right, down] = [Number(x) / steps, Number(y) / steps];
  if (!kind || right > 1 || down > 1 || codes.length > mapCorners[kind].most) {
    throw new ZscapeError(
      'LINK_INVALID',
      'This link holds a map that this page cannot draw. Ask for it again.',
    );
  }
  return { kind, x: right, y: down, corners: codes.map((code) => endOf(latent(code))) };
}

/** Makes an end, a corner or a key from a face, named after its seed. */
export function endOf(face: Face): WalkEnd {
  const { seed, origin, z } = face;
  if (seed === null) return { name: 'From a link', seed, z };
  if (origin === z) return { name: `Seed ${seed}`, ...seedOf(face), z };
  return { name: `Seed ${seed}, edited`, seed: null, z };
}
