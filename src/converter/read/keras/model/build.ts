/** Walks a Keras model and adds each call of each layer to a graph. */
import { ZscapeError } from '../../../../base/errors.ts';
import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Constant, Ref } from '../../../graph/graph.ts';
import { modernKernel } from '../keras1/kernels.ts';
import type { LayerTensor } from '../layers/layerCall.ts';
import { layerKinds, plainKind } from '../layers/table.ts';
import type { FindWeights, Place } from '../weights/layerWeights.ts';
import type { Writer } from '../writer.ts';
import type { Obstacles } from './obstacles.ts';
import type { LayerSpec, ModelSpec } from './spec.ts';
import type { TensorName } from './tensors.ts';

export interface Building {
  readonly builder: GraphBuilder;
  readonly writer: Writer;
  readonly findWeights: FindWeights;
  readonly obstacles: Obstacles;
  /** Tensors after an obstacle. Their shapes are guesses, so nothing is reported about them. */
  readonly guessed: Set<LayerTensor>;
  /** A layer that is called twice has one set of weights. */
  readonly weights: Map<LayerSpec, ReadonlyMap<string, Constant>>;
  readonly nodes: Map<Constant, Ref>;
  /** The number of calls so far. */
  calls: number;
}

/** Models within models multiply if they are called often. The largest generators have a few hundred calls. */
const mostCalls = 20_000;

/** Builds a model. @returns its outputs. @throws GRAPH_INVALID. */
export function buildModel(
  building: Building,
  model: ModelSpec,
  inputs: readonly LayerTensor[],
  place: Omit<Place, 'layer'> = { models: [model], inside: [] },
): LayerTensor[] {
  return model.sequential
    ? buildSequential(building, model, inputs, place)
    : buildFunctional(building, model, inputs, place);
}

function buildSequential(
  building: Building,
  model: ModelSpec,
  inputs: readonly LayerTensor[],
  place: Omit<Place, 'layer'>,
): LayerTensor[] {
  let tensors = [...inputs];
  for (const layer of model.layers) {
    if (layer.kind !== 'InputLayer') tensors = callLayer(building, { ...place, layer }, tensors, []);
  }
  return tensors;
}

/** Builds each call as soon as its inputs exist; layers need not be listed in that order. */
function buildFunctional(
  building: Building,
  model: ModelSpec,
  inputs: readonly LayerTensor[],
  place: Omit<Place, 'layer'>,
): LayerTensor[] {
  const made = new Map<string, readonly LayerTensor[]>();
  const starts = model.inputs.length > 0 ? model.inputs : inputLayers(model);
  starts.forEach(({ layer }, i) => {
    const input = inputs[i];
    if (input !== undefined) made.set(keyOf(layer, 0), [input]);
  });
  const first = firstCalls(model);
  const at = ({ layer, call, output }: TensorName): LayerTensor | undefined =>
    made.get(keyOf(layer, call - (first.get(layer) ?? 0)))?.[output];
  let waiting = model.layers.flatMap((layer) =>
    layer.kind === 'InputLayer' ? [] : layer.calls.map((given, call) => ({ layer, given, call })),
  );
  while (waiting.length > 0) {
    const left: typeof waiting = [];
    for (const one of waiting) {
      const names = one.given.filter((argument) => typeof argument !== 'number');
      const tensors = names.map(at);
      if (!tensors.every((tensor) => tensor !== undefined)) left.push(one);
      else {
        const constants = one.given.filter((argument) => typeof argument === 'number');
        const outputs = callLayer(building, { ...place, layer: one.layer }, tensors, constants);
        made.set(keyOf(one.layer.name, one.call), outputs);
      }
    }
    if (left.length === waiting.length) throw unreachable(left[0]!.layer, left[0]!.given, at);
    waiting = left;
  }
  const ends = model.outputs.map(at).filter((tensor) => tensor !== undefined);
  if (ends.length === model.outputs.length && ends.length > 0) return ends;
  throw new ZscapeError(
    'GRAPH_INVALID',
    `The model "${model.name.slice(0, 80)}" has an output that none of its layers computes.`,
  );
}

function unreachable(
  layer: LayerSpec,
  given: LayerSpec['calls'][number],
  at: (name: TensorName) => LayerTensor | undefined,
): ZscapeError {
  const missing = given.find((argument) => typeof argument !== 'number' && at(argument) === undefined);
  const source = typeof missing === 'object' ? missing.layer.slice(0, 80) : '';
  return new ZscapeError(
    'GRAPH_INVALID',
    `The layer "${layer.name.slice(0, 80)}" reads "${source}", which does not come before it.`,
  );
}

function inputLayers(model: ModelSpec): TensorName[] {
  return model.layers
    .filter(({ kind }) => kind === 'InputLayer')
    .map(({ name }) => ({ layer: name, call: 0, output: 0 }));
}

const keyOf = (layer: string, call: number): string => `${call} ${layer}`;

/**
 * Finds the index of each inner model's first call: Keras counts the making of a model as its first call, so a model used
 * as a layer begins at 1; TF.js begins at 0.
 * @returns the index for each such layer.
 */
function firstCalls(model: ModelSpec): ReadonlyMap<string, number> {
  const highest = new Map<string, number>();
  const names = [
    ...model.outputs,
    ...model.layers.flatMap(({ calls }) => calls.flat()).filter((argument) => typeof argument !== 'number'),
  ];
  for (const { layer, call } of names) highest.set(layer, Math.max(call, highest.get(layer) ?? 0));
  return new Map(
    model.layers
      .filter(({ inner, calls, name }) => inner !== undefined && (highest.get(name) ?? 0) >= calls.length)
      .map(({ name }) => [name, 1]),
  );
}

function callLayer(
  building: Building,
  place: Place,
  inputs: readonly LayerTensor[],
  constants: readonly number[],
): LayerTensor[] {
  const { layer } = place;
  const { obstacles, guessed } = building;
  building.calls += 1;
  if (building.calls > mostCalls)
    throw new ZscapeError(
      'GRAPH_INVALID',
      `The model calls its layers more than ${mostCalls} times; no generator does that.`,
    );
  if (layer.inner !== undefined) {
    const inside = { models: [...place.models, layer.inner], inside: [...place.inside, layer] };
    return buildModel(building, layer.inner, inputs, inside);
  }
  const kind = layerKinds.get(plainKind(layer.kind));
  const known = !inputs.some((input) => guessed.has(input));
  try {
    if (kind === undefined) obstacles.addUnknown(layer);
    else {
      const made = kind.build({
        ...callOf(building, place, kind.weights?.(layer.config) ?? []),
        inputs,
        constants,
      });
      if (!known) guessed.add(made);
      return [made];
    }
  } catch (error) {
    if (!obstacles.add(error) && known) throw error;
  }
  // The later layers are checked as if this one returned its input.
  const guess: LayerTensor = { ...(inputs[0] ?? { ref: { node: '', output: 0 }, shape: [-1] }) };
  guessed.add(guess);
  return [guess];
}

function callOf(building: Building, place: Place, names: readonly string[]) {
  const { builder, writer, findWeights, nodes } = building;
  const { name, kind, config } = place.layer;
  let weights = building.weights.get(place.layer);
  if (weights === undefined) {
    const read = names.length === 0 ? new Map<string, Constant>() : findWeights(place, names);
    weights = new Map(
      [...read].map(([wish, constant]) => [wish, modernKernel(place.layer.kind, config, constant, writer)]),
    );
    building.weights.set(place.layer, weights);
  }
  const found = weights;
  const missing = names.filter((wish) => !found.has(wish));
  if (missing.length > 0) {
    const list = missing.map((wish) => `"${wish}"`).join(', ');
    throw new ZscapeError(
      'VARIABLE_MISSING',
      `The layer "${name.slice(0, 80)}" has no weight ${list} in the weight files.`,
    );
  }
  const weight = (wish: string): Constant => found.get(wish)!;
  const weightRef = (wish: string): Ref => {
    const constant = weight(wish);
    const ref = nodes.get(constant) ?? builder.constant(`${name}/${wish}`, constant);
    nodes.set(constant, ref);
    return ref;
  };
  return { builder, name, kind, config, writer, weight, weightRef };
}
