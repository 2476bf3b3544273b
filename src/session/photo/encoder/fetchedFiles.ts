/** The files of an encoder, from the host of the page. */
import { ZscapeError } from '../../../base/errors.ts';
import { type ModuleFiles, memoryFiles } from '../../../converter/archive/files.ts';

const MODEL = 'model.json';
/** An encoder of this project has two megabytes. */
const MOST_BYTES = 32 << 20;
const MOST_FILES = 16;

/**
 * Fetches the files of an encoder.
 * @param address of the folder, with a closing slash
 * @returns null if there is none: its model.json is missing
 * @throws NETWORK naming a file that could not be fetched; BUNDLE_INVALID for one that is too large
 */
export async function fetchedFiles(address: string, signal: AbortSignal): Promise<ModuleFiles | null> {
  const model = await fetchedBytes(new URL(MODEL, address), signal, MOST_BYTES);
  // A host that answers every request with its page has no encoder either.
  const names = model && namesIn(model);
  if (!model || !names) return null;
  const contents = new Map([[MODEL, model]]);
  let left = MOST_BYTES - model.length;
  for (const name of names) {
    const bytes = await fetchedBytes(new URL(name, address), signal, left);
    if (!bytes) throw new ZscapeError('NETWORK', `The encoder's file ${name} is missing on the host.`);
    left -= bytes.length;
    contents.set(name, bytes);
  }
  return memoryFiles(contents);
}

/** Returns the names of the weights' files, in the same folder; undefined if the text is not a model. */
function namesIn(model: Uint8Array): string[] | undefined {
  try {
    const { weightsManifest } = JSON.parse(new TextDecoder().decode(model)) as {
      weightsManifest?: { paths?: unknown }[];
    };
    const paths = (weightsManifest ?? []).flatMap(({ paths: some }) => (Array.isArray(some) ? some : []));
    const plain = paths.filter((path): path is string => typeof path === 'string' && /^[\w.-]+$/.test(path));
    return plain.length > 0 && plain.length === paths.length && plain.length <= MOST_FILES
      ? plain
      : undefined;
  } catch {
    return undefined;
  }
}

/** Fetches one file. @returns null if the host does not have it */
async function fetchedBytes(url: URL, signal: AbortSignal, most: number): Promise<Uint8Array | null> {
  const response = await fetch(url, { signal });
  if (response.status === 404) return null;
  if (!response.ok) {
    throw new ZscapeError(
      'NETWORK',
      `The encoder (${url.href}) could not be downloaded: status ${response.status}.`,
    );
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length <= most) return bytes;
  throw new ZscapeError('BUNDLE_INVALID', `The encoder (${url.href}) is larger than this page accepts.`);
}
