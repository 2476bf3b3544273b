import { longestExpression } from '../../latent/expression/index.ts';
import { isShown, outcomeOf } from '../../store/select/expressionOutcome.ts';
import { freeFace } from '../../store/select/faces.ts';
import type { ZscapeStore } from '../../store/store.ts';
import type { Command } from '../command.ts';
import { showFace } from '../face/face.ts';
import { pinAtLeast } from '../face/pins.ts';

/** Shows the face of the expression. While the expression has a mistake the face stays the same. */
function showOutcome(store: ZscapeStore): void {
  const state = store.getState();
  const { text, guard } = state.arithmetic;
  const outcome = outcomeOf(state, text, guard);
  if (outcome.kind !== 'face' || isShown(state, outcome)) return;
  const { z } = outcome;
  showFace(store, () => ({ face: freeFace(z) }));
}

/** Takes an expression while it is typed, and shows its face as soon as it has one. */
export const setExpression: Command<[text: string]> = {
  name: 'Expression',
  undo: { drag: () => 'expression' },
  perform: ({ store }, text) => {
    store.setState(({ arithmetic }) => ({
      arithmetic: { ...arithmetic, text: text.slice(0, longestExpression) },
    }));
    showOutcome(store);
  },
};

/** Takes a whole expression, from a chip or the board, as a separate step. */
export const takeExpression: Command<[text: string]> = {
  name: 'Expression',
  undo: 'step',
  perform: setExpression.perform,
};

/** Tries one of the panel's examples. Pins that it mentions and that do not exist yet are made in the same step. */
export const tryExample: Command<[text: string, pins: number]> = {
  name: 'Example',
  undo: 'step',
  perform: (session, text, pins) => {
    pinAtLeast(session, pins);
    setExpression.perform(session, text);
  },
};

/** Scales results to the magnitude at which the model was trained, or leaves them unchanged. */
export const setGuard: Command<[guard: boolean]> = {
  name: 'Stay on the sphere',
  undo: 'step',
  perform: ({ store }, guard) => {
    store.setState(({ arithmetic }) => ({ arithmetic: { ...arithmetic, guard } }));
    showOutcome(store);
  },
};

/** Shows the expression's face again after another face was shown. */
export const showResult: Command = {
  name: 'Show the result',
  applies: ({ arithmetic }) => arithmetic.text.trim() !== '',
  undo: 'step',
  perform: ({ store }) => showOutcome(store),
};
