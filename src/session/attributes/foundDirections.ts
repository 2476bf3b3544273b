/**
 * Keeps directions that were found without labels, so that they are found only once. Without storage they are found
 * again.
 */
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { openLibrary } from '../saved/database.ts';
import type { FoundDirection } from './maths/messages.ts';

type FindingWay = 'pca' | 'closed-form';

/** The key names the weights too: a bundle that was made again under the same id has other directions. */
function keyOf({ id, files }: BundleManifest, way: FindingWay): string {
  return `${id} ${way} ${files.map(({ sha256 }) => sha256.slice(0, 8)).join('')}`;
}

export async function readFound(
  model: BundleManifest,
  way: FindingWay,
): Promise<FoundDirection[] | undefined> {
  try {
    return await (await openLibrary()).get('found', keyOf(model, way));
  } catch {
    return undefined;
  }
}

export async function keepFound(
  model: BundleManifest,
  way: FindingWay,
  found: FoundDirection[],
): Promise<void> {
  try {
    await (await openLibrary()).put('found', found, keyOf(model, way));
  } catch {
    // They are found again the next time.
  }
}
