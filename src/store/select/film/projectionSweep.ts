/** A replay of the search for a picture's face, for films of it. */
import type { State } from '../../state/state.ts';
import { refinable, shownFound } from '../photo.ts';
import type { Sweep } from './sweeps.ts';

/** Returns the sweep from the start of the search to its result; null if there was no search in this visit. */
export function projectionSweep(state: State): Sweep | null {
  const pin = shownFound(state);
  const way = pin && refinable(state, pin.id)?.way;
  const [first, last] = [way?.[0], way?.at(-1)];
  if (!pin || !way || !first || !last) return null;
  const end = (z: Float32Array) => ({ name: pin.name, seed: null, z });
  return {
    ends: [end(first), end(last)],
    // Like the search itself, it jumps from step to step.
    at: (share) => way[Math.round(share * (way.length - 1))] ?? last,
  };
}
