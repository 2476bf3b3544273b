/** Names a model after the address that it came from. */

/** Names that say nothing about a model: folders in hosts' paths and in common layouts of models. */
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
 * Returns the last meaningful part of the address, without a file's extension.
 * @param repository the repository's name, for an address without meaningful parts
 */
export function nameFromAddress(address: string, repository: string | null): string {
  const url = new URL(address);
  const parts = url.pathname.split('/').filter(Boolean).map(decoded);
  const named = parts
    .map((part) => part.replace(ending, ''))
    .filter((part) => !empty.has(part.toLowerCase()) && !/^[0-9a-f]{40}$/.test(part));
  const last = named.at(-1);
  // If only the owner is left of a repository's address, the repository itself has a meaningless name.
  if (repository !== null && (last === undefined || named.length < 2)) return repository.replace(ending, '');
  return last ?? repository ?? url.hostname;
}

/** Returns the file's own name, which the converter and its sentences use. */
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
