import { presentDraw, sampleFace } from '../../store/select/faces.ts';
import type { Command } from '../command.ts';
import { takeFace } from './face.ts';

/** Shows the face of a seed (0 to 2^32 - 1), with the spread that is set and in the class of the current face. */
export const setSeed: Command<[seed: number]> = {
  name: 'Use a seed',
  undo: { drag: () => 'seed' },
  applies: ({ model }) => model !== null,
  perform: ({ store }, seed) => {
    const state = store.getState();
    const { model } = state;
    if (model) takeFace(store, sampleFace(model, seed, presentDraw(state)));
  },
};
