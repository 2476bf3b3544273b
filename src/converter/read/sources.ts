/** Tells what kind of model the files are, and reads it. */
import { ZscapeError } from '../../base/errors.ts';
import type { ModuleFiles } from '../archive/files.ts';
import type { Graph } from '../graph/graph.ts';
import { pictureFirst } from '../recognise/pictureOutput.ts';
import { proganGraph } from './safetensors/graph.ts';
import { readProganSafetensors } from './safetensors/progan.ts';
import type { SignatureChoice } from './tensorflow/savedModel.ts';
import { loadTensorFlow } from './tensorflow/source.ts';
import { graphModel } from './tfjs/graphModel.ts';
import { isLayersModel, layersModel } from './tfjs/layersModel.ts';
import { modelJsonPath, readModelJson } from './tfjs/modelJson.ts';
import { readWeights } from './tfjs/weights.ts';

/**
 * The model as a frozen graph, otherwise as its author wrote it. Its first output is the picture; further ones are of use
 * only as far as they are heads of lower resolutions.
 * @throws MODULE_INVALID when the files are no kind of model that is known.
 */
export async function loadModel(
  files: ModuleFiles,
  choice: SignatureChoice,
  signal?: AbortSignal,
): Promise<Graph> {
  if (files.paths.includes('saved_model.pb'))
    return pictureFirst(await loadTensorFlow(files, choice, signal));
  const tensors = files.paths.find((path) => path.endsWith('.safetensors'));
  if (tensors !== undefined) return proganGraph(readProganSafetensors(await files.read(tensors), tensors));
  if (files.paths.includes(modelJsonPath)) {
    const model = await readModelJson(files);
    const weights = await readWeights(files, model);
    return pictureFirst(isLayersModel(model) ? layersModel(model, weights) : graphModel(model, weights));
  }
  const shown = files.paths.slice(0, 5).join(', ');
  throw new ZscapeError(
    'MODULE_INVALID',
    `There is no model in what was given: a saved_model.pb, a model.json or a .safetensors file. It holds ${shown || 'no files'}${files.paths.length > 5 ? ', ...' : ''}.`,
  );
}
