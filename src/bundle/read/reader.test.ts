import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { encode, memoryCache, serveBundle, shard } from '../testing/bundleServer.ts';
import { type ReadProgress, readBundle } from './reader.ts';

const served = serveBundle();

describe('readBundle', () => {
  it('reads everything that the engine needs, and reports every byte of it once', async () => {
    const seen: ReadProgress[] = [];
    const bundle = await readBundle(served.base, { onProgress: (progress) => seen.push(progress) });
    expect(bundle.weights.floats('w').data[59_999]).toBe(59_999);
    expect(served.asked.sort()).toEqual(['a.bin', 'model.json', 'zscape.json']);
    const total = served.files.get('model.json')!.byteLength + shard.byteLength;
    expect(seen.at(-1)).toEqual({ loaded: total, total, fromCache: false });
    for (let i = 1; i < seen.length; i++) expect(seen[i]!.loaded).toBeGreaterThanOrEqual(seen[i - 1]!.loaded);
  });

  it('uses the given text of zscape.json', async () => {
    await readBundle(served.base, {
      manifestText: new TextDecoder().decode(served.files.get('zscape.json')),
    });
    expect(served.asked).not.toContain('zscape.json');
  });

  it('keeps files in the cache and fetches nothing the second time', async () => {
    const cache = memoryCache();
    await readBundle(served.base, { cache });
    expect(cache.held.size).toBe(2);
    served.asked = [];
    const seen: ReadProgress[] = [];
    await readBundle(served.base, { cache, onProgress: (progress) => seen.push(progress) });
    expect(served.asked).toEqual(['zscape.json']);
    expect(seen.at(-1)).toMatchObject({ fromCache: true });
    expect(seen.at(-1)!.loaded).toBe(seen.at(-1)!.total);
  });

  it('says whether the files are available without the network', async () => {
    const cache = memoryCache();
    expect(await (await readBundle(served.base, { cache })).kept).toBe(true);
    expect(await (await readBundle(served.base, { cache })).kept).toBe(true);
    const full = { ...memoryCache(), put: () => Promise.resolve(false) };
    expect(await (await readBundle(served.base, { cache: full })).kept).toBe(false);
    expect(await (await readBundle(served.base)).kept).toBe(false);
  });

  it('fetches a file again that is damaged in the cache', async () => {
    const cache = memoryCache();
    await readBundle(served.base, { cache });
    for (const [key, bytes] of cache.held) cache.held.set(key, bytes.slice().fill(1));
    const bundle = await readBundle(served.base, { cache });
    expect(bundle.weights.floats('w').data[1]).toBe(1);
    expect(
      [...cache.held.values()].some((bytes) => bytes.byteLength === shard.byteLength && bytes[4] !== 1),
    ).toBe(true);
  });

  it('fetches a growth network from its folder only when it is asked for, and once', async () => {
    const manifest = JSON.parse(new TextDecoder().decode(served.files.get('zscape.json')));
    const head = { resolution: 4, kernel: 'w', bias: 'w' };
    const growing = {
      ...manifest,
      growth: [head],
      growthNetwork: { resolution: 4, cosines: 1, difference: 1 },
    };
    const manifestText = JSON.stringify(growing);
    const bundle = await readBundle(served.base, { manifestText });
    expect(served.asked.sort()).toEqual(['a.bin', 'model.json']);
    served.asked = [];
    const early = await Promise.all([bundle.growthNetwork!(), bundle.growthNetwork!()]);
    expect(early[0]).toBe(early[1]);
    expect(early[0].manifest.growthNetwork).toBeUndefined();
    expect(served.asked.sort()).toEqual(['a.bin', 'model.json', 'zscape.json']);
    expect((await readBundle(served.base)).growthNetwork).toBeUndefined();
  });

  it('tries a growth network again that could not be fetched', async () => {
    const manifest = JSON.parse(new TextDecoder().decode(served.files.get('zscape.json')));
    const head = { resolution: 4, kernel: 'w', bias: 'w' };
    const manifestText = JSON.stringify({
      ...{ ...manifest, growth: [head], growthNetwork: { resolution: 4, cosines: 1, difference: 1 } },
    });
    const { growthNetwork } = await readBundle(served.base, { manifestText });
    const text = served.files.get('zscape.json')!;
    served.files.delete('zscape.json');
    await expect(growthNetwork!()).rejects.toMatchObject({ code: 'BUNDLE_FILE_MISSING' });
    served.files.set('zscape.json', text);
    await expect(growthNetwork!()).resolves.toBeDefined();
  });

  it('works without any storage', async () => {
    expect(typeof caches).toBe('undefined'); // Node has none: this tests browserCache itself
    await expect(readBundle(served.base)).resolves.toBeDefined();
  });

  const failures: [string, () => void, string, RegExp][] = [
    [
      'a shard that is not there',
      () => served.files.delete('a.bin'),
      'BUNDLE_FILE_MISSING',
      /face\/a\.bin.*404/,
    ],
    [
      'a shard with a flipped bit',
      () => served.files.set('a.bin', flipped(shard)),
      'BUNDLE_FILE_CORRUPT',
      /face\/a\.bin.*SHA-256/,
    ],
    [
      'a shard that is cut off',
      () => served.files.set('a.bin', shard.slice(0, 99)),
      'BUNDLE_FILE_CORRUPT',
      /a\.bin.*240000 bytes.*99/,
    ],
    [
      'a shard that is too long',
      () => served.files.set('a.bin', new Uint8Array(300_000)),
      'BUNDLE_FILE_CORRUPT',
      /a\.bin.*longer/,
    ],
    ['no bundle', () => served.files.delete('zscape.json'), 'BUNDLE_FILE_MISSING', /face\/zscape\.json/],
    [
      'a web page in place of the bundle',
      () => served.files.set('zscape.json', new TextEncoder().encode('<!doctype html><p>Hello')),
      'BUNDLE_INVALID',
      /web page instead of face\/zscape\.json/,
    ],
    [
      'text that is no JSON',
      () => served.files.set('zscape.json', new TextEncoder().encode('{"schema": 1')),
      'BUNDLE_INVALID',
      /zscape\.json/,
    ],
    [
      'a bundle of another version',
      () => served.files.set('zscape.json', encode({ schema: 7 })),
      'BUNDLE_VERSION',
      /version 7/,
    ],
    [
      'a bundle that lacks fields',
      () => served.files.set('zscape.json', encode({ schema: 1 })),
      'BUNDLE_INVALID',
      /zscape\.json/,
    ],
    [
      'a web page in place of a shard',
      () =>
        served.answers.set('a.bin', (response) => {
          response.setHeader('content-type', 'text/html').end('<!doctype html>');
        }),
      'BUNDLE_FILE_CORRUPT',
      /a\.bin.*web page/,
    ],
    [
      'a server in trouble',
      () =>
        served.answers.set('a.bin', (response) => {
          response.statusCode = 503;
          response.end();
        }),
      'NETWORK',
      /a\.bin.*503/,
    ],
    [
      'a connection that breaks',
      () =>
        served.answers.set('a.bin', (response) => {
          response.writeHead(200, { 'content-length': shard.byteLength });
          response.write(shard.slice(0, 1000), () => setTimeout(() => response.destroy(), 20));
        }),
      'NETWORK',
      /a\.bin broke off/,
    ],
  ];
  it.each(failures)('ends with a sentence for %s', async (_, damage, code, sentence) => {
    damage();
    const error: unknown = await readBundle(served.base, { cache: memoryCache() }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code });
    expect((error as Error).message).toMatch(sentence);
  });

  it('retries a shard whose connection broke or whose server was busy, and reports each byte once', async () => {
    const broken = [
      (response: ServerResponse) => {
        response.writeHead(200, { 'content-length': shard.byteLength });
        response.write(shard.slice(0, 1000), () => setTimeout(() => response.destroy(), 20));
      },
      (response: ServerResponse) => {
        response.statusCode = 503;
        response.end();
      },
    ];
    served.answers.set('a.bin', (response) => {
      const next = broken.shift();
      if (next) next(response);
      else response.end(shard);
    });
    const seen: ReadProgress[] = [];
    const bundle = await readBundle(served.base, { onProgress: (progress) => seen.push(progress) });
    expect(bundle.weights.floats('w').data[59_999]).toBe(59_999);
    expect(served.asked.filter((name) => name === 'a.bin')).toHaveLength(3);
    for (let i = 1; i < seen.length; i++) expect(seen[i]!.loaded).toBeGreaterThanOrEqual(seen[i - 1]!.loaded);
    expect(seen.at(-1)!.loaded).toBe(seen.at(-1)!.total);
  });

  it('ends immediately when it is cancelled between two tries', async () => {
    const abort = new AbortController();
    served.answers.set('a.bin', (response) => {
      response.on('close', () => setTimeout(() => abort.abort(), 5));
      response.destroy();
    });
    await expect(readBundle(served.base, { signal: abort.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(served.asked.filter((name) => name === 'a.bin')).toHaveLength(1);
  });

  it('reports that no host answers', async () => {
    await expect(readBundle('http://127.0.0.1:9/face/')).rejects.toMatchObject({
      code: 'NETWORK',
      message: expect.stringContaining('face/zscape.json'),
    });
  });

  it('keeps nothing of a damaged file', async () => {
    served.files.set('a.bin', flipped(shard));
    const cache = memoryCache();
    await readBundle(served.base, { cache }).catch(() => {});
    for (const bytes of cache.held.values()) expect(bytes.byteLength).not.toBe(shard.byteLength);
  });

  it('stops fetching when it is cancelled', async () => {
    const abort = new AbortController();
    served.answers.set('a.bin', (response) => {
      response.writeHead(200, { 'content-length': shard.byteLength });
      response.write(shard.slice(0, 1000), () => setTimeout(() => abort.abort(), 20));
    });
    await expect(readBundle(served.base, { signal: abort.signal })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    await expect.poll(() => served.closed).toContain('a.bin');
  });

  it('fetches nothing when it is already cancelled', async () => {
    await expect(readBundle(served.base, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(served.asked).toEqual([]);
  });
});

function flipped(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const copy = bytes.slice();
  copy[1234]! ^= 4;
  return copy;
}
