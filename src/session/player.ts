/** Moves the walk's position with the clock while it plays. */
import { interpolate } from '../latent/interpolate.ts';
import type { Face, State, Walk } from '../store/state.ts';
import type { ZscapeStore } from '../store/store.ts';

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
 * Where the walk is after `seconds` more.
 * @param direction 1 towards B, -1 towards A (only there-and-back turns)
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

export class Player {
  readonly #store: ZscapeStore;
  #direction: 1 | -1 = 1;
  #last = 0;

  constructor(store: ZscapeStore) {
    this.#store = store;
    store.subscribe(
      (state) => state.walk.playing,
      (playing) => {
        if (playing) this.#start();
      },
    );
  }

  #start(): void {
    const { walk } = this.#store.getState();
    this.#direction = 1;
    if (walk.position >= 1 && walk.loop !== 'there-and-back') {
      this.#store.setState({ walk: { ...walk, position: 0 } });
    }
    this.#last = performance.now();
    requestAnimationFrame(this.#step);
  }

  readonly #step = (now: number): void => {
    const state = this.#store.getState();
    if (!state.walk.playing) return;
    // A tab that was asleep goes on where it was instead of leaping.
    const seconds = Math.min(0.1, Math.max(0, (now - this.#last) / 1000));
    this.#last = now;
    const next = advance(state.walk, this.#direction, seconds);
    this.#direction = next.direction;
    const face = faceAt(state, next.position);
    if (!face) {
      this.#store.setState({ walk: { ...state.walk, playing: false } });
      return;
    }
    this.#store.setState({
      face,
      pull: null,
      walk: { ...state.walk, position: next.position, playing: !next.ended },
    });
    requestAnimationFrame(this.#step);
  };
}
