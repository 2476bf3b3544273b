/** A connection that breaks: a file is retried automatically. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { download } from './download.ts';

const file = new Uint8Array(240_000).map((_, i) => i);
let server: Server;
let url: string;
/** How to handle each request, in order; later ones get the file. */
let answers: ((response: ServerResponse) => void)[];
let asked: number;

beforeEach(async () => {
  answers = [];
  asked = 0;
  server = createServer((_, response) => {
    asked++;
    const answer = answers.shift();
    if (answer) answer(response);
    else response.end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/face/a.bin`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const breakOff = (response: ServerResponse) => {
  response.writeHead(200, { 'content-length': file.byteLength });
  response.write(file.slice(0, 1000), () => setTimeout(() => response.destroy(), 20));
};
const busy = (response: ServerResponse) => response.writeHead(503).end();

describe('download', () => {
  it('retries a file whose connection broke or whose server was busy, and reports each byte once', async () => {
    answers = [breakOff, busy];
    const seen: number[] = [];
    const bytes = await download(url, { expected: file.byteLength, onBytes: (loaded) => seen.push(loaded) });
    expect(bytes).toEqual(file);
    expect(asked).toBe(3);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(file.byteLength);
  });

  it('gives up in the end; a missing file is requested once more, past all caches', async () => {
    answers = [busy, busy, busy];
    await expect(download(url)).rejects.toMatchObject({
      code: 'NETWORK',
      message: expect.stringMatching(/face\/a\.bin.*503/),
    });
    expect(asked).toBe(3);
    const missing = (response: ServerResponse) => void response.writeHead(404).end();
    answers = [missing, missing];
    await expect(download(url)).rejects.toMatchObject({ code: 'BUNDLE_FILE_MISSING' });
    expect(asked).toBe(5);
    answers = [missing];
    expect(await download(url)).toHaveLength(file.length);
    expect(asked).toBe(7);
  });

  it('ends immediately when it is cancelled between two tries', async () => {
    const abort = new AbortController();
    answers = [
      (response) => {
        response.on('close', () => setTimeout(() => abort.abort(), 5));
        response.destroy();
      },
    ];
    await expect(download(url, { signal: abort.signal })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(asked).toBe(1);
  });
});
