/** Weights of a whole model in `.h5`: a group for each layer of the outermost model, with their names in order. */
import type { Constant } from '../../../graph/graph.ts';
import type { Hdf5Group } from '../../hdf5/hdf5.ts';
import { layerKinds, plainKind } from '../layers/table.ts';
import type { LayerSpec, ModelSpec } from '../model/spec.ts';
import { amongOwn, type FindWeights, saysSo } from './layerWeights.ts';

type Own = (readonly [string, Constant])[];

/** Finds weights in a file. @param root the group `model_weights`, or the file itself in older files. */
export function weightsOfH5(root: Hdf5Group): FindWeights {
  const groups = new Map<string, Own>();
  const orders = new Map<ModelSpec, ReadonlyMap<LayerSpec, readonly number[]>>();
  const ownOf = (layer: string): Own => {
    const known = groups.get(layer) ?? readGroup(root, layer);
    groups.set(layer, known);
    return known;
  };
  return ({ layer, inside }, names) => {
    const [outermost] = inside;
    if (outermost?.inner === undefined) return amongOwn(ownOf(layer.name), names);
    const own = ownOf(outermost.name);
    const named = amongOwn(
      own.filter(([written]) => written.split('/').slice(0, -1).includes(layer.name)),
      names,
    );
    if (named.size === names.length) return named;
    const order = orders.get(outermost.inner) ?? nestedOrder(outermost.inner);
    orders.set(outermost.inner, order);
    const places = order.get(layer) ?? [];
    const count = [...order.values()].reduce((sum, list) => sum + list.length, 0);
    if (count !== own.length || places.length !== names.length) return named;
    return new Map(names.map((name, i) => [name, own[places[i]!]![1]]));
  };
}

function readGroup(root: Hdf5Group, layer: string): Own {
  const group = root.group(layer);
  if (group === undefined) return [];
  return (group.names('weight_names') ?? []).flatMap((name): Own => {
    const tensor = group.tensor(name);
    return tensor === undefined ? [] : [[name, tensor]];
  });
}

/**
 * Returns the positions of each layer's weights in the list of a model used as a layer: first all trained ones, then all
 * others.
 */
function nestedOrder(model: ModelSpec): ReadonlyMap<LayerSpec, readonly number[]> {
  const slots: { layer: LayerSpec; i: number; trained: boolean }[] = [];
  const walk = ({ layers }: ModelSpec, frozen: boolean): void => {
    for (const layer of layers) {
      const fixed = frozen || layer.config.trainable === false;
      if (layer.inner !== undefined) walk(layer.inner, fixed);
      const names = layerKinds.get(plainKind(layer.kind))?.weights?.(layer.config) ?? [];
      if (layer.inner !== undefined) continue;
      for (const [i, name] of names.entries()) {
        const counted = saysSo(name, 'moving_mean') || saysSo(name, 'moving_variance');
        slots.push({ layer, i, trained: !fixed && !counted });
      }
    }
  };
  walk(model, false);
  const sorted = [...slots.filter(({ trained }) => trained), ...slots.filter(({ trained }) => !trained)];
  const order = new Map<LayerSpec, number[]>();
  sorted.forEach(({ layer, i }, at) => {
    const list = order.get(layer) ?? [];
    list[i] = at;
    order.set(layer, list);
  });
  return order;
}
