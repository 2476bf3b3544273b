import { freshSeed } from '../../base/random.ts';
import { presentDraw, sampleFace } from '../../store/select/faces.ts';
import type { Command } from '../command.ts';
import { takeFace } from './face.ts';

/** Draws a face from the prior with a fresh seed. */
export const newSample: Command = {
  name: 'New sample',
  keys: [' '],
  applies: ({ model }) => model !== null,
  undo: 'step',
  perform: ({ store }) => {
    const state = store.getState();
    const { model } = state;
    if (model) takeFace(store, sampleFace(model, freshSeed(), presentDraw(state)));
  },
};
