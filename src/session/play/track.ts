/** What the player needs to know about something that plays. */
import { walkFace } from '../../store/select/walkFace.ts';
import type { Walk } from '../../store/state/journeys.ts';
import type { State } from '../../store/state/state.ts';

export interface Track {
  /** Where it is, from 0 to 1, how long it takes and what it does at its end; null while there is nothing to play. */
  read(state: State): Pick<Walk, 'position' | 'loop' | 'seconds'> | null;
  /** The state at another position; null when there is no face for it. */
  move(state: State, position: number): Partial<State> | null;
}

export const walkTrack: Track = {
  read: ({ walk }) => walk,
  move: (state, position) => {
    const face = walkFace(state, position);
    return face && { face, walk: { ...state.walk, position } };
  },
};
