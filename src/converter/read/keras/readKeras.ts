/** Reads `.keras`: a zip of the configuration, facts about the writer, and the weights. */
import { ZscapeError } from '../../../base/errors.ts';
import type { ModuleFiles } from '../../archive/files.ts';
import { megabytes } from '../../archive/limits.ts';
import { openHdf5 } from '../hdf5/hdf5.ts';
import type { ReadModel } from '../source.ts';
import { layersGraph } from './model/layersGraph.ts';
import { modelSpec } from './model/spec.ts';
import { kerasFiles } from './names.ts';
import { weightsOfKeras3 } from './weights/keras3.ts';
import { writerOf } from './writer.ts';

/** A deep generator's configuration has some 100 kB. */
const mostJsonBytes = 64 * 2 ** 20;

export const readKeras: ReadModel = async (files) => {
  const { config, metadata, weights } = kerasFiles;
  if (!files.paths.includes(config)) {
    throw new ZscapeError(
      'MODULE_INVALID',
      `${weights} holds only weights; their layers are in ${config}. Save the whole model with model.save("model.keras").`,
    );
  }
  const facts = files.paths.includes(metadata) ? await readJson(files, metadata) : {};
  const version =
    typeof facts === 'object' && facts !== null && 'keras_version' in facts ? facts.keras_version : '3';
  const writer = writerOf(version);
  const spec = modelSpec(await readJson(files, config), writer, config);
  const file = await openHdf5(await files.read(weights), weights);
  return layersGraph(spec, writer, weightsOfKeras3(file));
};

async function readJson(files: ModuleFiles, path: string): Promise<unknown> {
  const bytes = await files.read(path);
  if (bytes.length > mostJsonBytes) {
    throw new ZscapeError(
      'MODULE_INVALID',
      `${path} is ${megabytes(bytes.length)}, far larger than any model needs.`,
    );
  }
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new ZscapeError('MODULE_INVALID', `${path} is not JSON; the file may be cut off.`, { cause });
  }
}
