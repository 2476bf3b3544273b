import { longestExpression } from '../../latent/expression/index.ts';
import { isShown, outcomeOf } from '../../store/select/expressionOutcome.ts';
import { freeFace } from '../../store/select/faces.ts';
import type { ZscapeStore } from '../../store/store.ts';
import type { Command } from '../command.ts';
import { showFace } from '../face/face.ts';

/** Shows what the expression comes to. While there is a mistake in it the face stays as it is. */
function showOutcome(store: ZscapeStore): void {
  const state = store.getState();
  const { text, guard } = state.arithmetic;
  const outcome = outcomeOf(state, text, guard);
  if (outcome.kind !== 'face' || isShown(state, outcome)) return;
  const { z } = outcome;
  showFace(store, () => ({ face: freeFace(z) }));
}

/** Takes an expression as it is being typed, and shows its face as soon as it has one. */
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

/** Takes an expression that came as a whole, from a chip or the board, as a step of its own. */
export const takeExpression: Command<[text: string]> = {
  name: 'Expression',
  undo: 'step',
  perform: setExpression.perform,
};

/** Brings results to the magnitude at which the model was trained, or leaves them as they come. */
export const setGuard: Command<[guard: boolean]> = {
  name: 'Norm guard',
  undo: 'step',
  perform: ({ store }, guard) => {
    store.setState(({ arithmetic }) => ({ arithmetic: { ...arithmetic, guard } }));
    showOutcome(store);
  },
};

/** Shows the expression's face again after something else was looked at. */
export const showResult: Command = {
  name: 'Show the result',
  applies: ({ arithmetic }) => arithmetic.text.trim() !== '',
  undo: 'step',
  perform: ({ store }) => showOutcome(store),
};
