/** Names a model after its file, if nobody gives it a name. */

const endings = /(\.(tar|gz|tgz|zip|safetensors|json|pb|h5|hdf5|keras|onnx))+$/i;
const longest = 48;
const longestTitle = 100;

/** Makes the id `progan-128-1` and the title `ProGAN 128 (1)` of `ProGAN 128 (1).tar.gz`. */
export function nameFromPath(path: string): { id: string; title: string } {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.' && part !== '..');
  // The name that every TF.js model has says nothing; its folder's name does.
  const named = parts.at(-1) === 'model.json' ? (parts.at(-2) ?? '') : (parts.at(-1) ?? '');
  const title = named.replace(endings, '').trim();
  const id = title
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
    .slice(0, longest);
  return { id: id || 'model', title: [...title].slice(0, longestTitle).join('') || 'Model' };
}

/**
 * Chooses the file among several that names the model: the folder that was dropped, otherwise the JSON file among them,
 * and never one of the weights.
 */
export function pathForName(paths: readonly string[]): string {
  const [first = ''] = paths;
  if (paths.length < 2) return first;
  const folders = paths.map((path) => path.split('/').filter(Boolean).slice(0, -1)[0]);
  const [folder] = folders;
  if (folder !== undefined && folders.every((one) => one === folder)) return folder;
  return (
    paths.find((path) => /\.json$/i.test(path)) ?? paths.find((path) => !/\.(bin|data.*)$/i.test(path)) ?? ''
  );
}

/** Returns the id itself, or with the first number that makes it unique. */
export function freeId(id: string, taken: readonly string[]): string {
  if (!taken.includes(id)) return id;
  let count = 2;
  while (taken.includes(`${id}-${count}`)) count += 1;
  return `${id}-${count}`;
}
