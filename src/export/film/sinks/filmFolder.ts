/** The folder of the browser's own storage in which long films wait until they have been saved. */

const folderName = 'films';
/** Older files were left behind by a page that was closed; in milliseconds. */
const leftBehindMs = 24 * 60 * 60 * 1000;

async function filmFolder(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(folderName, { create: true });
}

/** Creates a new, empty file. Films that an earlier visit left behind are removed first. */
export async function newFilmFile(): Promise<{ handle: FileSystemFileHandle; name: string }> {
  const folder = await filmFolder();
  for await (const [name, handle] of folder.entries()) {
    const isOld = async () =>
      handle.kind === 'file' &&
      Date.now() - (await (handle as FileSystemFileHandle).getFile()).lastModified > leftBehindMs;
    // Another tab may be writing it, or have removed it.
    if (await isOld().catch(() => false)) await folder.removeEntry(name).catch(() => undefined);
  }
  const name = crypto.randomUUID();
  return { handle: await folder.getFileHandle(name, { create: true }), name };
}

/** Removes a film that has been saved or abandoned. */
export async function removeFilm(name: string): Promise<void> {
  await (await filmFolder()).removeEntry(name).catch(() => undefined);
}
