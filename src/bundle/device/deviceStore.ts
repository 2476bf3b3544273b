/**
 * Bundles added by the user, stored in the browser's origin private file system: `models/<id>/` with the same files as on
 * a server. Only the user removes them: a bundle that cannot be read is listed with the reason.
 */
import { toPlainError } from '../../base/errors.ts';
import { type BundleManifest, parseBundle } from '../schema/manifest.ts';
import { addBundle, addingMark, type StoredFile, sweepAdding } from './adding.ts';
import {
  fileError,
  hasFileSystem,
  isMissing,
  manifestName,
  modelsFolder,
  namesIn,
  noRoom,
  readFile,
} from './folders.ts';
import { browserLocks, type ModelLocks } from './modelLock.ts';
import { finishUpdate, updateBundle } from './updating.ts';

const scheme = 'device:';

/** Returns the address of a bundle on this device, with a trailing slash, as `Engine.load` takes it. */
export function deviceUrl(id: string): string {
  return `${scheme}${id}/`;
}

export function isDeviceUrl(url: string): boolean {
  return url.startsWith(scheme);
}

/** Answers a request to an address on this device like a server: 200 with the file, or 404. @throws STORAGE_REFUSED */
export async function deviceResponse(url: string): Promise<Response> {
  const [id = '', path = ''] = url.slice(scheme.length).split('/');
  try {
    const file = await deviceFile(id, path);
    return new Response(file, { headers: { 'content-length': String(file.size) } });
  } catch (error) {
    if (isMissing(error) || error instanceof TypeError) return new Response(null, { status: 404 });
    throw fileError(error, `the model “${id}”`);
  }
}

/** Opens one file of a bundle. Rejects if there is none. */
export async function deviceFile(id: string, path: string): Promise<File> {
  return readFile(await (await modelsFolder()).getDirectoryHandle(id), path);
}

/** Lists the names of all stored files of a bundle, readable or not. */
export async function deviceFileNames(id: string): Promise<string[]> {
  return namesIn(await (await modelsFolder()).getDirectoryHandle(id));
}

/** A stored bundle: its manifest, or a sentence about why that cannot be read. */
export type DeviceBundle = { id: string; manifest: BundleManifest } | { id: string; damaged: string };

/** Lists all bundles on this device. Only remnants of interrupted additions are removed. */
export async function deviceBundles(): Promise<DeviceBundle[]> {
  return hasFileSystem() ? listBundles(await modelsFolder(), browserLocks()) : [];
}

/** Lists the bundles in the folder `models`. @param locks none in browsers without them */
export async function listBundles(
  models: FileSystemDirectoryHandle,
  locks: ModelLocks | undefined,
): Promise<DeviceBundle[]> {
  const found: DeviceBundle[] = [];
  for await (const [id, handle] of models.entries()) {
    if (handle.kind !== 'directory') continue;
    const bundle = await lookInto(models, locks, id);
    if (bundle && 'manifest' in bundle) found.push(bundle);
    // Another tab may have removed it or added it again during the reading, so look once more.
    else if (bundle && (await isKept(models, id))) found.push((await lookInto(models, locks, id)) ?? bundle);
  }
  return found;
}

/** Reads one folder's bundle; null for the remnant of an adding or a folder about to be filled. */
async function lookInto(
  models: FileSystemDirectoryHandle,
  locks: ModelLocks | undefined,
  id: string,
): Promise<DeviceBundle | null> {
  try {
    const folder = await models.getDirectoryHandle(id);
    const names = await namesIn(folder);
    // A folder is empty from its creation until it gets its mark: somebody is just beginning.
    if (names.length === 0) return null;
    if (names.includes(addingMark) && !(await sweepAdding(models, locks, id))) return null;
    await finishUpdate(models, locks, id);
    return { id, manifest: await readManifestOf(folder, id) };
  } catch (error) {
    return { id, damaged: whyDamaged(error, id) };
  }
}

/** Returns true for a folder with contents that are not the remnant of an adding, and for one that cannot be opened. */
async function isKept(models: FileSystemDirectoryHandle, id: string): Promise<boolean> {
  try {
    const names = await namesIn(await models.getDirectoryHandle(id));
    return names.length > 0 && !names.includes(addingMark);
  } catch (error) {
    return !isMissing(error);
  }
}

async function readManifestOf(folder: FileSystemDirectoryHandle, id: string): Promise<BundleManifest> {
  const text = await (await readFile(folder, manifestName)).text();
  const manifest = parseBundle(JSON.parse(text), `${id}/${manifestName}`);
  if (manifest.id === id) return manifest;
  throw new Error(`it is the manifest of “${manifest.id}”`);
}

function whyDamaged(error: unknown, id: string): string {
  if (isMissing(error)) return `Its ${manifestName} is missing. Add the model again and remove this one.`;
  const { code, message } = toPlainError(error);
  if (code.startsWith('BUNDLE_')) return message;
  if (error instanceof DOMException) return fileError(error, `the model “${id}”`).message;
  return `Its ${manifestName} cannot be read: ${message.replace(/\.$/, '')}. Add the model again and remove this one.`;
}

/** Removes a bundle that the user no longer wants. @throws STORAGE_REFUSED */
export async function removeDeviceBundle(id: string): Promise<void> {
  try {
    await (await modelsFolder()).removeEntry(id, { recursive: true });
  } catch (error) {
    if (!isMissing(error)) throw fileError(error, `the model “${id}”`);
  }
}

/**
 * Stores a new bundle; its files in order, `zscape.json` last.
 * @throws STORAGE_FULL before anything is written if there is no room; STORAGE_REFUSED without storage;
 * OUTPUT_UNWRITABLE.
 */
export async function writeDeviceBundle(
  manifest: BundleManifest,
  content: Iterable<StoredFile>,
): Promise<void> {
  const models = await modelsFolder();
  const size = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  await checkRoom(size, manifest.title);
  await addBundle(models, browserLocks(), manifest, content);
}

/** Adds files to a bundle and replaces others, as a whole or not at all; `zscape.json` last. @throws as `updateBundle` */
export async function updateDeviceBundle(id: string, content: readonly StoredFile[]): Promise<void> {
  await updateBundle(await modelsFolder(), browserLocks(), id, content);
}

/** Metadata and block sizes take a little more than the files themselves. */
const roomFactor = 1.05;

/** Checks for room. @throws STORAGE_FULL if the browser reports no room for that many bytes */
export async function checkRoom(bytes: number, title: string): Promise<void> {
  // Without an estimate, a lack of room shows when writing.
  const estimate = await navigator.storage?.estimate?.().catch(() => undefined);
  const { quota, usage = 0 } = estimate ?? {};
  if (quota !== undefined && bytes * roomFactor > quota - usage) throw noRoom(bytes, title);
}
