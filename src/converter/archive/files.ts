/** The files of a model, however they were packed. Every archive reader produces them, and every source accepts them. */
import { ZscapeError } from '../../base/errors.ts';

export interface ModuleFiles {
  /** Paths with `/`, relative to the model's own folder, sorted; folders are not listed. */
  readonly paths: readonly string[];
  /**
   * Reads the bytes of one file. Treat them as read only: an unpacked archive returns the same bytes at every call.
   * @throws ARCHIVE_UNREADABLE if there is no such file or its bytes cannot be read.
   */
  read(path: string): Promise<Uint8Array>;
}

/** Sorts by code units, the same on every machine. */
export function byPath(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function missingFile(path: string): ZscapeError {
  return new ZscapeError('ARCHIVE_UNREADABLE', `There is no file ${path} in the model.`);
}

/** Presents files that are already in memory. */
export function memoryFiles(contents: ReadonlyMap<string, Uint8Array>): ModuleFiles {
  return {
    paths: [...contents.keys()].sort(byPath),
    read: async (path) => {
      const bytes = contents.get(path);
      if (bytes === undefined) throw missingFile(path);
      return bytes;
    },
  };
}

/** Latents that come with a model are in a file of this name beside it. */
export const latentsName = 'latents.npy';
/** Some 50,000 latents of 512 numbers. */
export const mostLatentBytes = 2 ** 27;

/** Adds a file, unless there is already one of that name. */
export function withFile(files: ModuleFiles, name: string, read: () => Promise<Uint8Array>): ModuleFiles {
  if (files.paths.includes(name)) return files;
  return {
    paths: [...files.paths, name].sort(byPath),
    read: (path) => (path === name ? read() : files.read(path)),
  };
}
