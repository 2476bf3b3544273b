import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { takeSharedFiles } from './sharedFiles.ts';

const page = 'https://host.test/some/where/';

/** The part of a browser's caches that sharing needs, in memory; Node has none. */
class Caches {
  readonly #all = new Map<string, Map<string, Response>>();

  async open(name: string) {
    const one = this.#all.get(name) ?? new Map<string, Response>();
    this.#all.set(name, one);
    const addressOf = (request: Request | string) => (typeof request === 'string' ? request : request.url);
    return {
      keys: async () => [...one.keys()].map((address) => new Request(address)),
      match: async (request: Request | string) => one.get(addressOf(request))?.clone(),
      put: async (request: Request | string, response: Response) => {
        one.set(addressOf(request), response);
      },
    };
  }

  async delete(name: string): Promise<boolean> {
    return this.#all.delete(name);
  }

  get names(): string[] {
    return [...this.#all.keys()];
  }
}

let caches: Caches;
beforeEach(() => {
  caches = new Caches();
  vi.stubGlobal('caches', caches);
  vi.stubGlobal('registration', { scope: page, active: null });
});
afterEach(() => void vi.unstubAllGlobals());

/** The service worker's half, which reads its place when it is called. */
const worker = () => import('../../serviceWorker/shared.ts');

function post(...files: File[]): Request {
  const body = new FormData();
  for (const file of files) body.append('files', file);
  return new Request(`${page}share`, { method: 'POST', body });
}

it('hands the files that were posted to the share target to the page, once', async () => {
  const { takeShare } = await worker();
  const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i);
  const answer = await takeShare(
    post(new File([bytes], 'face 51 %.png', { type: 'image/png' }), new File(['{}'], 'mine.zscape.json')),
  );
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe(`${page}?shared`);

  const files = await takeSharedFiles();
  expect(files.map(({ name }) => name)).toEqual(['face 51 %.png', 'mine.zscape.json']);
  expect(new Uint8Array(await files[0]!.arrayBuffer())).toEqual(bytes);
  expect(caches.names).toEqual([]);
  expect(await takeSharedFiles()).toEqual([]);
});

it('forgets what was shared before and never fetched', async () => {
  const { takeShare } = await worker();
  await takeShare(post(new File(['1'], 'first.npy')));
  await takeShare(post(new File(['2'], 'second.npy')));
  expect((await takeSharedFiles()).map(({ name }) => name)).toEqual(['second.npy']);
});

it('is meant by a POST to its own address alone', async () => {
  const { isShare } = await worker();
  expect(isShare(post())).toBe(true);
  expect(isShare(new Request(`${page}share`))).toBe(false);
  expect(isShare(new Request('https://host.test/share', { method: 'POST' }))).toBe(false);
});
