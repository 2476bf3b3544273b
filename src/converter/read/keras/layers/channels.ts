/** Layers with channels first are computed with channels last, which is all that TF.js supports. */
import type { Ref } from '../../../graph/graph.ts';
import type { LayerCall, LayerTensor } from './layerCall.ts';
import { channelsFirst } from './layerConfig.ts';

export function transposed(call: LayerCall, name: string, x: Ref, order: readonly number[]): Ref {
  const at = call.builder.integers(`${call.name}/${name}/order`, order);
  return call.builder.add('Transpose', `${call.name}/${name}`, [x, at]);
}

/** Returns the order of axes that turns [n, c, ...] into [n, ..., c]. */
export function lastOrder(rank: number): number[] {
  return [0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1];
}

function firstOrder(rank: number): number[] {
  return [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, i) => i + 1)];
}

/** Returns a channels-first tensor with its channels last. */
export function withChannelsLast(call: LayerCall, x: LayerTensor): LayerTensor {
  const order = lastOrder(x.shape.length);
  const ref = x.last ?? transposed(call, 'channels_last', x.ref, order);
  return { ref, shape: order.map((axis) => x.shape[axis]!) };
}

/** Returns a channels-last tensor with its channels first, and also keeps it unchanged for the next layer. */
function withChannelsFirst(call: LayerCall, x: LayerTensor): LayerTensor {
  const order = firstOrder(x.shape.length);
  const ref = transposed(call, 'channels_first', x.ref, order);
  return { ref, shape: order.map((axis) => x.shape[axis]!), last: x.ref };
}

/** Passes `x` to `work` with its channels last, and returns the result in the layer's configured order. */
export function onChannelsLast(
  call: LayerCall,
  x: LayerTensor,
  work: (x: LayerTensor) => LayerTensor,
  first = channelsFirst(call.config),
): LayerTensor {
  if (!first || x.shape.length < 3) return work(x);
  return withChannelsFirst(call, work(withChannelsLast(call, x)));
}

/** Applies elementwise work, whatever the order of the numbers. */
export function each(x: LayerTensor, work: (x: Ref) => Ref): LayerTensor {
  return { ref: work(x.ref), shape: x.shape, ...(x.last !== undefined && { last: work(x.last) }) };
}
