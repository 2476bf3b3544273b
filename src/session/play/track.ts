/** The player's interface to something that plays. */
import { walkFace } from '../../store/select/journey/walkFace.ts';
import { walkPaceOf } from '../../store/select/journey/walkPace.ts';
import type { Walk } from '../../store/state/journeys.ts';
import type { State } from '../../store/state/state.ts';

export interface Track {
  /**
   * Returns its position as a share of its time, its duration and its behaviour at the end; null while there is nothing
   * to play.
   */
  read(state: State): Pick<Walk, 'position' | 'loop' | 'seconds'> | null;
  /** Returns the state after another share of its time; null if there is no face for it. */
  move(state: State, share: number): Partial<State> | null;
}

export const walkTrack: Track = {
  read: (state) => {
    const { position, loop, seconds } = state.walk;
    return { position: walkPaceOf(state).shareAt(position), loop, seconds };
  },
  move: (state, share) => {
    const position = walkPaceOf(state).positionAt(share);
    const face = walkFace(state, position);
    return face && { face, walk: { ...state.walk, position } };
  },
};
