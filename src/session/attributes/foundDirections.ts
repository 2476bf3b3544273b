/** Directions found without labels, kept so that they are found once. Without storage they are found anew. */
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { openLibrary } from '../saved/database.ts';
import type { FoundDirection } from './maths/messages.ts';

type FindingWay = 'pca' | 'closed-form';

/** Of the weights that they were found in: a bundle that was made anew under the same id has other directions. */
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
    // Another time they are found anew.
  }
}
