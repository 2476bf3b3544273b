/**
 * Writes a new bundle into its own folder. The folder contains a mark from the first file to the last. A folder with the
 * mark that nobody is writing to is the remnant of an interrupted adding; no other folder is ever treated as one.
 */
import { ZscapeError } from '../../base/errors.ts';
import { type BundleManifest, parseBundle } from '../schema/manifest.ts';
import { fileError, isMissing, manifestName, namesIn, readFile, writeFile } from './folders.ts';
import { alone, ifIdle, type ModelLocks } from './modelLock.ts';

/** No file of a bundle can have this name. */
export const addingMark = '_adding';

export interface StoredFile {
  path: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Adds a bundle.
 * @param content the bundle's files, `zscape.json` last
 * @throws STORAGE_FULL, STORAGE_REFUSED; OUTPUT_UNWRITABLE if a model of that name is already stored. Nothing is left
 * behind then.
 */
export function addBundle(
  models: FileSystemDirectoryHandle,
  locks: ModelLocks | undefined,
  { id, title, files }: Pick<BundleManifest, 'id' | 'title' | 'files'>,
  content: Iterable<StoredFile>,
): Promise<void> {
  return alone(locks, id, async () => {
    await makeWay(models, id, title);
    try {
      const folder = await models.getDirectoryHandle(id, { create: true });
      await writeFile(folder, addingMark, new Uint8Array());
      for (const { path, bytes } of content) await writeFile(folder, path, bytes);
      await folder.removeEntry(addingMark);
    } catch (error) {
      await models.removeEntry(id, { recursive: true }).catch(() => undefined);
      const size = files.reduce((sum, file) => sum + file.bytes, 0);
      throw fileError(error, title, size);
    }
  });
}

/** Removes the remnant of another adding; a stored model stays, whatever its condition. */
async function makeWay(models: FileSystemDirectoryHandle, id: string, title: string): Promise<void> {
  let names: string[];
  try {
    names = await namesIn(await models.getDirectoryHandle(id));
  } catch (error) {
    if (isMissing(error)) return;
    throw fileError(error, title);
  }
  if (names.length > 0 && !names.includes(addingMark)) {
    throw new ZscapeError(
      'OUTPUT_UNWRITABLE',
      `There is already a model named “${id}” on this device. Remove it first, or give the file another name.`,
    );
  }
  await models.removeEntry(id, { recursive: true });
}

/**
 * Finishes or removes the remnant of an interrupted adding, unless somebody is writing there.
 * @returns whether the folder now has a whole bundle
 */
export async function sweepAdding(
  models: FileSystemDirectoryHandle,
  locks: ModelLocks | undefined,
  id: string,
): Promise<boolean> {
  const done = await ifIdle(locks, id, async () => {
    const folder = await models.getDirectoryHandle(id);
    // The writer may have finished before we got the lock.
    const names = await namesIn(folder);
    if (!names.includes(addingMark)) return names.length > 0;
    if (await isWhole(folder)) {
      await folder.removeEntry(addingMark);
      return true;
    }
    await models.removeEntry(id, { recursive: true });
    return false;
  });
  return done ?? false;
}

/**
 * Returns whether a bundle is complete. The manifest comes last, so if it can be read, only the removal of the mark is
 * missing.
 */
async function isWhole(folder: FileSystemDirectoryHandle): Promise<boolean> {
  try {
    const { files } = parseBundle(
      JSON.parse(await (await readFile(folder, manifestName)).text()),
      manifestName,
    );
    for (const { path, bytes } of files) if ((await readFile(folder, path)).size !== bytes) return false;
    return true;
  } catch {
    return false;
  }
}
