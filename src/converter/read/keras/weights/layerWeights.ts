/** How each file format provides the weights of a layer. */
import type { Constant } from '../../../graph/graph.ts';
import type { LayerSpec, ModelSpec } from '../model/spec.ts';

/** The position of a layer: the models that contain it, from the outermost, and itself. */
export interface Place {
  readonly models: readonly ModelSpec[];
  /** The layers that stand for those models, from the outermost; empty for a layer of the outermost model. */
  readonly inside: readonly LayerSpec[];
  readonly layer: LayerSpec;
}

/**
 * Finds the weights of a layer.
 * @param names of the layer's weights, in Keras's order.
 * @returns those that were found.
 */
export type FindWeights = (place: Place, names: readonly string[]) => ReadonlyMap<string, Constant>;

/** Names of weights in older versions and other writers. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  depthwise_kernel: ['kernel'],
  moving_variance: ['running_std', 'moving_var'],
  moving_mean: ['running_mean'],
  kernel: ['W'],
  bias: ['b'],
  alpha: ['alphas'],
  embeddings: ['W'],
};

/** Returns whether a file's name for a weight, `dense/kernel:0` or `dense_1_W`, identifies it. */
export function saysSo(written: string, name: string): boolean {
  const plain = written.replace(/:\d+$/, '');
  return [name, ...(otherNames[name] ?? [])].some(
    (one) => plain === one || plain.endsWith(`/${one}`) || plain.endsWith(`_${one}`),
  );
}

/**
 * Finds weights among a layer's own by their names, or, if the names do not tell, by their order, which is the same in
 * all versions of Keras.
 */
export function amongOwn(
  own: readonly (readonly [name: string, constant: Constant])[],
  names: readonly string[],
): ReadonlyMap<string, Constant> {
  const found = new Map<string, Constant>();
  for (const name of names) {
    const fitting = own.filter(([written]) => saysSo(written, name));
    if (fitting.length === 1) found.set(name, fitting[0]![1]);
  }
  if (found.size === names.length || own.length !== names.length) return found;
  return new Map(names.map((name, i) => [name, own[i]![1]]));
}
