/** What a model is called that came from an address. */

/** Names that say nothing of a model: of folders in the ways of hosts and in how people lay out their models. */
const empty = new Set([
  ...[
    'main',
    'master',
    'head',
    'refs',
    'heads',
    'resolve',
    'raw',
    'blob',
    'tree',
    'latest',
    'releases',
    'download',
  ],
  ...[
    'model',
    'models',
    'generator',
    'g',
    'gen',
    'netg',
    'saved_model',
    'savedmodel',
    'web',
    'web_model',
    'tfjs',
  ],
  ...[
    'tfjs_model',
    'js',
    'json',
    'graph',
    'layers',
    'onnx',
    'keras',
    'h5',
    'weights',
    'checkpoint',
    'checkpoints',
  ],
  ...[
    'float32',
    'float16',
    'uint8',
    'uint16',
    'fp32',
    'fp16',
    'public',
    'static',
    'assets',
    'files',
    'dist',
    'docs',
  ],
  ...['data', 'index', 'zscape', 'export', 'exported', 'output', 'gh-pages', 'api', 'resolve-cache'],
]);

const ending = /(\.(tar|gz|tgz|zip|safetensors|json|onnx|h5|hdf5|keras|pb|html?))+$/i;

/**
 * The last part of the address that says something, without the ending of a file.
 * @param repository the repository's name, for an address whose parts say nothing
 */
export function nameFromAddress(address: string, repository: string | null): string {
  const url = new URL(address);
  const parts = url.pathname.split('/').filter(Boolean).map(decoded);
  const named = parts
    .map((part) => part.replace(ending, ''))
    .filter((part) => !empty.has(part.toLowerCase()) && !/^[0-9a-f]{40}$/.test(part));
  const last = named.at(-1);
  // Where only the owner is left of a repository's address, the repository itself has an empty name.
  if (repository !== null && (last === undefined || named.length < 2)) return repository.replace(ending, '');
  return last ?? repository ?? url.hostname;
}

/** The file's own name, as the converter and its sentences call it. */
export function fileName(address: string): string {
  return decoded(new URL(address).pathname.split('/').filter(Boolean).at(-1) ?? 'model').replace(
    /[\\/]/g,
    '-',
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
