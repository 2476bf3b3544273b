/**
 * The browser's cache of bundle files, keyed by SHA-256: a file is stored once whatever bundle or address it came from,
 * and a changed file has another key. Where the browser gives no storage (private windows, plain http, Node) everything
 * here quietly does nothing: a cache is never a reason to fail.
 */

/** A store of immutable files by their hash. */
export interface FileCache {
  /** The stored bytes, or undefined. The caller checks them against the hash before it trusts them. */
  get(sha256: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** @returns whether it is kept. */
  put(sha256: string, bytes: Uint8Array<ArrayBuffer>): Promise<boolean>;
  remove(sha256: string): Promise<void>;
}

const CACHE_NAME = 'zscape-files-1';
/** The Cache API wants an http address as its key; nothing is ever fetched from this one. */
const keyOf = (sha256: string) =>
  new Request(new URL(`/zscape-cache/sha256/${sha256}`, globalThis.location.origin));

/** The browser's cache, where it has one to give. */
export const browserCache: FileCache = {
  async get(sha256) {
    return quietly(async (cache) => {
      const hit = await cache.match(keyOf(sha256));
      return hit && new Uint8Array(await hit.arrayBuffer());
    });
  },
  async put(sha256, bytes) {
    const kept = await quietly(async (cache) => {
      const response = new Response(bytes, { headers: { 'content-type': 'application/octet-stream' } });
      await cache.put(keyOf(sha256), response);
      return true;
    });
    return kept === true;
  },
  async remove(sha256) {
    await quietly((cache) => cache.delete(keyOf(sha256)));
  },
};

async function quietly<T>(work: (cache: Cache) => Promise<T>): Promise<T | undefined> {
  if (typeof caches === 'undefined') return undefined;
  try {
    return await work(await caches.open(CACHE_NAME));
  } catch {
    return undefined; // refused, or full
  }
}
