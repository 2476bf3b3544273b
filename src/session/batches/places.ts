/** The destinations of a batch's files: a folder of the user's, or the browser's own storage. */
import { isAbort, ZscapeError } from '../../base/errors.ts';
import type { BatchJob } from './jobs.ts';

/** Missing from the standard's types so far (WICG, File System Access). */
interface AskingHandle extends FileSystemDirectoryHandle {
  queryPermission?(how: { mode: 'readwrite' }): Promise<PermissionState>;
  requestPermission?(how: { mode: 'readwrite' }): Promise<PermissionState>;
}
type PickFolder = (options: { id: string; mode: 'readwrite' }) => Promise<FileSystemDirectoryHandle>;

const ownFolder = 'batches';

/** Tells whether the browser lets pages ask for a folder. */
export const canPickFolder = (): boolean => 'showDirectoryPicker' in globalThis;

/** Makes the user choose a folder. @throws CANCELLED if none is chosen, STORAGE_REFUSED */
export async function pickFolder(): Promise<FileSystemDirectoryHandle> {
  const pick = (globalThis as { showDirectoryPicker?: PickFolder }).showDirectoryPicker;
  if (!pick) {
    throw new ZscapeError(
      'STORAGE_REFUSED',
      'This browser does not let pages write to a folder. Choose Downloads instead.',
    );
  }
  try {
    return await pick({ id: 'zscape-batch', mode: 'readwrite' });
  } catch (cause) {
    if (isAbort(cause)) throw new ZscapeError('CANCELLED', 'Cancelled.');
    throw new ZscapeError(
      'STORAGE_REFUSED',
      'The browser does not let the page write to that folder. Choose another one, or Downloads.',
      { cause },
    );
  }
}

/** Opens the folder of a batch for writing. @throws STORAGE_REFUSED if the browser or the user does not allow it */
export async function folderOf({
  id,
  folder,
}: Pick<BatchJob, 'id' | 'folder'>): Promise<FileSystemDirectoryHandle> {
  if (!folder) return browserFolder(id);
  const asking: AskingHandle = folder;
  const mode = { mode: 'readwrite' } as const;
  const granted =
    (await asking.queryPermission?.(mode)) === 'prompt'
      ? await asking.requestPermission?.(mode)
      : await asking.queryPermission?.(mode);
  if (granted === undefined || granted === 'granted') return folder;
  throw new ZscapeError(
    'STORAGE_REFUSED',
    `The page may not write to the folder ${folder.name}. Press Resume and allow it, or start a new batch.`,
  );
}

async function browserFolder(id: string): Promise<FileSystemDirectoryHandle> {
  try {
    const root = await navigator.storage.getDirectory();
    const all = await root.getDirectoryHandle(ownFolder, { create: true });
    return await all.getDirectoryHandle(id, { create: true });
  } catch (cause) {
    throw new ZscapeError(
      'STORAGE_REFUSED',
      'This browser gives the page no storage for files (private windows often have none). Choose a folder, or use another window.',
      { cause },
    );
  }
}

/** Deletes the files of a batch from the browser's own storage; those in a folder are the user's. */
export async function clearPlace({ id, folder }: Pick<BatchJob, 'id' | 'folder'>): Promise<void> {
  if (folder) return;
  try {
    const all = await (await navigator.storage.getDirectory()).getDirectoryHandle(ownFolder);
    await all.removeEntry(id, { recursive: true });
  } catch {
    // There is nothing to delete.
  }
}

/** Checks the free space. @throws STORAGE_FULL if the browser's own storage has no room for that many bytes */
export async function checkRoom(bytes: number): Promise<void> {
  const { quota, usage } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {};
  if (quota === undefined || usage === undefined || bytes <= quota - usage) return;
  throw new ZscapeError(
    'STORAGE_FULL',
    `The batch needs about ${(bytes / 1e6).toFixed(0)} MB, but the browser has room for only ${((quota - usage) / 1e6).toFixed(0)} MB. Choose a folder, fewer samples or a smaller size.`,
  );
}
