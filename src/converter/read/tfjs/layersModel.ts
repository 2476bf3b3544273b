/** A TF.js layers model (Keras in JSON), Sequential or functional, as a graph. */
import * as v from 'valibot';
import { ZscapeError } from '../../../base/errors.ts';
import { listOf } from '../../../bundle/schema/limits.ts';
import { GraphBuilder } from '../../graph/builder.ts';
import type { Constant, Graph, GraphInput } from '../../graph/graph.ts';
import { type LayerTensor, shapeAttribute } from './layerCall.ts';
import { layerBuilders } from './layers.ts';
import type { ModelJson } from './modelJson.ts';

/** Deep generators have some hundreds. */
const mostLayers = 5000;

const layerSchema = v.object({
  class_name: v.string(),
  config: v.looseObject({ name: v.optional(v.string()) }),
  name: v.optional(v.string()),
  inbound_nodes: v.optional(v.array(v.unknown()), []),
});
const configSchema = v.object({
  layers: listOf(layerSchema, mostLayers, 'layers'),
  input_layers: v.optional(v.array(v.unknown())),
  output_layers: v.optional(v.array(v.unknown())),
});
const modelSchema = v.object({ class_name: v.string(), config: v.unknown() });

type Layer = v.InferOutput<typeof layerSchema>;

export function isLayersModel({ format, modelTopology }: ModelJson): boolean {
  return format === 'layers-model' || 'model_config' in modelTopology || 'class_name' in modelTopology;
}

/**
 * @throws MODULE_INVALID when the configuration is none, OPS_UNSUPPORTED naming every layer of a kind that is not known,
 *   VARIABLE_MISSING for a layer without its weights.
 */
export function layersModel({ modelTopology }: ModelJson, weights: ReadonlyMap<string, Constant>): Graph {
  const config = configOf(modelTopology.model_config ?? modelTopology);
  checkLayers(config.layers);
  const builder = new GraphBuilder();
  const inputs: GraphInput[] = [];
  const outputs = new Map<string, LayerTensor>();
  let last: LayerTensor | undefined;
  config.layers.forEach((layer, i) => {
    const name = nameOf(layer, i);
    let result: LayerTensor;
    const given = layer.class_name === 'InputLayer' ? [] : sourcesOf(layer, name, outputs, last);
    if (layer.class_name === 'InputLayer' || given.length === 0) {
      const shape = inputShape(layer, name);
      const input = builder.add(
        'Placeholder',
        layer.class_name === 'InputLayer' ? name : `${name}_input`,
        [],
        shapeAttribute(shape),
      );
      inputs.push({ key: input.node, node: input.node, dtype: 'float32', shape });
      result = { ref: input, shape };
      if (layer.class_name !== 'InputLayer') result = build(builder, layer, name, [result], weights);
    } else {
      result = build(builder, layer, name, given, weights);
    }
    outputs.set(name, result);
    last = result;
  });
  const ends = (config.output_layers ?? [])
    .map((entry) => outputs.get(layerNameIn(entry)))
    .filter((end) => end !== undefined);
  if (ends.length === 0 && last !== undefined) ends.push(last);
  return { nodes: builder.nodes, inputs, outputs: ends.map(({ ref }) => ({ key: ref.node, ref })) };
}

function configOf(json: unknown): v.InferOutput<typeof configSchema> {
  const model = v.safeParse(modelSchema, typeof json === 'string' ? parsed(json) : json);
  // Old Sequential models give the list of layers itself.
  const inner = model.success ? model.output.config : undefined;
  const config = v.safeParse(configSchema, Array.isArray(inner) ? { layers: inner } : inner);
  if (config.success) return config.output;
  throw new ZscapeError('MODULE_INVALID', 'The layers in model.json cannot be read; it is no Keras model.');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function checkLayers(layers: readonly Layer[]): void {
  const unknown = layers
    .map((layer, i) => ({ kind: layer.class_name, name: nameOf(layer, i) }))
    .filter(({ kind }) => kind !== 'InputLayer' && !layerBuilders.has(kind));
  if (unknown.length === 0) return;
  const list = unknown.slice(0, mostListed).map(({ kind, name }) => `${kind} ("${name}")`);
  if (unknown.length > mostListed) list.push(`and ${unknown.length - mostListed} more`);
  throw new ZscapeError(
    'OPS_UNSUPPORTED',
    `The model has layers that the converter does not know: ${list.join(', ')}.`,
  );
}

/** How many layers one sentence lists. */
const mostListed = 12;

function build(
  builder: GraphBuilder,
  layer: Layer,
  name: string,
  inputs: readonly LayerTensor[],
  weights: ReadonlyMap<string, Constant>,
): LayerTensor {
  const weight = (wish: string): Constant => {
    for (const key of [`${name}/${wish}`, `${name}/${name}/${wish}`]) {
      const constant = weights.get(key);
      if (constant !== undefined) return constant;
    }
    const ending = [...weights.keys()].find((key) => key.endsWith(`/${name}/${wish}`));
    if (ending !== undefined) return weights.get(ending)!;
    throw new ZscapeError(
      'VARIABLE_MISSING',
      `The layer "${name}" has no weight "${wish}" in the weight files.`,
    );
  };
  return layerBuilders.get(layer.class_name)!({ builder, name, config: layer.config, inputs, weight });
}

function nameOf(layer: Layer, i: number): string {
  return layer.config.name ?? layer.name ?? `layer_${i}`;
}

/** What a layer reads: named in a functional model, the one before it in a Sequential. */
function sourcesOf(
  layer: Layer,
  name: string,
  outputs: ReadonlyMap<string, LayerTensor>,
  last: LayerTensor | undefined,
): LayerTensor[] {
  const [inbound, ...more] = layer.inbound_nodes;
  if (inbound === undefined) return last === undefined ? [] : [last];
  if (more.length > 0) {
    throw new ZscapeError(
      'OPS_UNSUPPORTED',
      `The layer "${name}" is used more than once, which is not supported.`,
    );
  }
  const entries: unknown[] = Array.isArray(inbound) ? inbound : [];
  return entries.map((entry) => {
    const source = outputs.get(layerNameIn(entry));
    if (source !== undefined) return source;
    throw new ZscapeError(
      'GRAPH_INVALID',
      `The layer "${name}" reads "${layerNameIn(entry)}", which does not come before it.`,
    );
  });
}

/** `["layer", node, tensor]`. */
function layerNameIn(entry: unknown): string {
  const name: unknown = Array.isArray(entry) ? entry[0] : entry;
  return typeof name === 'string' ? name : '';
}

const shapeSchema = v.pipe(
  v.array(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1)))),
  v.minLength(2),
  v.maxLength(5),
);

function inputShape({ config }: Layer, name: string): number[] {
  const wish = config.batch_input_shape ?? config.batch_shape ?? config.batchInputShape;
  const result = v.safeParse(shapeSchema, wish);
  if (result.success && result.output.slice(1).every((size) => size !== null)) {
    return [-1, ...result.output.slice(1).map(Number)];
  }
  throw new ZscapeError('SIGNATURE_UNUSABLE', `The input "${name}" does not say its shape.`);
}
