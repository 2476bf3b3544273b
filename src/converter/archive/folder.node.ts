/** Reads the files of a folder on the disk on demand. Node only. */
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { ZscapeError } from '../../base/errors.ts';
import { withModelJson } from './anyModelJson.ts';
import { byPath, type ModuleFiles, missingFile } from './files.ts';
import { type ArchiveLimits, defaultLimits, megabytes } from './limits.ts';
import { atModelRoot } from './modelRoot.ts';

/**
 * Opens a folder.
 * @param json the intended one of several TF.js models in the folder.
 * @throws ARCHIVE_UNREADABLE, ARCHIVE_TOO_LARGE; a link out of the folder is refused when it is read.
 */
export async function openFolder(
  folder: string,
  limitOverrides: Partial<ArchiveLimits> = {},
  json?: string,
): Promise<ModuleFiles> {
  const limits = { ...defaultLimits, ...limitOverrides };
  const root = await realpath(folder);
  const paths: string[] = [];
  await list(root, '', 0, paths, limits);
  const known = new Set(paths);
  const files: ModuleFiles = {
    paths: paths.sort(byPath),
    read: async (path) => {
      if (!known.has(path)) throw missingFile(path);
      return readInside(root, path, limits);
    },
  };
  return json === undefined ? atModelRoot(folder, files) : withModelJson(files, json);
}

async function list(root: string, folder: string, depth: number, paths: string[], limits: ArchiveLimits) {
  if (depth > limits.maxDepth) return;
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) await list(root, path, depth + 1, paths, limits);
    else if (entry.isFile() || entry.isSymbolicLink()) paths.push(path);
    if (paths.length > limits.maxEntries) {
      throw new ZscapeError(
        'ARCHIVE_TOO_LARGE',
        `${root} holds more than ${limits.maxEntries} files, which is more than any model has. Give the model's own folder.`,
      );
    }
  }
}

/** Reads a file of a folder; @param root its real path. @throws ARCHIVE_UNSAFE_PATH for a link out of it. */
export async function readInside(root: string, path: string, limits: ArchiveLimits): Promise<Uint8Array> {
  try {
    const real = await realpath(join(root, path));
    if (!real.startsWith(root.endsWith(sep) ? root : root + sep)) {
      throw new ZscapeError(
        'ARCHIVE_UNSAFE_PATH',
        `${path} is a link that leads out of its folder. Put the file itself in the folder.`,
      );
    }
    const { size } = await stat(real);
    if (size > limits.maxBytes) {
      throw new ZscapeError(
        'ARCHIVE_TOO_LARGE',
        `${path} is ${megabytes(size)}; the limit is ${megabytes(limits.maxBytes)}.`,
      );
    }
    const bytes = await readFile(real);
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch (error) {
    if (error instanceof ZscapeError) throw error;
    throw new ZscapeError('ARCHIVE_UNREADABLE', `${path} could not be read. Check its permissions.`, {
      cause: error,
    });
  }
}
