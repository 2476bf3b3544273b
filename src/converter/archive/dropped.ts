/**
 * Opens whatever a visitor drops or picks: one archive, the files of a folder, or a model.json with its shards. Browser
 * and Node.
 */
import { ZscapeError } from '../../base/errors.ts';
import { blobSource } from './byteSource.ts';
import { byPath, latentsName, type ModuleFiles, missingFile, mostLatentBytes, withFile } from './files.ts';
import { ByteBudget, defaultLimits } from './limits.ts';
import { atModelRoot } from './modelRoot.ts';
import { type OpenOptions, openArchive } from './open.ts';
import { PathLedger } from './paths.ts';

export interface DroppedFile {
  /** The path including the dropped folder: `webkitRelativePath`, an entry's `fullPath`, or the bare name. */
  readonly path: string;
  readonly blob: Blob;
}

/**
 * Opens a single file as an archive, and several as the files of a folder, which are read on demand.
 * @throws ARCHIVE_UNREADABLE, ARCHIVE_TOO_LARGE, ARCHIVE_UNSAFE_PATH, MODULE_INVALID, CANCELLED.
 */
export async function openDropped(
  files: readonly DroppedFile[],
  options: OpenOptions = {},
): Promise<ModuleFiles> {
  const [first, ...others] = files;
  if (first === undefined) {
    throw new ZscapeError('ARCHIVE_UNREADABLE', 'The input has no files. Give an archive or a folder.');
  }
  const latents = files.find(({ path }) => baseName(path) === latentsName);
  const rest = files.filter((file) => file !== latents);
  if (latents !== undefined && rest.length === 1 && latents.blob.size <= mostLatentBytes) {
    // A model.json with nothing but latents is a folder that lacks its weights, which a sentence reports.
    if (baseName(rest[0]!.path) !== 'model.json') {
      return withFile(
        await openDropped(rest, options),
        latentsName,
        async () => new Uint8Array(await latents.blob.arrayBuffer()),
      );
    }
  }
  if (others.length === 0) return openArchive(blobSource(baseName(first.path), first.blob), options);
  return openFolderOf(files, options);
}

function openFolderOf(files: readonly DroppedFile[], options: OpenOptions): Promise<ModuleFiles> {
  const limits = { ...defaultLimits, ...options.limits };
  const name = 'The folder';
  const ledger = new PathLedger(name, limits);
  const budget = new ByteBudget(name, Number.POSITIVE_INFINITY, limits);
  const blobs = new Map<string, Blob>();
  for (const { path, blob } of files) {
    // The paths of dropped entries begin with a slash that stands for the drop itself.
    blobs.set(ledger.add(path.replace(/^\//, ''), 'file'), blob);
    budget.spend(blob.size);
  }
  return atModelRoot(name, {
    paths: [...blobs.keys()].sort(byPath),
    read: async (path) => {
      const blob = blobs.get(path);
      if (blob === undefined) throw missingFile(path);
      return blobSource(path, blob).read(0, blob.size);
    },
  });
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
