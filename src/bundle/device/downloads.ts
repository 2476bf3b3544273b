/**
 * Files of a model that is being downloaded to this device: `downloads/<id>/` in the browser's own file system, each
 * under its hash. They stay until the model is complete, so a download continues after a reload. The folder contains a
 * mark, and only folders with the mark are ever cleared.
 */
import { ZscapeError } from '../../base/errors.ts';
import type { KeptFiles, WantedFile } from '../../download/fetchFiles.ts';
import { downloadsFolder, fileError, isMissing, namesIn, readFile, writeFile } from './folders.ts';
import { browserLocks, type ModelLocks } from './modelLock.ts';

/** No file can have this name: all others are named by hexadecimal digits. */
const mark = '_downloading';

export class DownloadedFiles implements KeptFiles {
  readonly #folder: FileSystemDirectoryHandle;
  readonly #title: string;

  private constructor(folder: FileSystemDirectoryHandle, title: string) {
    this.#folder = folder;
    this.#title = title;
  }

  /** Opens the folder of a download. @param title names the model in errors. @throws STORAGE_REFUSED, STORAGE_FULL */
  static async open(
    downloads: FileSystemDirectoryHandle,
    id: string,
    title: string,
  ): Promise<DownloadedFiles> {
    try {
      const folder = await downloads.getDirectoryHandle(id, { create: true });
      await writeFile(folder, mark, new Uint8Array());
      return new DownloadedFiles(folder, title);
    } catch (error) {
      throw fileError(error, title);
    }
  }

  async read({ gitBlob, bytes }: WantedFile): Promise<Uint8Array | null> {
    try {
      const file = await readFile(this.#folder, gitBlob);
      return file.size === bytes ? new Uint8Array(await file.arrayBuffer()) : null;
    } catch (error) {
      // A file that cannot be read is fetched again.
      if (isMissing(error) || error instanceof DOMException) return null;
      throw error;
    }
  }

  async write({ gitBlob }: WantedFile, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    try {
      await writeFile(this.#folder, gitBlob, bytes);
    } catch (error) {
      throw fileError(error, this.#title, bytes.length);
    }
  }

  /** Opens a finished file, to be read in place. @throws STORAGE_REFUSED */
  async file({ gitBlob }: WantedFile): Promise<File> {
    try {
      return await readFile(this.#folder, gitBlob);
    } catch (error) {
      throw fileError(error, this.#title);
    }
  }
}

/** Removes a model's downloaded files once it is complete; a folder without the mark is not a download and stays. */
export async function clearDownloads(id: string): Promise<void> {
  await clearMarked(await downloadsFolder(), id);
}

/** Removes the folder of a download, if it has the mark. @throws STORAGE_REFUSED */
export async function clearMarked(downloads: FileSystemDirectoryHandle, id: string): Promise<void> {
  try {
    if (!(await namesIn(await downloads.getDirectoryHandle(id))).includes(mark)) return;
    await downloads.removeEntry(id, { recursive: true });
  } catch (error) {
    if (!isMissing(error)) throw fileError(error, `the download of “${id}”`);
  }
}

/**
 * Makes sure that only one tab at a time downloads a model.
 * @throws USAGE if another one is downloading it
 */
export function onlyHere<T>(id: string, title: string, work: () => Promise<T>): Promise<T> {
  const locks: ModelLocks | undefined = browserLocks();
  if (!locks) return work();
  return locks.request(`zscape-download-${id}`, { ifAvailable: true }, async (lock) => {
    if (lock !== null) return work();
    throw new ZscapeError(
      'USAGE',
      `Another tab is already getting ${title}. Wait for it or cancel it there.`,
    );
  });
}
