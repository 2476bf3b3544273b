/** Opens a model by its path on the disk: an archive, a folder, or a single file. Node only. */
import { readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ZscapeError } from '../../base/errors.ts';
import { fileSource } from './byteSource.node.ts';
import { latentsName, type ModuleFiles, mostLatentBytes, withFile } from './files.ts';
import { openFolder, readInside } from './folder.node.ts';
import { nodeDecompress } from './formats/decompress.node.ts';
import { defaultLimits } from './limits.ts';
import { type OpenOptions, openArchive } from './open.ts';

export interface OpenedModel extends ModuleFiles {
  /** Closes the file. No file of the model can be read afterwards. */
  close(): Promise<void>;
}

/** Opens a path. @throws INPUT_NOT_FOUND, and the errors of `openArchive` and `openFolder`. */
export async function openPath(path: string, options: OpenOptions = {}): Promise<OpenedModel> {
  const kind = await stat(path).catch((error: unknown) => {
    throw new ZscapeError('INPUT_NOT_FOUND', `There is no file or folder ${path}.`, { cause: error });
  });
  const closeNothing = async () => undefined;
  if (kind.isDirectory()) return { ...(await openFolder(path, options.limits)), close: closeNothing };
  if (/\.json$/i.test(path)) {
    const files = await openFolder(dirname(path), options.limits, basename(path));
    return { ...files, close: closeNothing };
  }
  const source = await fileSource(path);
  try {
    const files = await openArchive(source, { decompress: nodeDecompress, ...options });
    const whole = await withLatents(withFilesBeside(path, files, options), path);
    return { ...whole, close: source.close };
  } catch (error) {
    await source.close();
    throw error;
  }
}

/** Adds the files beside an .onnx file that hold its weights; they are read on demand. */
function withFilesBeside(path: string, files: ModuleFiles, { limits }: OpenOptions): ModuleFiles {
  if (!/\.onnx$/i.test(path)) return files;
  const known = new Set(files.paths);
  const read = async (name: string) =>
    known.has(name)
      ? files.read(name)
      : readInside(await realpath(dirname(path)), name, { ...defaultLimits, ...limits });
  return { ...files, read };
}

/** Adds the latents of a model in a single file, which are in the file beside it. */
async function withLatents(files: ModuleFiles, path: string): Promise<ModuleFiles> {
  const beside = join(dirname(path), latentsName);
  const kind = await stat(beside).catch(() => undefined);
  if (kind?.isFile() !== true || kind.size > mostLatentBytes) return files;
  return withFile(files, latentsName, async () => new Uint8Array(await readFile(beside)));
}
