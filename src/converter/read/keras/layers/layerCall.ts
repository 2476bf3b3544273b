/** The inputs of a layer's builder: tensors, configuration, weights. */
import { ZscapeError } from '../../../../base/errors.ts';
import type { Attributes } from '../../../graph/attributes.ts';
import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Constant, Ref } from '../../../graph/graph.ts';
import type { Writer } from '../writer.ts';
import { type LayerConfig, string } from './layerConfig.ts';

/** A tensor between layers; its first size is the batch, -1. */
export interface LayerTensor {
  readonly ref: Ref;
  readonly shape: readonly number[];
  /**
   * The same numbers with the channels last, if a channels-first layer computed them so, because TF.js supports nothing
   * else. Unread tensors are pruned later.
   */
  readonly last?: Ref;
}

export interface LayerCall {
  readonly builder: GraphBuilder;
  readonly name: string;
  readonly kind: string;
  readonly config: LayerConfig;
  readonly inputs: readonly LayerTensor[];
  /** The numbers among an operation's arguments; their positions among the tensors are lost. */
  readonly constants: readonly number[];
  readonly writer: Writer;
  /** Returns a weight. @throws VARIABLE_MISSING. */
  readonly weight: (name: string) => Constant;
  /** Returns the node of a weight; a layer that is called twice has only one. @throws VARIABLE_MISSING. */
  readonly weightRef: (name: string) => Ref;
}

export type BuildLayer = (call: LayerCall) => LayerTensor;

export interface LayerKind {
  readonly build: BuildLayer;
  /** The names of its weights, in Keras's order. */
  readonly weights?: (config: LayerConfig) => string[];
}

/** Makes the error for an unsupported layer. @param what completes "The layer so-and-so ...", without a full stop. */
export function unsupported(name: string, what: string): ZscapeError {
  return new ZscapeError('OPS_UNSUPPORTED', `The layer "${name}" ${what}.`);
}

/** Makes the error for shapes that do not fit. @param what completes "The layer so-and-so ...", without a full stop. */
export function misfit(name: string, what: string): ZscapeError {
  return new ZscapeError('GRAPH_INVALID', `The layer "${name}" ${what}.`);
}

export function shapeAttribute(shape: readonly number[], whole = false): Attributes {
  return { shape: { kind: 'shape', value: shape }, dtype: { kind: 'type', value: whole ? 3 : 1 } };
}

/** Returns the only input. @param ranks permitted for it; any by default. @throws GRAPH_INVALID. */
export function only({ inputs, name }: Pick<LayerCall, 'inputs' | 'name'>, ...ranks: number[]): LayerTensor {
  const [x] = inputs;
  if (x === undefined || inputs.length !== 1) {
    throw new ZscapeError('GRAPH_INVALID', `The layer "${name}" takes one input, but gets ${inputs.length}.`);
  }
  if (ranks.length === 0 || ranks.includes(x.shape.length)) return x;
  throw new ZscapeError(
    'GRAPH_INVALID',
    `The layer "${name}" takes tensors of rank ${ranks.join(' or ')} but gets [${x.shape.slice(0, 8).join(', ')}].`,
  );
}

/** Checks a setting of positive integers: strides, sizes, counts. @throws GRAPH_INVALID. */
export function positive(name: string, what: string, values: readonly number[], count: number): number[] {
  if (values.length === count && values.every((value) => Number.isInteger(value) && value > 0))
    return [...values];
  throw new ZscapeError('GRAPH_INVALID', `The layer "${name}" has an impossible ${what}.`);
}

export function withBias(call: LayerCall, x: Ref): Ref {
  if (call.config.use_bias === false) return x;
  return call.builder.add('BiasAdd', `${call.name}/BiasAdd`, [x, call.weightRef('bias')]);
}

export function paddingOf({ config }: Pick<LayerCall, 'config'>): string {
  return string(config, 'padding', 'valid').toUpperCase();
}

/** Returns how many numbers one picture of that shape has. */
export function countOf(shape: readonly number[]): number {
  return shape.slice(1).reduce((product, size) => product * size, 1);
}

export function reshaped(call: LayerCall, name: string, x: Ref, shape: readonly number[]): Ref {
  const target = call.builder.integers(`${call.name}/${name}/shape`, shape);
  return call.builder.add('Reshape', `${call.name}/${name}`, [x, target]);
}
