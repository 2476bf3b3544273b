/** Keeps directions that were found without labels, so that they are found only once. Without storage they are found again. */
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { inLibrary } from '../saved/database.ts';
import type { FoundDirection } from './maths/messages.ts';
import { readFoundDirections } from './taughtSchema.ts';

type FindingWay = 'pca' | 'closed-form';

/**
 * Returns the storage key of the directions. It includes the weights, because a bundle that was converted again under the
 * same id has other directions.
 */
function keyOf({ id, files }: BundleManifest, way: FindingWay): string {
  return `${id} ${way} ${files.map(({ sha256 }) => sha256.slice(0, 8)).join('')}`;
}

/** Reads stored directions; undefined if there are none, if they are damaged, or without storage. */
export async function readFound(
  model: BundleManifest,
  way: FindingWay,
): Promise<FoundDirection[] | undefined> {
  try {
    const kept: unknown = await inLibrary((library) => library.get('found', keyOf(model, way)));
    return readFoundDirections(kept, model.latent.size);
  } catch {
    return undefined;
  }
}

/** Stores directions. A failure is ignored: they can be found again. */
export async function keepFound(
  model: BundleManifest,
  way: FindingWay,
  found: FoundDirection[],
): Promise<void> {
  try {
    await inLibrary((library) => library.put('found', found, keyOf(model, way)));
  } catch {
    // They are found again the next time.
  }
}
