/** A Keras model and its weights as a graph. */
import { GraphBuilder } from '../../../graph/builder.ts';
import type { Graph, GraphInput } from '../../../graph/graph.ts';
import { type LayerTensor, shapeAttribute } from '../layers/layerCall.ts';
import type { FindWeights } from '../weights/layerWeights.ts';
import type { Writer } from '../writer.ts';
import { type Building, buildModel } from './build.ts';
import { type InputShape, inputOf, sequentialInput } from './inputs.ts';
import { Obstacles } from './obstacles.ts';
import type { ModelSpec } from './spec.ts';

/**
 * Builds the graph. Pictures with channels first are returned with channels last, if a layer identified the channels.
 * @throws OPS_UNSUPPORTED naming every layer that cannot be built, VARIABLE_MISSING for layers without their weights,
 * SIGNATURE_UNUSABLE for an input of no definite shape, GRAPH_INVALID.
 */
export function layersGraph(model: ModelSpec, writer: Writer, findWeights: FindWeights): Graph {
  const builder = new GraphBuilder();
  const inputs: GraphInput[] = [];
  const tensors = inputsOf(model).map(({ name, shape, whole }): LayerTensor => {
    const { node } = builder.add('Placeholder', name, [], shapeAttribute(shape, whole));
    inputs.push({ key: node, node, dtype: whole ? 'int32' : 'float32', shape });
    return { ref: { node, output: 0 }, shape };
  });
  const obstacles = new Obstacles();
  const building: Building = {
    ...{ builder, writer, findWeights, obstacles },
    guessed: new Set(),
    calls: 0,
    weights: new Map(),
    nodes: new Map(),
  };
  let outputs: LayerTensor[];
  try {
    outputs = buildModel(building, model, tensors);
  } finally {
    // They take precedence over a failure that may only be their consequence.
    obstacles.refuse();
  }
  return {
    nodes: builder.nodes,
    inputs,
    outputs: outputs.map(({ ref, last }) => ({ key: ref.node, ref: last ?? ref })),
  };
}

function inputsOf(model: ModelSpec): (InputShape & { name: string })[] {
  if (model.sequential) {
    const [first] = model.layers;
    const name = first?.kind === 'InputLayer' ? first.name : `${first?.name ?? ''}_input`;
    return [{ name, ...sequentialInput(model) }];
  }
  const named = model.inputs.map(({ layer }) => model.layers.find(({ name }) => name === layer));
  const layers = named.length > 0 ? named : model.layers.filter(({ kind }) => kind === 'InputLayer');
  return layers
    .filter((layer) => layer !== undefined)
    .map((layer) => ({ name: layer.name, ...inputOf(layer) }));
}
