/** A TF.js layers model: Keras in JSON, with its weights in a list. */
import type { Constant, Graph } from '../../graph/graph.ts';
import { layersGraph } from '../keras/model/layersGraph.ts';
import { modelSpec } from '../keras/model/spec.ts';
import { weightsByName } from '../keras/weights/byName.ts';
import { type Writer, writerOf } from '../keras/writer.ts';
import type { ModelJson } from './modelJson.ts';

export function isLayersModel({ format, modelTopology }: ModelJson): boolean {
  return format === 'layers-model' || 'model_config' in modelTopology || 'class_name' in modelTopology;
}

/** Who wrote the layers: TF.js itself, or the Keras that its converter read them from. */
export function writerOfModel({ modelTopology, generatedBy }: ModelJson): Writer {
  return writerOf(modelTopology.keras_version, generatedBy, modelTopology.backend);
}

/** @throws MODULE_INVALID when the configuration is none, and what `layersGraph` throws. */
export function layersModel(model: ModelJson, weights: ReadonlyMap<string, Constant>): Graph {
  const writer = writerOfModel(model);
  const spec = modelSpec(model.modelTopology.model_config ?? model.modelTopology, writer, 'model.json');
  return layersGraph(spec, writer, weightsByName(weights));
}
