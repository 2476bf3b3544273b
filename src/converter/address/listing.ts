/** Chooses a model among the files of a folder, on hosts that list them (Hugging Face). */
import * as v from 'valibot';
import { ZscapeError } from '../../base/errors.ts';

const listingSchema = v.array(v.object({ type: v.string(), path: v.string() }));

/** Bytes of a list of several thousand files. */
export const mostListing = 4 * 2 ** 20;

/** A folder with one of these is a model, whatever else it contains. */
const marks = ['zscape.json', 'model.json'];
const ending = /\.(onnx|keras|h5|hdf5|safetensors|zip|tar|tgz|tar\.gz)$/i;

/**
 * Chooses the model in a listed folder.
 * @param bytes the host's answer
 * @param folder address of the folder, with a trailing slash
 * @param what names the folder in sentences
 * @returns the address of the model's first file
 * @throws MODULE_INVALID if there is none, or more than one
 */
export function chooseListed(bytes: Uint8Array, folder: string, what: string): string {
  const names = filesOf(bytes, what);
  const mark = marks.find((name) => names.includes(name));
  const models = mark === undefined ? names.filter((name) => ending.test(name)) : [mark];
  const [model, ...others] = models;
  if (model === undefined) {
    throw new ZscapeError(
      'MODULE_INVALID',
      `${what} has no model that can be opened here: no ${marks.join(' or ')}, and no file ending in .onnx, .keras, .h5, .safetensors, .zip or .tar.gz.`,
    );
  }
  if (others.length > 0) {
    throw new ZscapeError(
      'MODULE_INVALID',
      `${what} holds ${models.length} models: ${models.slice(0, 5).join(', ')}${models.length > 5 ? ', …' : ''}. Give the address of one of them.`,
    );
  }
  return new URL(encodeURIComponent(model), folder).href;
}

/** Lists the names of the files in the folder itself. */
function filesOf(bytes: Uint8Array, what: string): string[] {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    json = null;
  }
  const result = v.safeParse(listingSchema, json);
  if (!result.success) {
    throw new ZscapeError(
      'MODULE_INVALID',
      `The host's list of the files in ${what} cannot be read. Give the address of the model's file itself.`,
    );
  }
  return result.output
    .filter(({ type }) => type === 'file')
    .map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
}
