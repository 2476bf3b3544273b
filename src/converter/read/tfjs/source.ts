import type { Source } from '../source.ts';

/** TF.js models: a graph model, or a layers model, which is Keras in JSON. */
export const tfjs: Source = {
  mark: 'a model.json',
  isMark: (name) => name === 'model.json',
  load: async () => (await import('./readModel.ts')).readModel,
};
