/** Moves a playing walk or path as time passes. */
import type { Playable, Walk } from '../../store/state/journeys.ts';
import type { ZscapeStore } from '../../store/store.ts';
import { type Track, walkTrack } from './track.ts';

/**
 * Returns where a walk or a path is `seconds` later.
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

/** The path's track is loaded when a path first plays. */
const tracks: Record<Playable | 'growth', () => Promise<Track>> = {
  walk: () => Promise.resolve(walkTrack),
  path: async () => (await import('./pathTrack.ts')).pathTrack,
  growth: async () => (await import('./growthTrack.ts')).growthTrack,
};

export class Player {
  readonly #store: ZscapeStore;
  /** Counts the runs: each new one ends the previous one. */
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

  async #play(name: Playable | 'growth'): Promise<void> {
    const store = this.#store;
    const run = ++this.#runs;
    const track = await tracks[name]();
    let direction: 1 | -1 = 1;
    let last = performance.now();

    const step = (time: number): void => {
      const state = store.getState();
      if (state.playing !== name || run !== this.#runs) return;
      // A tab that was asleep continues where it was, without a jump.
      const seconds = Math.min(0.1, Math.max(0, (time - last) / 1000));
      last = time;
      const now = track.read(state);
      const next = now && advance(now, direction, seconds);
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
    const start = track.read(begun);
    if (begun.playing === name && start && start.position >= 1 && start.loop !== 'there-and-back')
      store.setState(track.move(begun, 0) ?? {});
    requestAnimationFrame(step);
  }
}
