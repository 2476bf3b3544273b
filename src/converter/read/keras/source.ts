import type { Source } from '../source.ts';
import { isH5, kerasFiles } from './names.ts';

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** The format of Keras 3 and of tf.keras since 2.12. It is a zip, which is unpacked like any other. */
export const keras: Source = {
  mark: 'a .keras file',
  isMark: (name) => name === kerasFiles.weights,
  load: async () => (await import('./readKeras.ts')).readKeras,
};

/** Whole models in HDF5. */
export const h5: Source = {
  mark: 'a Keras .h5',
  isMark: isH5,
  singleFile: {
    name: 'model.h5',
    ending: '.h5',
    matches: (head) => signature.every((byte, i) => head[i] === byte),
  },
  load: async () => (await import('./readH5.ts')).readH5,
};
