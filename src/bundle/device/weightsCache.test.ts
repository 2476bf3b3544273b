import { afterEach, beforeEach, expect, it, vi } from 'vitest';

/** A browser's store, which counts how often it is asked. */
class Store {
  readonly files = new Map<string, Response>();
  made = false;
  looks = 0;
  matches = 0;

  async has() {
    this.looks++;
    return this.made;
  }

  async match({ url }: Request) {
    this.matches++;
    return this.files.get(url)?.clone();
  }

  async open() {
    this.made = true;
    return {
      put: async ({ url }: Request, response: Response) => void this.files.set(url, response),
      delete: async ({ url }: Request) => this.files.delete(url),
    };
  }
}

let store: Store;
let cache: typeof import('./weightsCache.ts').browserCache;

beforeEach(async () => {
  store = new Store();
  vi.stubGlobal('caches', store);
  vi.stubGlobal('location', new URL('https://example.org/'));
  vi.useFakeTimers();
  vi.resetModules();
  ({ browserCache: cache } = await import('./weightsCache.ts'));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('at a first visit, one look answers for all files', async () => {
  const found = await Promise.all(['a', 'b', 'c'].map((hash) => cache.get(hash)));
  expect(found).toEqual([undefined, undefined, undefined]);
  expect(store).toMatchObject({ looks: 1, matches: 0, made: false });
});

it('finds what was stored since the last look, in this tab or another', async () => {
  expect(await cache.get('a')).toBeUndefined();
  const stored = cache.put('a', Uint8Array.of(1, 2, 3));
  await vi.runAllTimersAsync();
  expect(await stored).toBe(true);
  expect(await cache.get('a')).toEqual(Uint8Array.of(1, 2, 3));
  expect(await cache.get('b')).toBeUndefined();
});

it('finds nothing in a store that was cleared', async () => {
  const stored = cache.put('a', Uint8Array.of(1));
  await vi.runAllTimersAsync();
  await stored;
  expect(await cache.get('a')).toEqual(Uint8Array.of(1));
  store.files.clear();
  store.made = false;
  expect(await cache.get('a')).toBeUndefined();
});

it('does nothing where the browser refuses', async () => {
  vi.stubGlobal('caches', { has: () => Promise.reject(new DOMException('refused', 'SecurityError')) });
  expect(await cache.get('a')).toBeUndefined();
});
