/** The latents that came with a model, as the prior of its samples. Loaded with the first model that has some. */
import { ZscapeError } from '../../base/errors.ts';
import { readExtra } from '../../bundle/read/extra.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { type LatentCloud, splitCloud } from '../../latent/vector/cloud.ts';

/**
 * Reads the cloud of a bundle. @param url the bundle's folder, with a closing slash @throws BUNDLE_* and NETWORK naming
 * the file
 */
export async function readCloud(
  url: string,
  manifest: BundleManifest,
  held: NonNullable<BundleManifest['latents']>,
): Promise<LatentCloud> {
  const bytes = await readExtra(url, held.file, manifest);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = Float32Array.from({ length: bytes.byteLength >> 2 }, (_, index) =>
    view.getFloat32(index * 4, true),
  );
  const cloud = bytes.byteLength % 4 === 0 && splitCloud(values, manifest.latent.size, held);
  if (cloud) return cloud;
  throw new ZscapeError(
    'BUNDLE_INVALID',
    `${held.file} of ${manifest.title} does not hold the latents that its zscape.json describes, so its samples come from the standard prior. Convert the model again.`,
  );
}
