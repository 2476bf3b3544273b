/**
 * Bundles that the user brought, kept in the browser's origin private file system: `models/<id>/` with the same files as
 * on a server. Only what the user removes is removed: a bundle that cannot be read is listed, and says why.
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

/** The address of a bundle on this device, with a closing slash, as `Engine.load` takes it. */
export function deviceUrl(id: string): string {
  return `${scheme}${id}/`;
}

export function isDeviceUrl(url: string): boolean {
  return url.startsWith(scheme);
}

/** Answers an address on this device as a server would: 200 with the file, or 404. @throws STORAGE_REFUSED */
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

/** One file of a bundle. Rejects when there is none. */
export async function deviceFile(id: string, path: string): Promise<File> {
  return readFile(await (await modelsFolder()).getDirectoryHandle(id), path);
}

/** The names of all files that are kept of a bundle, readable or not. */
export async function deviceFileNames(id: string): Promise<string[]> {
  return namesIn(await (await modelsFolder()).getDirectoryHandle(id));
}

/** A bundle that is kept: its manifest, or why that cannot be read, in a sentence. */
export type DeviceBundle = { id: string; manifest: BundleManifest } | { id: string; damaged: string };

/** All bundles on this device. What an interrupted adding left is removed, and nothing else. */
export async function deviceBundles(): Promise<DeviceBundle[]> {
  return hasFileSystem() ? listBundles(await modelsFolder(), browserLocks()) : [];
}

export async function listBundles(
  models: FileSystemDirectoryHandle,
  locks: ModelLocks | undefined,
): Promise<DeviceBundle[]> {
  const found: DeviceBundle[] = [];
  for await (const [id, handle] of models.entries()) {
    if (handle.kind !== 'directory') continue;
    const bundle = await lookInto(models, locks, id);
    if (bundle && 'manifest' in bundle) found.push(bundle);
    // While it was read another tab may have removed it, or have added it anew: it is looked at once more.
    else if (bundle && (await isKept(models, id))) found.push((await lookInto(models, locks, id)) ?? bundle);
  }
  return found;
}

/** One folder's bundle; null for what an adding left or is about to fill. */
async function lookInto(
  models: FileSystemDirectoryHandle,
  locks: ModelLocks | undefined,
  id: string,
): Promise<DeviceBundle | null> {
  try {
    const folder = await models.getDirectoryHandle(id);
    const names = await namesIn(folder);
    // Between its making and its mark a folder is empty: somebody is just beginning.
    if (names.length === 0) return null;
    if (names.includes(addingMark) && !(await sweepAdding(models, locks, id))) return null;
    await finishUpdate(models, locks, id);
    return { id, manifest: await readManifestOf(folder, id) };
  } catch (error) {
    return { id, damaged: whyDamaged(error, id) };
  }
}

/** True for a folder that holds something which no adding left there, and for one that cannot be looked into. */
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
  if (isMissing(error)) return `Its ${manifestName} is gone. Add the model again, and remove this one.`;
  const { code, message } = toPlainError(error);
  if (code.startsWith('BUNDLE_')) return message;
  if (error instanceof DOMException) return fileError(error, `the model “${id}”`).message;
  return `Its ${manifestName} cannot be read: ${message.replace(/\.$/, '')}. Add the model again, and remove this one.`;
}

/** The user no longer wants it. @throws STORAGE_REFUSED */
export async function removeDeviceBundle(id: string): Promise<void> {
  try {
    await (await modelsFolder()).removeEntry(id, { recursive: true });
  } catch (error) {
    if (!isMissing(error)) throw fileError(error, `the model “${id}”`);
  }
}

/**
 * Keeps a new bundle; its files in their order, `zscape.json` last.
 * @throws STORAGE_FULL before anything is written when there is no room; STORAGE_REFUSED without storage; OUTPUT_UNWRITABLE.
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

/** @throws STORAGE_FULL where the browser says that there is no room for so many bytes */
export async function checkRoom(bytes: number, title: string): Promise<void> {
  // Who cannot tell how much room there is finds out when writing.
  const estimate = await navigator.storage?.estimate?.().catch(() => undefined);
  const { quota, usage = 0 } = estimate ?? {};
  if (quota !== undefined && bytes * roomFactor > quota - usage) throw noRoom(bytes, title);
}
