import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileCache } from '../device/weightsCache.ts';
import { type ReadProgress, readBundle } from './reader.ts';
import { sha256Hex } from './sha256.ts';

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const shard = new Uint8Array(Float32Array.from({ length: 60_000 }, (_, i) => i).buffer);

let server: Server;
let base: string;
let files: Map<string, Uint8Array<ArrayBuffer>>;
/** Stands in for the file's answer where it is set. */
let answers: Map<string, (response: ServerResponse) => void>;
let asked: string[];
let closed: string[];

beforeEach(async () => {
  answers = new Map();
  asked = [];
  closed = [];
  const model = encode({
    modelTopology: {},
    weightsManifest: [{ paths: ['a.bin'], weights: [{ name: 'w', shape: [60_000], dtype: 'float32' }] }],
  });
  const entry = async (path: string, bytes: Uint8Array<ArrayBuffer>) => ({
    path,
    bytes: bytes.byteLength,
    sha256: await sha256Hex(bytes),
  });
  files = new Map([
    ['model.json', model],
    ['a.bin', shard],
    ['face.png', new Uint8Array(5)],
  ]);
  const listed = await Promise.all([...files].map(([path, bytes]) => entry(path, bytes)));
  const manifest = {
    schema: 1,
    id: 'face',
    title: 'Face',
    latent: { size: 2, prior: 'normal', normalised: true },
    image: { width: 4, height: 4, channels: 3, range: [0, 1] },
    generator: { family: 'graph', input: 'z', output: 'y' },
    quantization: 'none',
    parameters: 1,
    preview: 'face.png',
    files: listed,
  };
  files.set('zscape.json', encode(manifest));
  server = createServer((request, response) => {
    const name = request.url!.split('/').at(-1)!;
    asked.push(name);
    response.on('close', () => closed.push(name));
    const special = answers.get(name);
    if (special) return special(response);
    const bytes = files.get(name);
    response.statusCode = bytes ? 200 : 404;
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/face/`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function memoryCache(): FileCache & { held: Map<string, Uint8Array<ArrayBuffer>> } {
  const held = new Map<string, Uint8Array<ArrayBuffer>>();
  return {
    held,
    get: (key) => Promise.resolve(held.get(key)),
    put: (key, bytes) => Promise.resolve(held.set(key, bytes) === held),
    remove: (key) => Promise.resolve(void held.delete(key)),
  };
}

describe('readBundle', () => {
  it('reads what the engine needs, and tells every byte of it once', async () => {
    const seen: ReadProgress[] = [];
    const bundle = await readBundle(base, { onProgress: (progress) => seen.push(progress) });
    expect(bundle.weights.floats('w').data[59_999]).toBe(59_999);
    expect(asked.sort()).toEqual(['a.bin', 'model.json', 'zscape.json']);
    const total = files.get('model.json')!.byteLength + shard.byteLength;
    expect(seen.at(-1)).toEqual({ loaded: total, total, fromCache: false });
    for (let i = 1; i < seen.length; i++) expect(seen[i]!.loaded).toBeGreaterThanOrEqual(seen[i - 1]!.loaded);
  });

  it('uses the text of zscape.json that it is given', async () => {
    await readBundle(base, { manifestText: new TextDecoder().decode(files.get('zscape.json')) });
    expect(asked).not.toContain('zscape.json');
  });

  it('keeps files in the cache and fetches nothing the second time', async () => {
    const cache = memoryCache();
    await readBundle(base, { cache });
    expect(cache.held.size).toBe(2);
    asked = [];
    const seen: ReadProgress[] = [];
    await readBundle(base, { cache, onProgress: (progress) => seen.push(progress) });
    expect(asked).toEqual(['zscape.json']);
    expect(seen.at(-1)).toMatchObject({ fromCache: true });
    expect(seen.at(-1)!.loaded).toBe(seen.at(-1)!.total);
  });

  it('says whether the files can be had again without the network', async () => {
    const cache = memoryCache();
    expect(await (await readBundle(base, { cache })).kept).toBe(true);
    expect(await (await readBundle(base, { cache })).kept).toBe(true);
    const full = { ...memoryCache(), put: () => Promise.resolve(false) };
    expect(await (await readBundle(base, { cache: full })).kept).toBe(false);
    expect(await (await readBundle(base)).kept).toBe(false);
  });

  it('fetches a file anew that is damaged in the cache', async () => {
    const cache = memoryCache();
    await readBundle(base, { cache });
    for (const [key, bytes] of cache.held) cache.held.set(key, bytes.slice().fill(1));
    const bundle = await readBundle(base, { cache });
    expect(bundle.weights.floats('w').data[1]).toBe(1);
    expect(
      [...cache.held.values()].some((bytes) => bytes.byteLength === shard.byteLength && bytes[4] !== 1),
    ).toBe(true);
  });

  it('works without any storage', async () => {
    expect(typeof caches).toBe('undefined'); // Node has none: browserCache itself is what is tried here
    await expect(readBundle(base)).resolves.toBeDefined();
  });

  const failures: [string, () => void, string, RegExp][] = [
    ['a shard that is not there', () => files.delete('a.bin'), 'BUNDLE_FILE_MISSING', /face\/a\.bin.*404/],
    [
      'a shard with a flipped bit',
      () => files.set('a.bin', flipped(shard)),
      'BUNDLE_FILE_CORRUPT',
      /face\/a\.bin.*SHA-256/,
    ],
    [
      'a shard that is cut off',
      () => files.set('a.bin', shard.slice(0, 99)),
      'BUNDLE_FILE_CORRUPT',
      /a\.bin.*240000 bytes.*99/,
    ],
    [
      'a shard that is too long',
      () => files.set('a.bin', new Uint8Array(300_000)),
      'BUNDLE_FILE_CORRUPT',
      /a\.bin.*longer/,
    ],
    ['no bundle', () => files.delete('zscape.json'), 'BUNDLE_FILE_MISSING', /face\/zscape\.json/],
    [
      'a web page in place of the bundle',
      () => files.set('zscape.json', new TextEncoder().encode('<!doctype html><p>Hello')),
      'BUNDLE_INVALID',
      /web page in place of face\/zscape\.json/,
    ],
    [
      'text that is no JSON',
      () => files.set('zscape.json', new TextEncoder().encode('{"schema": 1')),
      'BUNDLE_INVALID',
      /zscape\.json/,
    ],
    [
      'a bundle of another version',
      () => files.set('zscape.json', encode({ schema: 7 })),
      'BUNDLE_VERSION',
      /version 7/,
    ],
    [
      'a bundle that lacks fields',
      () => files.set('zscape.json', encode({ schema: 1 })),
      'BUNDLE_INVALID',
      /zscape\.json/,
    ],
    [
      'a web page in place of a shard',
      () =>
        answers.set('a.bin', (response) => {
          response.setHeader('content-type', 'text/html').end('<!doctype html>');
        }),
      'BUNDLE_FILE_CORRUPT',
      /a\.bin.*web page/,
    ],
    [
      'a server in trouble',
      () =>
        answers.set('a.bin', (response) => {
          response.statusCode = 503;
          response.end();
        }),
      'NETWORK',
      /a\.bin.*503/,
    ],
    [
      'a connection that breaks',
      () =>
        answers.set('a.bin', (response) => {
          response.writeHead(200, { 'content-length': shard.byteLength });
          response.write(shard.slice(0, 1000), () => setTimeout(() => response.destroy(), 20));
        }),
      'NETWORK',
      /a\.bin broke off/,
    ],
  ];
  it.each(failures)('ends with a word for %s', async (_, damage, code, sentence) => {
    damage();
    const error: unknown = await readBundle(base, { cache: memoryCache() }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ code });
    expect((error as Error).message).toMatch(sentence);
  });

  it('tries a shard again whose connection broke or whose server was busy, and tells each byte once', async () => {
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
    answers.set('a.bin', (response) => {
      const next = broken.shift();
      if (next) next(response);
      else response.end(shard);
    });
    const seen: ReadProgress[] = [];
    const bundle = await readBundle(base, { onProgress: (progress) => seen.push(progress) });
    expect(bundle.weights.floats('w').data[59_999]).toBe(59_999);
    expect(asked.filter((name) => name === 'a.bin')).toHaveLength(3);
    for (let i = 1; i < seen.length; i++) expect(seen[i]!.loaded).toBeGreaterThanOrEqual(seen[i - 1]!.loaded);
    expect(seen.at(-1)!.loaded).toBe(seen.at(-1)!.total);
  });

  it('ends at once when it is cancelled between two tries', async () => {
    const abort = new AbortController();
    answers.set('a.bin', (response) => {
      response.on('close', () => setTimeout(() => abort.abort(), 5));
      response.destroy();
    });
    await expect(readBundle(base, { signal: abort.signal })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(asked.filter((name) => name === 'a.bin')).toHaveLength(1);
  });

  it('says so when there is nobody at the address', async () => {
    await expect(readBundle('http://127.0.0.1:9/face/')).rejects.toMatchObject({
      code: 'NETWORK',
      message: expect.stringContaining('face/zscape.json'),
    });
  });

  it('keeps nothing of a damaged file', async () => {
    files.set('a.bin', flipped(shard));
    const cache = memoryCache();
    await readBundle(base, { cache }).catch(() => {});
    for (const bytes of cache.held.values()) expect(bytes.byteLength).not.toBe(shard.byteLength);
  });

  it('stops fetching when it is cancelled', async () => {
    const abort = new AbortController();
    answers.set('a.bin', (response) => {
      response.writeHead(200, { 'content-length': shard.byteLength });
      response.write(shard.slice(0, 1000), () => setTimeout(() => abort.abort(), 20));
    });
    await expect(readBundle(base, { signal: abort.signal })).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect.poll(() => closed).toContain('a.bin');
  });

  it('fetches nothing when it was cancelled before', async () => {
    await expect(readBundle(base, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(asked).toEqual([]);
  });
});

function flipped(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const copy = bytes.slice();
  copy[1234]! ^= 4;
  return copy;
}

describe('a bundle with preview heads', () => {
  const heads = new Uint8Array(Float32Array.from({ length: 8 }, (_, i) => i).buffer);
  const spec = (name: string, shape: number[]) => ({ name, shape, dtype: 'float32' });

  /** Weights in `a.bin`, and the heads' in `previews.bin` behind them, or before where `first`. */
  async function withHeads(first = false): Promise<void> {
    const own = [spec('head/kernel', [1, 1, 2, 3]), spec('head/bias', [2])];
    const weights = first ? [...own, spec('w', [60_000])] : [spec('w', [60_000]), ...own];
    const paths = first ? ['previews.bin', 'a.bin'] : ['a.bin', 'previews.bin'];
    files.set('model.json', encode({ modelTopology: {}, weightsManifest: [{ paths, weights }] }));
    files.set('previews.bin', heads);
    const manifest = JSON.parse(new TextDecoder().decode(files.get('zscape.json'))) as Record<
      string,
      unknown
    >;
    const listed = ['model.json', 'a.bin', 'previews.bin'].map(async (path) => {
      const bytes = files.get(path)!;
      return { path, bytes: bytes.byteLength, sha256: await sha256Hex(bytes) };
    });
    files.set(
      'zscape.json',
      encode({
        ...{ ...manifest, preview: undefined, files: await Promise.all(listed) },
        outputs: [{ resolution: 4, node: 'head', kind: 'preview' }],
        previewHeads: [{ resolution: 4, kernel: 'head/kernel', bias: 'head/bias', error: 0 }],
      }),
    );
  }

  it('has them where their file is whole', async () => {
    await withHeads();
    const { manifest, weights } = await readBundle(base, { cache: memoryCache() });
    expect(manifest.previewHeads).toHaveLength(1);
    expect(weights.floats('head/bias').data).toEqual(Float32Array.of(6, 7));
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['is gone', (response) => response.writeHead(404).end()],
    ['is refused', (response) => response.writeHead(500).end()],
    [
      'is a web page',
      (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>'),
    ],
    ['is cut short', (response) => response.writeHead(200).end(heads.subarray(0, 9))],
    ['is longer', (response) => response.writeHead(200).end(Buffer.concat([heads, heads]))],
    ['is other bytes', (response) => response.writeHead(200).end(new Uint8Array(heads.length))],
    ['breaks off', (response) => response.writeHead(200, { 'content-length': heads.length }).destroy()],
  ])('does without them where their file %s', async (_, answer) => {
    await withHeads();
    answers.set('previews.bin', answer);
    const { manifest, weights, model, shards, kept } = await readBundle(base, { cache: memoryCache() });
    expect(manifest.previewHeads).toEqual([]);
    expect(weights.floats('w').data).toHaveLength(60_000);
    expect(model.weightsManifest).toEqual([{ paths: ['a.bin'], weights: [spec('w', [60_000])] }]);
    expect(shards).toHaveLength(1);
    // Another time they may be there.
    expect(await kept).toBe(false);
  });

  it('cannot do without any other file', async () => {
    await withHeads();
    answers.set('a.bin', (response) => response.writeHead(404).end());
    await expect(readBundle(base, { cache: memoryCache() })).rejects.toMatchObject({
      code: 'BUNDLE_FILE_MISSING',
    });
    answers.clear();
    await withHeads(true);
    answers.set('previews.bin', (response) => response.writeHead(404).end());
    await expect(readBundle(base, { cache: memoryCache() })).rejects.toMatchObject({
      code: 'BUNDLE_FILE_MISSING',
    });
  });
});
