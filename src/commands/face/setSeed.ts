import { sampleFace } from '../../store/select/faces.ts';
import type { Command } from '../command.ts';
import { takeFace } from './face.ts';

/** Shows the face of a seed (0 to 2^32 - 1). */
export const setSeed: Command<[seed: number]> = {
  name: 'Take a seed',
  undo: { drag: () => 'seed' },
  applies: ({ model }) => model !== null,
  perform: ({ store }, seed) => {
    const { model } = store.getState();
    if (model) takeFace(store, sampleFace(model, seed));
  },
};
