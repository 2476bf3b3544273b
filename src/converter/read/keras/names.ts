/** Keras's names for its files. */

/** The parts of a `.keras`. */
export const kerasFiles = {
  config: 'config.json',
  metadata: 'metadata.json',
  weights: 'model.weights.h5',
} as const;

export function isH5(path: string): boolean {
  return /\.(h5|hdf5|hdf)$/i.test(path) && !path.endsWith(kerasFiles.weights);
}
