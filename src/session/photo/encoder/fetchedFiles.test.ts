import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEncoder } from '../../../converter/encoder/encoder.ts';
import { fetchedFiles } from './fetchedFiles.ts';

const encoder = new URL('../../../../public/models/avatars-128/encoder/', import.meta.url);
let server: Server;
let address: string;
let files: Map<string, Uint8Array | string>;

beforeEach(async () => {
  files = new Map();
  for (const name of ['model.json', 'weights.bin']) {
    files.set(name, await readFile(new URL(name, encoder)));
  }
  server = createServer(({ url }, response) => {
    const body = files.get(url!.split('/').at(-1)!);
    if (body === undefined) response.writeHead(404).end();
    else response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/models/a/encoder/`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const fetched = () => fetchedFiles(address, new AbortController().signal);

describe('fetchedFiles', () => {
  it('returns the files of an encoder that runs', async () => {
    const encode = await openEncoder((await fetched())!, 512);
    const picture = { data: new Float32Array(128 * 128 * 3), width: 128, height: 128, channels: 3 };
    expect(Math.hypot(...encode(picture))).toBeCloseTo(Math.sqrt(512), 2);
  });

  it('finds none if there is none, or if the host answers with a page', async () => {
    files.delete('model.json');
    expect(await fetched()).toBeNull();
    files.set('model.json', '<!doctype html>');
    expect(await fetched()).toBeNull();
    files.set('model.json', JSON.stringify({ weightsManifest: [{ paths: ['../../secret.bin'] }] }));
    expect(await fetched()).toBeNull();
  });

  it('names a file that is missing', async () => {
    files.delete('weights.bin');
    await expect(fetched()).rejects.toMatchObject({
      code: 'NETWORK',
      message: expect.stringContaining('weights.bin'),
    });
  });
});
