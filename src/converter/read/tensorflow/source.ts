import type { Source } from '../source.ts';

/** TF-Hub modules and SavedModels, of TensorFlow 1 and 2. */
export const tensorflow: Source = {
  mark: 'a saved_model.pb',
  isMark: (name) => name === 'saved_model.pb',
  load: async () => (await import('./readModel.ts')).readModel,
};
