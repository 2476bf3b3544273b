/**
 * Changes a stored bundle as a whole or not at all. New and changed files are first written beside the old ones
 * (`*.next`, `zscape.json.next` last). From then on the change will be completed, if not by the code that began it, then
 * by the next listing of the bundles. These files are trusted only as far as their manifest proves them.
 */
import { sha256Hex } from '../read/sha256.ts';
import { type BundleManifest, parseBundle } from '../schema/manifest.ts';
import type { StoredFile } from './adding.ts';
import { fileError, manifestName, namesIn, readFile, writeFile } from './folders.ts';
import { alone, ifIdle, type ModelLocks } from './modelLock.ts';

const nextSuffix = '.next';

/**
 * Updates a bundle.
 * @param content new and changed files, `zscape.json` last
 * @throws STORAGE_FULL, STORAGE_REFUSED; the bundle then stays the same
 */
export function updateBundle(
  models: FileSystemDirectoryHandle,
  locks: ModelLocks | undefined,
  id: string,
  content: readonly StoredFile[],
): Promise<void> {
  return alone(locks, id, async () => {
    try {
      const folder = await models.getDirectoryHandle(id);
      try {
        for (const { path, bytes } of content) await writeFile(folder, path + nextSuffix, bytes);
      } catch (error) {
        for (const { path } of [...content].reverse())
          await folder.removeEntry(path + nextSuffix).catch(() => undefined);
        throw error;
      }
      await applyNext(folder, id);
    } catch (error) {
      throw fileError(
        error,
        `the model “${id}”`,
        content.reduce((sum, { bytes }) => sum + bytes.length, 0),
      );
    }
  });
}

/** Completes a change that had been written completely before an interruption. */
export async function finishUpdate(
  models: FileSystemDirectoryHandle,
  locks: ModelLocks | undefined,
  id: string,
): Promise<void> {
  const folder = await models.getDirectoryHandle(id);
  if (!(await namesIn(folder)).includes(manifestName + nextSuffix)) return;
  if (locks) await ifIdle(locks, id, () => applyNext(folder, id));
  else await applyNext(folder, id);
}

/** Applies the change. Doing it twice, or again after an interruption, does no harm. */
async function applyNext(folder: FileSystemDirectoryHandle, id: string): Promise<void> {
  const names = await namesIn(folder);
  const next = names.includes(manifestName + nextSuffix) ? await provenNext(folder, names, id) : null;
  if (!next) return;
  const changed = next.files.map(({ path }) => path).filter((path) => names.includes(path + nextSuffix));
  for (const path of [...changed, manifestName]) {
    const file = await readFile(folder, path + nextSuffix);
    await writeFile(folder, path, new Uint8Array(await file.arrayBuffer()));
  }
  // Remove the manifest's own first: without it nothing is left to be done.
  for (const path of [manifestName, ...changed]) await folder.removeEntry(path + nextSuffix);
}

/**
 * Returns the next manifest, if it belongs to this model and every file exists exactly as it says; anything else is left
 * alone.
 */
async function provenNext(
  folder: FileSystemDirectoryHandle,
  names: readonly string[],
  id: string,
): Promise<BundleManifest | null> {
  try {
    const text = await (await readFile(folder, manifestName + nextSuffix)).text();
    const manifest = parseBundle(JSON.parse(text), manifestName);
    if (manifest.id !== id) return null;
    for (const { path, bytes, sha256 } of manifest.files) {
      const file = await readFile(folder, names.includes(path + nextSuffix) ? path + nextSuffix : path);
      if (file.size !== bytes) return null;
      if ((await sha256Hex(new Uint8Array(await file.arrayBuffer()))) !== sha256) return null;
    }
    return manifest;
  } catch {
    return null;
  }
}
