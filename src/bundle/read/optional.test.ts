/** A bundle whose preview heads are in a separate, optional file. */
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { encode, memoryCache, serveBundle } from '../testing/bundleServer.ts';
import { readBundle } from './reader.ts';
import { sha256Hex } from './sha256.ts';

const served = serveBundle();

describe('a bundle with preview heads', () => {
  const heads = new Uint8Array(Float32Array.from({ length: 8 }, (_, i) => i).buffer);
  const spec = (name: string, shape: number[]) => ({ name, shape, dtype: 'float32' });

  /** Makes a bundle with weights in `a.bin`, and the heads' in `previews.bin` after them, or before if `first`. */
  async function withHeads(first = false): Promise<void> {
    const own = [spec('head/kernel', [1, 1, 2, 3]), spec('head/bias', [2])];
    const weights = first ? [...own, spec('w', [60_000])] : [spec('w', [60_000]), ...own];
    const paths = first ? ['previews.bin', 'a.bin'] : ['a.bin', 'previews.bin'];
    served.files.set('model.json', encode({ modelTopology: {}, weightsManifest: [{ paths, weights }] }));
    served.files.set('previews.bin', heads);
    const manifest = JSON.parse(new TextDecoder().decode(served.files.get('zscape.json'))) as Record<
      string,
      unknown
    >;
    const listed = ['model.json', 'a.bin', 'previews.bin'].map(async (path) => {
      const bytes = served.files.get(path)!;
      return { path, bytes: bytes.byteLength, sha256: await sha256Hex(bytes) };
    });
    served.files.set(
      'zscape.json',
      encode({
        ...{ ...manifest, preview: undefined, files: await Promise.all(listed) },
        outputs: [{ resolution: 4, node: 'head', kind: 'preview' }],
        previewHeads: [{ resolution: 4, kernel: 'head/kernel', bias: 'head/bias', error: 0 }],
      }),
    );
  }

  it('has them if their file is whole', async () => {
    await withHeads();
    const { manifest, weights } = await readBundle(served.base, { cache: memoryCache() });
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
    ['has other bytes', (response) => response.writeHead(200).end(new Uint8Array(heads.length))],
    ['breaks off', (response) => response.writeHead(200, { 'content-length': heads.length }).destroy()],
  ])('does without them if their file %s', async (_, answer) => {
    await withHeads();
    served.answers.set('previews.bin', answer);
    const { manifest, weights, model, shards, kept } = await readBundle(served.base, {
      cache: memoryCache(),
    });
    expect(manifest.previewHeads).toEqual([]);
    expect(weights.floats('w').data).toHaveLength(60_000);
    expect(model.weightsManifest).toEqual([{ paths: ['a.bin'], weights: [spec('w', [60_000])] }]);
    expect(shards).toHaveLength(1);
    // They may be available next time.
    expect(await kept).toBe(false);
  });

  it('needs every other file', async () => {
    await withHeads();
    served.answers.set('a.bin', (response) => response.writeHead(404).end());
    await expect(readBundle(served.base, { cache: memoryCache() })).rejects.toMatchObject({
      code: 'BUNDLE_FILE_MISSING',
    });
    served.answers.clear();
    await withHeads(true);
    served.answers.set('previews.bin', (response) => response.writeHead(404).end());
    await expect(readBundle(served.base, { cache: memoryCache() })).rejects.toMatchObject({
      code: 'BUNDLE_FILE_MISSING',
    });
  });
});
