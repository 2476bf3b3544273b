/** How a kind of file gives the weights of a layer. */
import type { Constant } from '../../../graph/graph.ts';
import type { LayerSpec, ModelSpec } from '../model/spec.ts';

/** Where a layer stands: the models that it is in, from the outermost, and itself. */
export interface Place {
  readonly models: readonly ModelSpec[];
  /** The layers that those models are, within one another; empty for a layer of the outermost. */
  readonly inside: readonly LayerSpec[];
  readonly layer: LayerSpec;
}

/**
 * @param names of the layer's weights, in the order in which Keras keeps them.
 * @returns those that were found.
 */
export type FindWeights = (place: Place, names: readonly string[]) => ReadonlyMap<string, Constant>;

/** What older versions and other writers call a weight. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  depthwise_kernel: ['kernel'],
  moving_variance: ['running_std', 'moving_var'],
  moving_mean: ['running_mean'],
  kernel: ['W'],
  bias: ['b'],
  alpha: ['alphas'],
  embeddings: ['W'],
};

/** Whether a file's name for a weight, `dense/kernel:0` or `dense_1_W`, says that it is this one. */
export function saysSo(written: string, name: string): boolean {
  const plain = written.replace(/:\d+$/, '');
  return [name, ...(otherNames[name] ?? [])].some(
    (one) => plain === one || plain.endsWith(`/${one}`) || plain.endsWith(`_${one}`),
  );
}

/**
 * Finds weights among a layer's own by what they are called, and where that does not tell them by their order, in which
 * no version of Keras differs.
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
