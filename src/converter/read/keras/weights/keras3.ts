/**
 * Weights of `.keras`: a folder for each layer, `layers/conv2d_1/vars/0`, named after its class and numbered among the
 * layers of that class in the same model.
 */
import type { Constant } from '../../../graph/graph.ts';
import type { Hdf5Group } from '../../hdf5/hdf5.ts';
import type { LayerSpec, ModelSpec } from '../model/spec.ts';
import type { FindWeights } from './layerWeights.ts';

/** Names of the folder of a model's layers, by version. */
const folders = ['layers', '_layer_checkpoint_dependencies', '_self_tracked_trackables'];

/** Finds weights in the HDF5 file of a `.keras`. */
export function weightsOfKeras3(root: Hdf5Group): FindWeights {
  const paths = new Map<ModelSpec, ReadonlyMap<LayerSpec, string>>();
  const groups = new Map<string, Hdf5Group | undefined>();
  const groupAt = (path: string): Hdf5Group | undefined => {
    if (!groups.has(path)) groups.set(path, root.group(path));
    return groups.get(path);
  };
  const folderOf = (model: ModelSpec, layer: LayerSpec, parent: string): string | undefined => {
    const folder = folders.map((name) => `${parent}${name}`).find((path) => groupAt(path) !== undefined);
    if (folder === undefined) return undefined;
    const named = paths.get(model) ?? layerFolders(model, groupAt(folder)!);
    paths.set(model, named);
    return `${folder}/${named.get(layer)}`;
  };
  return ({ models, inside, layer }, names) => {
    let parent = '';
    for (const [i, one] of [...inside, layer].entries()) {
      const folder = folderOf(models[i]!, one, parent);
      if (folder === undefined) return new Map();
      parent = `${folder}/`;
    }
    const variables = groupAt(`${parent}vars`);
    const found = names.map((name, i): [string, Constant | undefined] => [
      name,
      variables?.tensor(String(i)),
    ]);
    return new Map(found.filter((entry): entry is [string, Constant] => entry[1] !== undefined));
  };
}

function layerFolders({ layers }: ModelSpec, group: Hdf5Group): ReadonlyMap<LayerSpec, string> {
  // Newer versions store the layer's name beside its weights, which settles it.
  const said = new Map<string, string>();
  for (const key of group.keys) {
    const name = group.group(key)?.text('name') ?? group.group(`${key}/vars`)?.text('name');
    if (name !== undefined) said.set(name, key);
  }
  const keys = new Set(group.keys);
  const counts = new Map<string, number>();
  return new Map(
    layers.map((layer) => {
      const kind = snakeCase(layer.kind);
      const count = counts.get(kind) ?? 0;
      counts.set(kind, count + 1);
      const counted = count === 0 ? kind : `${kind}_${count}`;
      const own = keys.has(counted) || !keys.has(layer.name) ? counted : layer.name;
      return [layer, said.get(layer.name) ?? own];
    }),
  );
}

/** Converts names as Keras does: `Conv2DTranspose` becomes `conv2d_transpose`, `PReLU` becomes `p_re_lu`. */
function snakeCase(kind: string): string {
  return kind
    .replace(/^.*[>.]/, '')
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
