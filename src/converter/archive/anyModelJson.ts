/** A TF.js model may be saved under any name, such as `my-generator.json`. It is recognised by its contents. */
import { ZscapeError } from '../../base/errors.ts';
import { byPath, type ModuleFiles } from './files.ts';

/** A model's folder has a few; more are somebody's data. */
const mostLooked = 50;
/** The same limit as for `model.json`. */
const mostBytes = 64 * 2 ** 20;

/** Returns whether it is the JSON that TF.js writes: a topology, and a manifest of weight files. */
function isTfjsModel(bytes: Uint8Array): boolean {
  if (bytes.length > mostBytes) return false;
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof json !== 'object' || json === null) return false;
    return 'weightsManifest' in json && 'modelTopology' in json;
  } catch {
    return false;
  }
}

/** Lists the paths of all such files. */
async function tfjsModels(files: ModuleFiles): Promise<string[]> {
  const found: string[] = [];
  for (const path of files.paths.filter((one) => /\.json$/i.test(one)).slice(0, mostLooked)) {
    if (isTfjsModel(await files.read(path))) found.push(path);
  }
  return found;
}

/** Presents the same files with that one as `model.json`, relative to its folder. Those outside the folder are left out. */
export function withModelJson(files: ModuleFiles, path: string): ModuleFiles {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const others = files.paths.filter((one) => one.startsWith(folder) && one !== path);
  const names = new Map(others.map((one) => [one.slice(folder.length), one]));
  names.set('model.json', path);
  return {
    paths: [...names.keys()].sort(byPath),
    read: (wish) => files.read(names.get(wish) ?? folder + wish),
  };
}

/**
 * Finds a TF.js model under any name.
 * @throws MODULE_INVALID if there are several. @returns the files unchanged if there is none.
 */
export async function withAnyModelJson(name: string, files: ModuleFiles): Promise<ModuleFiles> {
  const [path, ...others] = await tfjsModels(files);
  if (path === undefined) return files;
  if (others.length === 0) return withModelJson(files, path);
  throw new ZscapeError(
    'MODULE_INVALID',
    `${name} holds ${others.length + 1} models (${[path, ...others].slice(0, 4).join(', ')}${others.length > 3 ? ', ...' : ''}). Give only the generator's, with its weight files.`,
  );
}
