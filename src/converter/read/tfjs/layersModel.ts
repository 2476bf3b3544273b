/** A TF.js layers model: Keras in JSON, with its weights in a list. */
import type { Constant, Graph } from '../../graph/graph.ts';
import { layersGraph } from '../keras/model/layersGraph.ts';
import { modelSpec } from '../keras/model/spec.ts';
import { weightsByName } from '../keras/weights/byName.ts';
import { type Writer, writerOf } from '../keras/writer.ts';
import type { ModelJson } from './modelJson.ts';

/** Returns whether a `model.json` is a layers model, not a graph model. */
export function isLayersModel({ format, modelTopology }: ModelJson): boolean {
  return format === 'layers-model' || 'model_config' in modelTopology || 'class_name' in modelTopology;
}

/** Identifies the writer of the layers: TF.js itself, or the Keras from which its converter read them. */
export function writerOfModel({ modelTopology, generatedBy }: ModelJson): Writer {
  return writerOf(modelTopology.keras_version, generatedBy, modelTopology.backend);
}

/** Reads a model. @throws MODULE_INVALID if the configuration is not valid, and errors of `layersGraph`. */
export function layersModel(model: ModelJson, weights: ReadonlyMap<string, Constant>): Graph {
  const writer = writerOfModel(model);
  const spec = modelSpec(model.modelTopology.model_config ?? model.modelTopology, writer, 'model.json');
  return layersGraph(spec, writer, weightsByName(weights));
}
