/** A Keras model's configuration in a single form, for all versions. */
import * as v from 'valibot';
import { ZscapeError } from '../../../../base/errors.ts';
import { listOf } from '../../../../bundle/schema/limits.ts';
import { fromKeras1 } from '../keras1/layers.ts';
import type { LayerConfig } from '../layers/layerConfig.ts';
import type { Writer } from '../writer.ts';
import { type Argument, callsIn, type TensorName, tensorsIn } from './tensors.ts';

export interface ModelSpec {
  readonly name: string;
  readonly kind: string;
  readonly layers: readonly LayerSpec[];
  /** Each layer reads the one before it. */
  readonly sequential: boolean;
  readonly inputs: readonly TensorName[];
  readonly outputs: readonly TensorName[];
  /** The shape of its input, if no layer states it. */
  readonly inputShape: unknown;
}

export interface LayerSpec {
  readonly name: string;
  /** Keras's class: `Dense`. */
  readonly kind: string;
  readonly config: LayerConfig;
  /** The arguments of each call; none in a Sequential model. */
  readonly calls: readonly (readonly Argument[])[];
  /** A model used as a layer. */
  readonly inner?: ModelSpec;
  readonly inputShape: unknown;
}

/** Deep generators have a few hundred. */
const mostLayers = 5000;
const deepest = 12;

const layerSchema = v.object({
  class_name: v.string(),
  config: v.optional(v.unknown(), {}),
  name: v.optional(v.nullable(v.string())),
  inbound_nodes: v.optional(v.unknown()),
  build_config: v.optional(v.nullable(v.looseObject({ input_shape: v.optional(v.unknown()) }))),
});
const modelSchema = v.object({
  layers: listOf(layerSchema, mostLayers, 'layers'),
  name: v.optional(v.nullable(v.string())),
  input_layers: v.optional(v.unknown()),
  output_layers: v.optional(v.unknown()),
  build_input_shape: v.optional(v.unknown()),
});

type Layer = v.InferOutput<typeof layerSchema>;

/** Reads a configuration. @throws MODULE_INVALID if it is not that of a model made of layers. */
export function modelSpec(json: unknown, writer: Writer, where: string): ModelSpec {
  const model = v.safeParse(layerSchema, typeof json === 'string' ? parsed(json) : json);
  const spec = model.success ? specOf(model.output, writer, 0) : undefined;
  if (spec !== undefined) return spec;
  throw new ZscapeError(
    'MODULE_INVALID',
    `The layers in ${where} cannot be read: it is not a Keras model, or it is a subclassed one. Export a Sequential or functional model, or use model.export().`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function specOf(
  { class_name, config, build_config }: Layer,
  writer: Writer,
  depth: number,
): ModelSpec | undefined {
  if (depth > deepest) return undefined;
  // Old Sequential models store the list of layers directly.
  const result = v.safeParse(modelSchema, Array.isArray(config) ? { layers: config } : config);
  if (!result.success) return undefined;
  const { layers, name, input_layers, output_layers, build_input_shape } = result.output;
  return {
    name: name ?? '',
    kind: class_name,
    sequential: output_layers === undefined,
    layers: layers.map((layer, i) => layerOf(layer, i, writer, depth)),
    inputs: tensorsIn(input_layers),
    outputs: tensorsIn(output_layers),
    inputShape: build_input_shape ?? build_config?.input_shape,
  };
}

function layerOf(layer: Layer, i: number, writer: Writer, depth: number): LayerSpec {
  const { class_name, config: given, build_config } = layer;
  const inner = specOf(layer, writer, depth + 1);
  const plain = typeof given === 'object' && given !== null && !Array.isArray(given) ? given : {};
  const { kind, config } = fromKeras1(class_name, plain as LayerConfig, writer);
  const name = [config.name, layer.name].find((one) => typeof one === 'string') as string | undefined;
  return {
    name: (layer.name ?? name) || `layer_${i}`,
    kind,
    config,
    calls: callsIn(layer.inbound_nodes),
    inputShape: build_config?.input_shape ?? config.build_input_shape,
    ...(inner !== undefined && { inner }),
  };
}
