/** Names a model after the file it came in, when nobody gives it a name. */

const endings = /(\.(tar|gz|tgz|zip|safetensors|onnx|json|pb))+$/i;
const longest = 48;
const longestTitle = 100;

/** Makes the id `progan-128-1` and the title `ProGAN 128 (1)` of `ProGAN 128 (1).tar.gz`. */
export function nameFromPath(path: string): { id: string; title: string } {
  const title = (path.split('/').filter(Boolean).at(-1) ?? '').replace(endings, '').trim();
  const id = title
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
    .slice(0, longest);
  return { id: id || 'model', title: [...title].slice(0, longestTitle).join('') || 'Model' };
}

/** Gives the id itself, or the id with the first number that makes it free. */
export function freeId(id: string, taken: readonly string[]): string {
  if (!taken.includes(id)) return id;
  let count = 2;
  while (taken.includes(`${id}-${count}`)) count += 1;
  return `${id}-${count}`;
}
