/**
 * Bundles that the user brought, kept in the browser's origin private file system: `models/<id>/` with the same files as
 * on a server. `zscape.json` is written last, so that a folder without it is known to be half-written and swept away.
 * A change of a whole bundle is first written beside it (`*.next`, `zscape.json.next` last); from then on it will be made,
 * if not by who began it then by whoever lists the bundles next.
 */
import { ZscapeError } from '../../base/errors.ts';
import { type BundleManifest, parseBundle } from '../schema/manifest.ts';

const scheme = 'device:';
const folderName = 'models';
const manifestName = 'zscape.json';
const nextSuffix = '.next';

/** The address of a bundle on this device, with a closing slash, as `Engine.load` takes it. */
export function deviceUrl(id: string): string {
  return `${scheme}${id}/`;
}

export function isDeviceUrl(url: string): boolean {
  return url.startsWith(scheme);
}

/** Answers an address on this device as a server would: 200 with the file, or 404. */
export async function deviceResponse(url: string): Promise<Response> {
  const [id = '', path = ''] = url.slice(scheme.length).split('/');
  try {
    const file = await deviceFile(id, path);
    return new Response(file, { headers: { 'content-length': String(file.size) } });
  } catch {
    return new Response(null, { status: 404 });
  }
}

/** One file of a bundle. Rejects when there is none. */
export async function deviceFile(id: string, path: string): Promise<File> {
  const folder = await (await modelsFolder()).getDirectoryHandle(id);
  return (await folder.getFileHandle(path)).getFile();
}

/** The manifests of all whole bundles on this device; remains of interrupted writes are removed. */
export async function deviceBundles(): Promise<BundleManifest[]> {
  if (!navigator.storage?.getDirectory) return [];
  const models = await modelsFolder();
  const found: BundleManifest[] = [];
  for await (const [id, handle] of models.entries()) {
    if (handle.kind !== 'directory') continue;
    try {
      await finishUpdate(handle as FileSystemDirectoryHandle);
      const file = await (await (handle as FileSystemDirectoryHandle).getFileHandle(manifestName)).getFile();
      found.push(parseBundle(JSON.parse(await file.text()), `${id}/${manifestName}`));
    } catch {
      // Another tab may be writing this very folder: only what has been left for a while is swept.
      if (await isLeftBehind(handle as FileSystemDirectoryHandle))
        await models.removeEntry(id, { recursive: true });
    }
  }
  return found;
}

export async function removeDeviceBundle(id: string): Promise<void> {
  await (await modelsFolder()).removeEntry(id, { recursive: true });
}

/**
 * Writes a bundle's files in their order, `zscape.json` last.
 * @throws STORAGE_FULL before anything is written when there is no room; STORAGE_REFUSED without storage.
 */
export async function writeDeviceBundle(
  manifest: BundleManifest,
  content: Iterable<{ path: string; bytes: Uint8Array<ArrayBuffer> }>,
): Promise<void> {
  const { id, title, files } = manifest;
  const size = files.reduce((sum, file) => sum + file.bytes, 0);
  await checkRoom(size, title);
  const models = await modelsFolder();
  await models.removeEntry(id, { recursive: true }).catch(() => undefined);
  const folder = await models.getDirectoryHandle(id, { create: true });
  try {
    for (const { path, bytes } of content) await writeFile(folder, path, bytes);
  } catch (error) {
    await models.removeEntry(id, { recursive: true }).catch(() => undefined);
    if (error instanceof DOMException && error.name === 'QuotaExceededError') throw noRoom(size, title);
    throw error;
  }
}

/**
 * Adds files to a bundle and replaces others, as a whole or not at all.
 * @param content new and changed files, `zscape.json` last.
 */
export async function updateDeviceBundle(
  id: string,
  content: readonly { path: string; bytes: Uint8Array<ArrayBuffer> }[],
): Promise<void> {
  const folder = await (await modelsFolder()).getDirectoryHandle(id);
  for (const { path, bytes } of content) await writeFile(folder, path + nextSuffix, bytes);
  await finishUpdate(folder);
}

/** Puts what was written beside the bundle into its place, if all of it was. Doing it twice does no harm. */
async function finishUpdate(folder: FileSystemDirectoryHandle): Promise<void> {
  const names: string[] = [];
  for await (const name of folder.keys()) if (name.endsWith(nextSuffix)) names.push(name);
  if (!names.includes(manifestName + nextSuffix)) return;
  // The manifest's own comes last, and is what says that there is something to be done.
  names.sort((a, b) => Number(a.startsWith(manifestName)) - Number(b.startsWith(manifestName)));
  for (const name of names) {
    const file = await (await folder.getFileHandle(name)).getFile();
    await writeFile(folder, name.slice(0, -nextSuffix.length), new Uint8Array(await file.arrayBuffer()));
  }
  await folder.removeEntry(manifestName + nextSuffix);
  for (const name of names) await folder.removeEntry(name).catch(() => undefined);
}

async function writeFile(
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

async function modelsFolder(): Promise<FileSystemDirectoryHandle> {
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(folderName, { create: true });
  } catch (cause) {
    throw new ZscapeError(
      'STORAGE_REFUSED',
      'This browser keeps no files for this page (a private window?), so a model cannot stay on this device.',
      { cause },
    );
  }
}

/** Metadata and block sizes take a little more than the files themselves. */
const roomFactor = 1.05;

async function checkRoom(bytes: number, title: string): Promise<void> {
  const { quota, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  if (quota !== undefined && bytes * roomFactor > quota - usage) throw noRoom(bytes, title);
}

function noRoom(bytes: number, title: string): ZscapeError {
  return new ZscapeError(
    'STORAGE_FULL',
    `${title} takes ${(bytes / 1e6).toFixed(1)} MB, and the browser has no room for that. Remove a model from this device, or free disk space, and add it again.`,
  );
}

const sweepAfterMs = 60 * 60 * 1000;

async function isLeftBehind(folder: FileSystemDirectoryHandle): Promise<boolean> {
  let newest = 0;
  for await (const handle of folder.values()) {
    if (handle.kind !== 'file') continue;
    const file = await (handle as FileSystemFileHandle).getFile();
    newest = Math.max(newest, file.lastModified);
  }
  return Date.now() - newest > sweepAfterMs;
}
