/** Reads a Keras layer's configuration and the activations that it names. */
import { ZscapeError } from '../../../base/errors.ts';
import type { GraphBuilder } from '../../graph/builder.ts';
import type { Ref } from '../../graph/graph.ts';

export type LayerConfig = Readonly<Record<string, unknown>>;

export function number(config: LayerConfig, key: string, fallback: number): number {
  const value = config[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
}

/** Reads a list of numbers, however deeply nested; a single number stands for two. */
export function numbers(config: LayerConfig, key: string, fallback: readonly number[]): number[] {
  const value = config[key];
  if (typeof value === 'number') return fallback.length === 1 ? [value] : [value, value];
  if (!Array.isArray(value)) return [...fallback];
  const list: unknown[] = value.flat(2);
  return list.every((item) => typeof item === 'number' && Number.isInteger(item))
    ? (list as number[])
    : [...fallback];
}

export function string(config: LayerConfig, key: string, fallback: string): string {
  const value = config[key];
  return typeof value === 'string' ? value : fallback;
}

const ops: Readonly<Record<string, string>> = {
  tanh: 'Tanh',
  sigmoid: 'Sigmoid',
  relu: 'Relu',
  relu6: 'Relu6',
  elu: 'Elu',
  selu: 'Selu',
  softplus: 'Softplus',
  softmax: 'Softmax',
};

/** @throws OPS_UNSUPPORTED for an activation that is not known. */
export function activated(builder: GraphBuilder, name: string, kind: string, x: Ref): Ref {
  if (kind === 'linear') return x;
  if (kind === 'swish' || kind === 'silu') {
    return builder.add('Mul', `${name}/swish`, [x, builder.add('Sigmoid', `${name}/sigmoid`, [x])]);
  }
  const op = Object.hasOwn(ops, kind) ? ops[kind] : undefined;
  if (op !== undefined) return builder.add(op, `${name}/${op}`, [x]);
  throw new ZscapeError('OPS_UNSUPPORTED', `The layer "${name}" has the unknown activation "${kind}".`);
}
