/** Reads files of a bundle that are fetched when somebody asks for them, and not with the model. */
import { ZscapeError } from '../../base/errors.ts';
import type { BundleManifest } from '../schema/manifest.ts';
import { download, nameOf, parseJson } from './download.ts';
import { sha256Hex } from './sha256.ts';

/** Five times a thousand labelled directions of a latent of 512 numbers. */
const mostExtraBytes = 16 * 2 ** 20;

/**
 * The file `path` of the bundle in the folder `url` (with a closing slash), checked against what `zscape.json` says of it.
 * @throws BUNDLE_* and NETWORK naming the file; CANCELLED.
 */
export async function readExtra(
  url: string,
  path: string,
  { files }: BundleManifest,
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const address = `${url}${path}`;
  const listed = files.find((file) => file.path === path);
  if (listed && listed.bytes > mostExtraBytes) {
    throw new ZscapeError('BUNDLE_INVALID', `${nameOf(address)} is far too large for what it should be.`);
  }
  const bytes = await download(address, {
    signal,
    most: mostExtraBytes,
    ...(listed && { expected: listed.bytes }),
  });
  if (listed && (await sha256Hex(bytes)) !== listed.sha256) {
    throw new ZscapeError(
      'BUNDLE_FILE_CORRUPT',
      `${nameOf(address)} is damaged: it is not what the bundle says. Copy the model's files to the server again.`,
    );
  }
  return bytes;
}

/** The same for a file that is JSON: what it says. */
export async function readExtraJson(
  url: string,
  path: string,
  manifest: BundleManifest,
  signal?: AbortSignal,
): Promise<unknown> {
  const bytes = await readExtra(url, path, manifest, signal);
  return parseJson(new TextDecoder().decode(bytes), `${url}${path}`);
}
