/**
 * The browser's cache of bundle files, keyed by SHA-256: a file is stored once whatever bundle or address it came from,
 * and a changed file has another key. If the browser offers no storage (private windows, plain http, Node), everything
 * here quietly does nothing: a cache is never a reason to fail.
 */

/** A store of immutable files by their hash. */
export interface FileCache {
  /** Returns the stored bytes, or undefined. The caller checks them against the hash before trusting them. */
  get(sha256: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Stores bytes. @returns whether they were stored. */
  put(sha256: string, bytes: Uint8Array<ArrayBuffer>): Promise<boolean>;
  remove(sha256: string): Promise<void>;
}

const CACHE_NAME = 'zscape-files-1';

/**
 * How long the browser's store waits with a file, in milliseconds: at a cold start the first picture follows right after the
 * weights, and storing five megabytes would take the processor from it (docs/measured/start.md).
 */
const storingPauseMs = 1000;

/** Has the browser read its list of caches, which takes it some time, before the first file is looked for. */
export function wakeCache(): void {
  void isThere();
}

/** The look that is under way, or the one that found the store. */
let looking: Promise<boolean> | undefined;

/** Whether any file was ever stored. At a first visit one look saves many. */
function isThere(): Promise<boolean> {
  looking ??= quietly((all) => all.has(CACHE_NAME)).then((there) => {
    if (!there) looking = undefined;
    return there === true;
  });
  return looking;
}

/** The Cache API requires an http address as its key; nothing is ever fetched from this one. */
const keyOf = (sha256: string) =>
  new Request(new URL(`/zscape-cache/sha256/${sha256}`, globalThis.location.origin));

/** The browser's cache, if it has one. */
export const browserCache: FileCache = {
  async get(sha256) {
    if (!(await isThere())) return undefined;
    // Not `open`, which would make the store at the very first start, while everything waits for it.
    const hit = await quietly((all) => all.match(keyOf(sha256), { cacheName: CACHE_NAME }));
    return hit && (await quietly(async () => new Uint8Array(await hit.arrayBuffer())));
  },
  async put(sha256, bytes) {
    await new Promise((resolve) => setTimeout(resolve, storingPauseMs));
    const kept = await quietly(async (all) => {
      const cache = await all.open(CACHE_NAME);
      const response = new Response(bytes, { headers: { 'content-type': 'application/octet-stream' } });
      await cache.put(keyOf(sha256), response);
      return true;
    });
    return kept === true;
  },
  async remove(sha256) {
    await quietly(async (all) => (await all.open(CACHE_NAME)).delete(keyOf(sha256)));
  },
};

async function quietly<T>(work: (all: CacheStorage) => Promise<T>): Promise<T | undefined> {
  try {
    return typeof caches === 'undefined' ? undefined : await work(caches);
  } catch {
    return undefined; // refused, or full
  }
}
