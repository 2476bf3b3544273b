/** Comparing the picture with the previous face, or with a pin. */
import type { Session } from '../../session/session.ts';
import { comparedFace } from '../../store/select/comparison.ts';
import type { Comparison, DragAxes } from '../../store/state/state.ts';
import type { Command } from '../command.ts';

function change({ store }: Session, part: Partial<Comparison>): void {
  store.setState(({ comparison }) => ({ comparison: { ...comparison, ...part } }));
}

/** Ends the comparison with the key or the finger. An earlier divider does not return, because holding has replaced it. */
const letGo = (session: Session) => {
  if (session.store.getState().comparison.mode === 'held') change(session, { mode: 'off' });
};

/** Shows the compared face as long as the key is held. */
export const showBefore: Command = {
  name: 'Hold to show the previous face',
  keys: ['w'],
  applies: (state) => comparedFace(state) !== null,
  undo: 'none',
  perform: (session) => change(session, { mode: 'held' }),
  release: letGo,
};

/** Ends the comparison when the button is released. */
export const stopShowingBefore: Command = { name: 'Show the current face', undo: 'none', perform: letGo };

/** Puts a divider on the picture, with the previous face on its left, or removes it. */
export const toggleDivider: Command = {
  name: 'Divider between before and after',
  keys: ['d'],
  applies: (state) => state.comparison.mode === 'divided' || comparedFace(state) !== null,
  undo: 'none',
  perform: (session) => {
    const { mode } = session.store.getState().comparison;
    change(session, { mode: mode === 'divided' ? 'off' : 'divided' });
  },
};

export const moveDivider: Command<[at: number]> = {
  name: 'Move the divider',
  undo: 'none',
  perform: (session, at) => change(session, { at: Math.min(1, Math.max(0, at)) }),
};

/** Chooses the face to compare with: a pin, or null for the previous face. */
export const compareWith: Command<[pin: string | null]> = {
  name: 'Compare with',
  undo: 'none',
  perform: (session, pin) => change(session, { pin }),
};

/** Chooses the attributes along which dragging on the picture moves the face. */
export const setDragAxes: Command<[axes: Partial<DragAxes>]> = {
  name: 'Attributes of the picture',
  undo: 'none',
  perform: ({ store }, axes) => store.setState(({ dragAxes }) => ({ dragAxes: { ...dragAxes, ...axes } })),
};
