/** The parts of the browser's own file system that are used here, and its failures in sentences. */
import { ZscapeError } from '../../base/errors.ts';

export const manifestName = 'zscape.json';

/** Returns the folder with one folder for each model. @throws STORAGE_REFUSED */
export const modelsFolder = (): Promise<FileSystemDirectoryHandle> => folderOf('models');

/** Returns the folder with one folder for each model being downloaded. @throws STORAGE_REFUSED */
export const downloadsFolder = (): Promise<FileSystemDirectoryHandle> => folderOf('downloads');

async function folderOf(name: string): Promise<FileSystemDirectoryHandle> {
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(name, { create: true });
  } catch (cause) {
    throw new ZscapeError(
      'STORAGE_REFUSED',
      'This browser stores no files for this page (is this a private window?), so models cannot stay on this device.',
      { cause },
    );
  }
}

/** Returns whether the browser has such a file system at all. */
export function hasFileSystem(): boolean {
  return typeof navigator !== 'undefined' && typeof navigator.storage?.getDirectory === 'function';
}

export async function readFile(folder: FileSystemDirectoryHandle, path: string): Promise<File> {
  return (await folder.getFileHandle(path)).getFile();
}

/** Replaces a file as a whole or not at all. */
export async function writeFile(
  folder: FileSystemDirectoryHandle,
  path: string,
  content: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const stream = await (await folder.getFileHandle(path, { create: true })).createWritable();
  try {
    await stream.write(content);
    await stream.close();
  } catch (error) {
    await stream.abort().catch(() => undefined);
    throw error;
  }
}

/** Lists the names in a folder. */
export async function namesIn(folder: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  return names;
}

/** Returns whether an error means that a file or folder does not exist. */
export function isMissing(error: unknown): boolean {
  return (
    error instanceof DOMException && (error.name === 'NotFoundError' || error.name === 'TypeMismatchError')
  );
}

/** Makes an error for a failure with a model's files. @param bytes that were to be written */
export function fileError(error: unknown, title: string, bytes = 0): ZscapeError {
  if (error instanceof ZscapeError) return error;
  if (error instanceof DOMException && error.name === 'QuotaExceededError') return noRoom(bytes, title);
  const reason = error instanceof Error && error.message ? ` (${error.message.replace(/\.$/, '')})` : '';
  return new ZscapeError(
    'STORAGE_REFUSED',
    `The browser could not read or write the files of ${title} on this device${reason}. Reload the page and try again; nothing was deleted.`,
    { cause: error },
  );
}

/** Makes the error for a full storage. */
export function noRoom(bytes: number, title: string): ZscapeError {
  const size =
    bytes > 0
      ? `needs ${(bytes / 1e6).toFixed(1)} MB, but the browser has no room for that`
      : 'ran out of room in the browser';
  return new ZscapeError(
    'STORAGE_FULL',
    `${title} ${size}. Remove a model from this device, or free disk space, and try again.`,
  );
}
