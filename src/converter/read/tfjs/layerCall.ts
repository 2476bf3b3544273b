/** What every layer is built from: its inputs, its configuration, its weights. */
import { ZscapeError } from '../../../base/errors.ts';
import type { Attributes } from '../../graph/attributes.ts';
import type { GraphBuilder } from '../../graph/builder.ts';
import type { Constant, Ref } from '../../graph/graph.ts';
import { activated, type LayerConfig, string } from './layerConfig.ts';

/** A tensor between layers; its first size is the batch, -1. */
export interface LayerTensor {
  readonly ref: Ref;
  readonly shape: readonly number[];
}

export interface LayerCall {
  readonly builder: GraphBuilder;
  readonly name: string;
  readonly config: LayerConfig;
  readonly inputs: readonly LayerTensor[];
  /** @throws VARIABLE_MISSING. */
  readonly weight: (name: string) => Constant;
}

export type BuildLayer = (call: LayerCall) => LayerTensor;

export function shapeAttribute(shape: readonly number[]): Attributes {
  return { shape: { kind: 'shape', value: shape }, dtype: { kind: 'type', value: 1 } };
}

export function only({ inputs, name }: LayerCall): LayerTensor {
  const [x] = inputs;
  if (x !== undefined && inputs.length === 1) return x;
  throw new ZscapeError(
    'GRAPH_INVALID',
    `The layer "${name}" takes one input and is given ${inputs.length}.`,
  );
}

function usesBias({ config }: LayerCall): boolean {
  return config.use_bias !== false;
}

export function withBias(call: LayerCall, x: Ref): Ref {
  if (!usesBias(call)) return x;
  const bias = call.builder.constant(`${call.name}/bias`, call.weight('bias'));
  return call.builder.add('BiasAdd', `${call.name}/BiasAdd`, [x, bias]);
}

export function finished(call: LayerCall, x: Ref, shape: readonly number[]): LayerTensor {
  return { ref: activated(call.builder, call.name, string(call.config, 'activation', 'linear'), x), shape };
}

/** Keras names some weights differently for depthwise layers. */
export function kernelOf(call: LayerCall, name = 'kernel'): { ref: Ref; shape: readonly number[] } {
  const weight = call.weight(name);
  return { ref: call.builder.constant(`${call.name}/${name}`, weight), shape: weight.shape };
}
