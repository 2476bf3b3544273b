/** Finds the model's own folder among an archive's paths, so that `saved_model.pb` is at the top however it was packed. */
import { ZscapeError } from '../../base/errors.ts';
import { sources } from '../read/sources.ts';
import { withAnyModelJson } from './anyModelJson.ts';
import { byPath, type ModuleFiles, missingFile } from './files.ts';

function isMark(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return sources.some((source) => source.isMark(name));
}

/** Recognises the files that operating systems leave in archives. */
function isLitter(path: string): boolean {
  return path
    .split('/')
    .some(
      (part) => part === '__MACOSX' || part === '.DS_Store' || part.startsWith('._') || part === 'Thumbs.db',
    );
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/**
 * Presents the files relative to the model's folder, without those outside it. If there is no model among them, only
 * folders that contain everything are removed, and the importer says what is missing. A TF.js model is found under any
 * name.
 * @throws MODULE_INVALID if there are several models side by side.
 */
export async function atModelRoot(name: string, files: ModuleFiles): Promise<ModuleFiles> {
  const kept = files.paths.filter((path) => !isLitter(path));
  if (!kept.some(isMark)) return seenFrom(name, await withAnyModelJson(name, { ...files, paths: kept }));
  return seenFrom(name, { ...files, paths: kept });
}

function seenFrom(name: string, files: ModuleFiles): ModuleFiles {
  const kept = files.paths;
  const root = modelFolder(name, kept);
  const paths = kept.filter((path) => path.startsWith(root)).map((path) => path.slice(root.length));
  const known = new Set(paths);
  return {
    paths: paths.sort(byPath),
    read: async (path) => {
      if (!known.has(path)) throw missingFile(path);
      return files.read(root + path);
    },
  };
}

function modelFolder(name: string, paths: readonly string[]): string {
  const folders = [...new Set(paths.filter(isMark).map(folderOf))];
  if (folders.length === 0) return commonFolder(paths);
  const depth = (folder: string) => folder.split('/').length;
  const least = Math.min(...folders.map(depth));
  const top = folders.filter((folder) => depth(folder) === least).sort(byPath);
  if (top.length > 1) {
    throw new ZscapeError(
      'MODULE_INVALID',
      `${name} holds ${top.length} models (${top.slice(0, 4).join(', ')}${top.length > 4 ? ', ...' : ''}). Give only one of these folders.`,
    );
  }
  return top[0]!;
}

function commonFolder(paths: readonly string[]): string {
  const first = paths[0];
  if (first === undefined) return '';
  let folder = folderOf(first);
  for (const path of paths) {
    while (!path.startsWith(folder)) folder = folderOf(folder.slice(0, -1));
  }
  return folder;
}
