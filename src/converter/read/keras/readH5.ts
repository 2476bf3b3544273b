/** Reads whole models that Keras 1 and 2, tf.keras and Keras 3 wrote into one HDF5 file. */
import { ZscapeError } from '../../../base/errors.ts';
import { openHdf5 } from '../hdf5/hdf5.ts';
import type { ReadModel } from '../source.ts';
import { layersGraph } from './model/layersGraph.ts';
import { modelSpec } from './model/spec.ts';
import { isH5 } from './names.ts';
import { weightsOfH5 } from './weights/h5.ts';
import { writerOf } from './writer.ts';

export const readH5: ReadModel = async (files) => {
  const [path, ...others] = files.paths.filter(isH5);
  if (path === undefined || others.length > 0) {
    throw new ZscapeError(
      'MODULE_INVALID',
      `There are ${others.length + 1} HDF5 files in what was given (${[path, ...others].slice(0, 4).join(', ')}). Give only the generator's.`,
    );
  }
  const file = await openHdf5(await files.read(path), path);
  const config = file.text('model_config');
  if (config === undefined) {
    const weights = file.names('layer_names') !== undefined || file.group('layers') !== undefined;
    throw new ZscapeError(
      'MODULE_INVALID',
      weights
        ? `${path} holds only weights, without their layers. Save the whole model with model.save("model.keras") or model.save("model.h5").`
        : `${path} is an HDF5 file, but not a Keras model: it has no "model_config".`,
    );
  }
  const weights = file.group('model_weights') ?? file;
  const version = file.text('keras_version') ?? weights.text('keras_version') ?? '1';
  const writer = writerOf(version, undefined, file.text('backend') ?? weights.text('backend'));
  return layersGraph(modelSpec(config, writer, path), writer, weightsOfH5(weights));
};
