/** Weights in one list, each named after its layer, as in TF.js. */
import type { Constant } from '../../../graph/graph.ts';
import { amongOwn, type FindWeights } from './layerWeights.ts';

/** Finds weights in one list by their names. */
export function weightsByName(weights: ReadonlyMap<string, Constant>): FindWeights {
  const all = [...weights];
  const ofLayer = new Map<string, (readonly [string, Constant])[]>();
  for (const entry of all) {
    const parts = entry[0].split('/');
    for (const layer of new Set(parts.slice(0, -1))) {
      const list = ofLayer.get(layer);
      if (list === undefined) ofLayer.set(layer, [entry]);
      else list.push(entry);
    }
  }
  return ({ layer: { name }, inside }, names) => {
    const scope = inside.map((one) => one.name);
    // Layers of the same name in two models are distinguished by the models' names, if present.
    const paths = [[...scope, name].join('/'), name].map((path) => `${path}/`);
    for (const path of paths) {
      const own = all.filter(([written]) => written.startsWith(path));
      const found = amongOwn(own, names);
      if (found.size === names.length) return found;
    }
    return amongOwn(ofLayer.get(name) ?? [], names);
  };
}
