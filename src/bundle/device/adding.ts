/**
 * Writing a new bundle into a folder of its own. From its first file to its last the folder holds a mark; a folder with the
 * mark that nobody is writing to is what an interrupted adding left, and nothing else is ever taken for that.
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
 * @param content the bundle's files, `zscape.json` last
 * @throws STORAGE_FULL, STORAGE_REFUSED; OUTPUT_UNWRITABLE where a model of that name is kept already. Nothing is left then.
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

/** What was left of another adding goes; a kept model stays, whatever has become of it. */
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
      `A model is kept on this device under the name “${id}” already. Remove it first, or give the file another name.`,
    );
  }
  await models.removeEntry(id, { recursive: true });
}

/**
 * Finishes or removes what an interrupted adding left in the folder, unless somebody is writing there.
 * @returns whether a whole bundle is there now
 */
export async function sweepAdding(
  models: FileSystemDirectoryHandle,
  locks: ModelLocks | undefined,
  id: string,
): Promise<boolean> {
  const done = await ifIdle(locks, id, async () => {
    const folder = await models.getDirectoryHandle(id);
    // Whoever was writing may have finished before we had the lock.
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

/** The manifest comes last, so where it can be read nothing is missing but the end of the mark. */
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
