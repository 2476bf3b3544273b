/** The files of a published model in a folder, as the converter takes them. A file is there in full or not at all. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ZscapeError } from '../../src/base/errors.ts';
import type { KeptFiles, WantedFile } from '../../src/download/fetchFiles.ts';

export class FolderFiles implements KeptFiles {
  readonly #folder: string;
  readonly #root: string;

  /** @param root the part of the files' paths that the folder stands for */
  constructor(folder: string, root: string) {
    this.#folder = folder;
    this.#root = root;
  }

  async read(file: WantedFile): Promise<Uint8Array | null> {
    return readFile(this.#placeOf(file)).catch(() => null);
  }

  async write(file: WantedFile, bytes: Uint8Array): Promise<void> {
    const place = this.#placeOf(file);
    try {
      await mkdir(join(place, '..'), { recursive: true });
      await writeFile(`${place}.part`, bytes);
      await rename(`${place}.part`, place);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new ZscapeError('OUTPUT_UNWRITABLE', `${place} cannot be written: ${why}.`, { cause });
    }
  }

  #placeOf({ path }: WantedFile): string {
    return join(this.#folder, path.startsWith(this.#root) ? path.slice(this.#root.length) : path);
  }
}
