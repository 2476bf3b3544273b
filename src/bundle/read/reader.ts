/**
 * Reads a bundle from its address into memory: `zscape.json`, then `model.json` and all shards in parallel. Each file is
 * checked against its SHA-256 and comes from the browser's cache if that has it.
 */
import * as v from 'valibot';
import { throwIfCancelled, ZscapeError } from '../../base/errors.ts';
import { isDeviceUrl } from '../device/deviceStore.ts';
import { browserCache, type FileCache } from '../device/weightsCache.ts';
import { mostManifestBytes } from '../schema/limits.ts';
import { type BundleManifest, parseBundle } from '../schema/manifest.ts';
import { download, nameOf, parseJson } from './download.ts';
import { withoutPreviews } from './optional.ts';
import { sha256Hex } from './sha256.ts';
import { type GraphModelJson, graphModelSchema, Weights } from './weights.ts';

/** A checked bundle in memory: everything that a backend needs for making a generator. */
export interface LoadedBundle {
  manifest: BundleManifest;
  /** `model.json`, parsed. */
  model: GraphModelJson;
  /** The shards in the order of the groups in `model.json`. */
  shards: Uint8Array<ArrayBuffer>[];
  weights: Weights;
  /** Fetches the growth network of a model that has one, once. @throws as `readBundle` */
  growthNetwork?: () => Promise<LoadedBundle>;
  /** Whether every file is available without the network, once that is known. */
  kept?: Promise<boolean>;
}

export interface ReadProgress {
  loaded: number;
  total: number;
  /** True while every byte so far came from the cache. */
  fromCache: boolean;
}

export interface ReadOptions {
  signal?: AbortSignal | undefined;
  onProgress?: (progress: ReadProgress) => void;
  /** The text of `zscape.json`, if it has already been fetched. */
  manifestText?: string | undefined;
  cache?: FileCache;
}

/** The folder of the growth network, inside the bundle's. */
export const growthFolder = 'growth/';

type ManifestFile = BundleManifest['files'][number];

/**
 * Reads the bundle in the folder `url` (with a trailing slash).
 * @throws BUNDLE_* and NETWORK naming the guilty file; CANCELLED, after which nothing more is fetched.
 */
export async function readBundle(url: string, options: ReadOptions = {}): Promise<LoadedBundle> {
  const { onProgress, cache = browserCache } = options;
  const manifest = await readManifest(url, options);
  // Files that the engine does not need stay on the server.
  const { preview, directions, card } = manifest;
  const files = manifest.files.filter(({ path }) => ![preview, directions, card].includes(path));

  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  const arrived = new Map<string, number>();
  let fromCache = true;
  const report = (path: string, bytes: number) => {
    arrived.set(path, bytes);
    let loaded = 0;
    for (const part of arrived.values()) loaded += part;
    onProgress?.({ loaded, total, fromCache });
  };

  // The first failure stops the other fetches.
  const abort = new AbortController();
  const stop = () => abort.abort();
  options.signal?.addEventListener('abort', stop);
  try {
    throwIfCancelled(options.signal);
    // Preview heads are added to a bundle last. Whether this file contains only them is known once model.json has
    // arrived.
    const perhapsOptional = manifest.previewHeads.length > 0 ? files.at(-1) : undefined;
    const missing = new Map<string, unknown>();
    const read = async (file: ManifestFile) => {
      const held = await fromStore(cache, file);
      if (!held) fromCache = false;
      const bytes = held ?? (await fetchFile(url, file, abort.signal, (loaded) => report(file.path, loaded)));
      // Not awaited, because nobody depends on the store. Files already on this device are not stored twice.
      const kept = held !== undefined || isDeviceUrl(url) || cache.put(file.sha256, bytes);
      report(file.path, file.bytes);
      return { path: file.path, bytes, kept };
    };
    const entries = await Promise.all(
      files.map((file) =>
        read(file).catch((error: unknown) => {
          if (file !== perhapsOptional || abort.signal.aborted) throw error;
          missing.set(file.path, error);
          return null;
        }),
      ),
    ).then((all) => all.filter((entry) => entry !== null));
    throwIfCancelled(options.signal);
    const bundle = assemble(
      manifest,
      new Map(entries.map(({ path, bytes }) => [path, bytes])),
      nameOf(url),
      missing,
    );
    const kept = Promise.all(entries.map((entry) => entry.kept)).then(
      (all) => missing.size === 0 && all.every(Boolean),
    );
    const growthNetwork = once(() => readBundle(`${url}${growthFolder}`, { cache }));
    return { ...bundle, ...(manifest.growthNetwork && { growthNetwork }), kept };
  } catch (error) {
    stop();
    throwIfCancelled(options.signal);
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', stop);
  }
}

/** Returns a function that does the work at its first call, and again only after a failure. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => {
    done ??= work().catch((error: unknown) => {
      done = undefined;
      throw error;
    });
    return done;
  };
}

/** Reads `zscape.json` of the bundle in the folder `url`. @throws as `readBundle`. */
async function readManifest(
  url: string,
  { signal, manifestText }: Pick<ReadOptions, 'signal' | 'manifestText'> = {},
): Promise<BundleManifest> {
  const address = `${url}zscape.json`;
  const text =
    manifestText ?? new TextDecoder().decode(await download(address, { signal, most: mostManifestBytes }));
  if (text.length > mostManifestBytes) {
    throw new ZscapeError('BUNDLE_INVALID', `${nameOf(address)} is far too large.`);
  }
  return parseBundle(parseJson(text, address), nameOf(address));
}

/**
 * Assembles a bundle from checked files.
 * @param missing files that could not be fetched, with the reason; the model goes without its preview heads if the files
 * contain nothing else
 * @throws BUNDLE_INVALID, BUNDLE_FILE_MISSING, and the reason for a missing file that the model needs
 */
export function assemble(
  whole: BundleManifest,
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
  where: string,
  missing: ReadonlyMap<string, unknown> = new Map(),
): LoadedBundle {
  const text = files.get('model.json');
  if (!text) throw new ZscapeError('BUNDLE_FILE_MISSING', `${where} lists no model.json.`);
  const parsed = v.safeParse(
    graphModelSchema,
    parseJson(new TextDecoder().decode(text), `${where}/model.json`),
  );
  if (!parsed.success) {
    const issue = parsed.issues[0];
    throw new ZscapeError(
      'BUNDLE_INVALID',
      `${where}/model.json is not a TF.js graph model: ${v.getDotPath(issue) ?? 'the file'}: ${issue.message}.`,
    );
  }
  let model = parsed.output;
  for (const [path, reason] of missing) {
    const without = withoutPreviews(model, whole, path);
    if (!without) throw reason;
    model = without;
  }
  const manifest = missing.size > 0 ? { ...whole, previewHeads: [] } : whole;
  const weights = new Weights(model, files, where);
  const shards = model.weightsManifest.flatMap((group) => group.paths.map((path) => files.get(path)!));
  return { manifest, model, shards, weights };
}

async function fromStore(cache: FileCache, file: ManifestFile): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const bytes = await cache.get(file.sha256);
  if (!bytes) return undefined;
  if (bytes.byteLength === file.bytes && (await sha256Hex(bytes)) === file.sha256) return bytes;
  await cache.remove(file.sha256); // damaged in the store: fetch it again
  return undefined;
}

async function fetchFile(
  url: string,
  file: ManifestFile,
  signal: AbortSignal,
  onBytes: (loaded: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const address = url + file.path;
  const bytes = await download(address, { signal, onBytes, expected: file.bytes });
  const hash = await sha256Hex(bytes);
  if (hash !== file.sha256) {
    throw new ZscapeError(
      'BUNDLE_FILE_CORRUPT',
      `${nameOf(address)} is damaged: its SHA-256 is ${hash.slice(0, 12)}…, but zscape.json says ${file.sha256.slice(0, 12)}…. Copy the model's files to the server again.`,
    );
  }
  return bytes;
}
