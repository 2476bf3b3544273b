/** The browser's own file system, as far as it is used here, and its failures in words. */
import { ZscapeError } from '../../base/errors.ts';

export const manifestName = 'zscape.json';

/** The folder that holds a folder for each model. @throws STORAGE_REFUSED */
export const modelsFolder = (): Promise<FileSystemDirectoryHandle> => folderOf('models');

/** The folder that holds a folder for each model that is on its way. @throws STORAGE_REFUSED */
export const downloadsFolder = (): Promise<FileSystemDirectoryHandle> => folderOf('downloads');

async function folderOf(name: string): Promise<FileSystemDirectoryHandle> {
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(name, { create: true });
  } catch (cause) {
    throw new ZscapeError(
      'STORAGE_REFUSED',
      'This browser keeps no files for this page (a private window?), so a model cannot stay on this device.',
      { cause },
    );
  }
}

/** True where the browser has such a file system at all. */
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

export async function namesIn(folder: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  return names;
}

export function isMissing(error: unknown): boolean {
  return (
    error instanceof DOMException && (error.name === 'NotFoundError' || error.name === 'TypeMismatchError')
  );
}

/** What went wrong with the files of a model, in words. @param bytes that were to be written */
export function fileError(error: unknown, title: string, bytes = 0): ZscapeError {
  if (error instanceof ZscapeError) return error;
  if (error instanceof DOMException && error.name === 'QuotaExceededError') return noRoom(bytes, title);
  const reason = error instanceof Error && error.message ? ` (${error.message.replace(/\.$/, '')})` : '';
  return new ZscapeError(
    'STORAGE_REFUSED',
    `The browser could not read or write the files of ${title} on this device${reason}. Reload the page and try again; nothing of it was deleted.`,
    { cause: error },
  );
}

export function noRoom(bytes: number, title: string): ZscapeError {
  const size =
    bytes > 0
      ? `takes ${(bytes / 1e6).toFixed(1)} MB, and the browser has no room for that`
      : 'found no more room in the browser';
  return new ZscapeError(
    'STORAGE_FULL',
    `${title} ${size}. Remove a model from this device, or free disk space, and try again.`,
  );
}
