/** Reads files of a bundle that are fetched on demand, and not with the model. */
import { ZscapeError } from '../../base/errors.ts';
import { isDeviceUrl } from '../device/deviceStore.ts';
import { browserCache, type FileCache } from '../device/weightsCache.ts';
import type { BundleManifest } from '../schema/manifest.ts';
import { download, nameOf, parseJson } from './download.ts';
import { sha256Hex } from './sha256.ts';

/** Five times the size of a thousand labelled directions for a latent of 512 numbers. */
const mostExtraBytes = 16 * 2 ** 20;

/**
 * Reads the file `path` of the bundle in the folder `url` (with a trailing slash), checked against `zscape.json`. It
 * comes from the browser's store if that has it.
 * @throws BUNDLE_* and NETWORK naming the file; CANCELLED.
 */
export async function readExtra(
  url: string,
  path: string,
  { files }: BundleManifest,
  signal?: AbortSignal,
  cache: FileCache = browserCache,
): Promise<Uint8Array<ArrayBuffer>> {
  const address = `${url}${path}`;
  const listed = files.find((file) => file.path === path);
  if (listed && listed.bytes > mostExtraBytes) {
    throw new ZscapeError('BUNDLE_INVALID', `${nameOf(address)} is far too large.`);
  }
  const kept = listed && (await cache.get(listed.sha256));
  if (kept && (await sha256Hex(kept)) === listed.sha256) return kept;
  const bytes = await download(address, {
    signal,
    most: mostExtraBytes,
    ...(listed && { expected: listed.bytes }),
  });
  if (listed && (await sha256Hex(bytes)) !== listed.sha256) {
    throw new ZscapeError(
      'BUNDLE_FILE_CORRUPT',
      `${nameOf(address)} is damaged: its SHA-256 is not the one in zscape.json. Copy the model's files to the server again.`,
    );
  }
  // Not awaited, because nobody depends on the store. Files already on this device are not stored twice.
  if (listed && !isDeviceUrl(url)) void cache.put(listed.sha256, bytes);
  return bytes;
}

/** Reads a JSON file in the same way. @returns its parsed content. */
export async function readExtraJson(
  url: string,
  path: string,
  manifest: BundleManifest,
  signal?: AbortSignal,
): Promise<unknown> {
  const bytes = await readExtra(url, path, manifest, signal);
  return parseJson(new TextDecoder().decode(bytes), `${url}${path}`);
}
