/** Moves what plays, a walk or a path, with the clock. */
import { interpolate } from '../../latent/vector/interpolate.ts';
import type { Playable, Walk } from '../../store/state/journeys.ts';
import type { Face, State } from '../../store/state/state.ts';
import type { ZscapeStore } from '../../store/store.ts';

/** The face at a position of the walk; the ends keep their seeds. Null while the walk has no two ends. */
export function faceAt(
  state: Pick<State, 'model'> & { walk: Pick<Walk, 'a' | 'b' | 'method'> },
  position: number,
): Face | null {
  const { a, b } = state.walk;
  if (!a || !b || !state.model) return null;
  const z = interpolate(state.walk.method, a.z, b.z, position, state.model.latent);
  const seed = position === 0 ? a.seed : position === 1 ? b.seed : null;
  return { seed, origin: z, z };
}

/**
 * Where a walk, or a path, is after `seconds` more.
 * @param direction 1 towards the end, -1 towards the start (only there-and-back turns)
 */
export function advance(
  { position, loop, seconds: length }: Pick<Walk, 'position' | 'loop' | 'seconds'>,
  direction: 1 | -1,
  seconds: number,
): { position: number; direction: 1 | -1; ended: boolean } {
  const moved = position + (direction * seconds) / length;
  if (loop === 'once') return { position: Math.min(1, moved), direction: 1, ended: moved >= 1 };
  if (loop === 'loop') return { position: moved % 1, direction: 1, ended: false };
  // There and back is a triangle wave of period 2.
  const phase = direction === 1 ? moved : -moved;
  const wrapped = ((phase % 2) + 2) % 2;
  return wrapped <= 1
    ? { position: wrapped, direction: 1, ended: false }
    : { position: 2 - wrapped, direction: -1, ended: false };
}

/** What the player needs to know of a thing that plays. */
export interface Track {
  /** Where it is, from 0 to 1, how long it takes and what it does at its end; null while there is nothing to play. */
  read(state: State): Pick<Walk, 'position' | 'loop' | 'seconds'> | null;
  /** The state at another position; null when there is no face for it. */
  move(state: State, position: number): Partial<State> | null;
}

const walkTrack: Track = {
  read: ({ walk }) => walk,
  move: (state, position) => {
    const face = faceAt(state, position);
    return face && { face, walk: { ...state.walk, position } };
  },
};

/** The path's own is loaded with the first path. */
const tracks: Record<Playable, () => Promise<Track>> = {
  walk: () => Promise.resolve(walkTrack),
  path: async () => (await import('./pathTrack.ts')).pathTrack,
};

export class Player {
  readonly #store: ZscapeStore;
  /** Playing that begins ends what went on before. */
  #runs = 0;

  constructor(store: ZscapeStore) {
    this.#store = store;
    store.subscribe(
      (state) => state.playing,
      (playing) => {
        if (playing) void this.#play(playing);
      },
    );
  }

  async #play(name: Playable): Promise<void> {
    const store = this.#store;
    const run = ++this.#runs;
    const track = await tracks[name]();
    let direction: 1 | -1 = 1;
    let last = performance.now();

    const step = (now: number): void => {
      const state = store.getState();
      if (state.playing !== name || run !== this.#runs) return;
      // A tab that was asleep goes on where it was instead of leaping.
      const seconds = Math.min(0.1, Math.max(0, (now - last) / 1000));
      last = now;
      const place = track.read(state);
      const next = place && advance(place, direction, seconds);
      const change = next && track.move(state, next.position);
      if (!change) {
        store.setState({ playing: null });
        return;
      }
      direction = next.direction;
      store.setState({ pull: null, ...change, playing: next.ended ? null : name });
      if (!next.ended) requestAnimationFrame(step);
    };

    const begun = store.getState();
    const place = track.read(begun);
    if (begun.playing === name && place && place.position >= 1 && place.loop !== 'there-and-back')
      store.setState(track.move(begun, 0) ?? {});
    requestAnimationFrame(step);
  }
}
