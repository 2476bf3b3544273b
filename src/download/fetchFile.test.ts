/** One file from another host, from a real server: whole, in parts, and in every way in which it can fail. */
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mayAsk } from './allowed.ts';
import { type FetchFileOptions, fetchFile } from './fetchFile.ts';
import { type Answer, fileOf, type Host, startHost } from './testing/host.node.ts';

const file = new Uint8Array(200_000).map((_, i) => i * 7 + (i >> 8));
let host: Host;

beforeEach(async () => {
  host = await startHost();
});
afterEach(() => host.close());

const fetched = (options: Partial<FetchFileOptions> = {}, path = '/models/face.bin') =>
  fetchFile(host.address + path, { maxBytes: 1e6, pauses: [1, 1], ...options });
const failsWith = (code: string, says: RegExp) => ({ code, message: expect.stringMatching(says) });

describe('a file of another host', () => {
  it('arrives whole, with its final address, and each byte is reported once', async () => {
    host.next = [
      (_, response) => response.writeHead(302, { location: '/elsewhere/face-v2.bin' }).end(),
      fileOf(file),
    ];
    const told: [number, number | null][] = [];
    const { bytes, url } = await fetched({ onBytes: (loaded, total) => told.push([loaded, total]) });
    expect(bytes).toEqual(file);
    expect(url).toBe(`${host.address}/elsewhere/face-v2.bin`);
    expect(told.at(-1)).toEqual([file.length, file.length]);
    expect(told.map(([loaded]) => loaded)).toEqual(
      [...new Set(told.map(([loaded]) => loaded))].sort((a, b) => a - b),
    );
  });

  it('is resumed after a broken connection, as often as that yields bytes', async () => {
    host.next = [60_000, 60_000, 30_000, 10_000].map((bytes) => fileOf(file, '"v1"', bytes));
    host.otherwise = fileOf(file);
    const { bytes } = await fetched();
    expect(bytes).toEqual(file);
    expect(host.asked.map(({ range }) => range)).toEqual([
      undefined,
      'bytes=60000-',
      'bytes=120000-',
      'bytes=150000-',
      'bytes=160000-',
    ]);
    expect(host.asked.slice(1).every(({ ifRange }) => ifRange === '"v1"')).toBe(true);
  });

  it('is read again from the start if it has changed, or the host does not say whether it has', async () => {
    const other = file.map((byte) => byte ^ 1);
    host.next = [fileOf(file, '"v1"', 60_000)];
    host.otherwise = fileOf(other, '"v2"');
    expect((await fetched()).bytes).toEqual(other);
    for (const etag of [null, 'W/"v1"']) {
      host.asked = [];
      host.next = [fileOf(file, etag, 60_000)];
      host.otherwise = fileOf(file, etag);
      expect((await fetched()).bytes).toEqual(file);
      expect(host.asked.map(({ range }) => range)).toEqual([undefined, undefined]);
    }
  });

  it('is resumed without an ETag if the caller checks its hash', async () => {
    host.next = [fileOf(file, null, 60_000)];
    host.otherwise = fileOf(file, null);
    expect((await fetched({ hashed: true, expectedBytes: file.length })).bytes).toEqual(file);
    expect(host.asked.map(({ range }) => range)).toEqual([undefined, 'bytes=60000-']);
  });

  it('is never assembled from a part that was not requested, or from another version', async () => {
    const wrong = [
      { 'content-range': `bytes 10-${file.length - 1}/${file.length}`, etag: '"v1"' },
      { 'content-range': `bytes 60000-${file.length - 1}/${file.length}`, etag: '"v2"' },
      { 'content-range': `bytes 60000-${file.length - 1}/999`, etag: '"v1"' },
    ];
    for (const headers of wrong) {
      host.next = [
        fileOf(file, '"v1"', 60_000),
        (_, response) => response.writeHead(206, headers).end(file.subarray(10)),
      ];
      host.otherwise = fileOf(file);
      expect((await fetched()).bytes).toEqual(file);
    }
  });

  it('arrives whole from a host that compresses it', async () => {
    const text = new TextEncoder().encode(JSON.stringify({ a: 'b'.repeat(50_000) }));
    host.otherwise = (_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(text));
    const totals: (number | null)[] = [];
    const { bytes } = await fetched({ onBytes: (_, total) => totals.push(total) });
    expect(bytes).toEqual(text);
    expect(totals.every((total) => total === null || total >= text.length)).toBe(true);
  });

  it('may be empty', async () => {
    host.otherwise = (_, response) => response.writeHead(200, { 'content-length': 0 }).end();
    expect((await fetched()).bytes).toHaveLength(0);
  });
});

describe('a file that does not arrive', () => {
  const html = '<!doctype html><title>face.bin</title>';
  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 92000000\n';
  const status =
    (code: number): Answer =>
    (_, response) =>
      response.writeHead(code).end();

  it.each([
    ['404', status(404), 'FILE_MISSING', /no face\.bin at 127\.0\.0\.1/],
    ['410', status(410), 'FILE_MISSING', /410/],
    ['401', status(401), 'HOST_REFUSED', /sign-in/],
    ['403', status(403), 'HOST_REFUSED', /403/],
    ['418', status(418), 'HOST_REFUSED', /418/],
    ['503', status(503), 'HOST_BUSY', /503.*again in a while/],
  ] as const)('%s', async (_, answer, code, says) => {
    host.otherwise = answer;
    await expect(fetched()).rejects.toMatchObject(failsWith(code, says));
    expect(host.asked).toHaveLength(code === 'HOST_BUSY' ? 3 : 1);
  });

  it.each([
    ['with its type', html, 'text/html; charset=utf-8'],
    ['declared as a file', html, 'application/octet-stream'],
    ['without a doctype', '<p>Sign in</p>', 'text/html'],
  ])('because a web page arrives, %s', async (_, body, type) => {
    host.otherwise = (__, response) => response.writeHead(200, { 'content-type': type }).end(body);
    await expect(fetched()).rejects.toMatchObject(failsWith('FILE_IS_PAGE', /web page instead of face\.bin/));
  });

  it('but a file declared as a page does', async () => {
    host.otherwise = (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(file);
    expect((await fetched()).bytes).toEqual(file);
  });

  it('because it is a Git LFS pointer', async () => {
    host.otherwise = (_, response) => response.end(pointer);
    await expect(fetched()).rejects.toMatchObject(failsWith('FILE_IS_POINTER', /face\.bin.*Git LFS pointer/));
  });

  it('because it is too large, before or during the download', async () => {
    host.otherwise = fileOf(file);
    await expect(fetched({ maxBytes: 50_000 })).rejects.toMatchObject(
      failsWith('DOWNLOAD_TOO_LARGE', /50000 bytes/),
    );
    let sent = 0;
    host.otherwise = (_, response) => {
      const more = () => {
        if (response.destroyed) return;
        sent += 10_000;
        response.write(new Uint8Array(10_000), () => setImmediate(more));
      };
      more();
    };
    await expect(fetched({ maxBytes: 50_000 })).rejects.toMatchObject({ code: 'DOWNLOAD_TOO_LARGE' });
    expect(sent).toBeLessThan(20e6);
    expect(host.asked).toHaveLength(2);
  });

  it('because it does not have the required length', async () => {
    host.otherwise = fileOf(file);
    for (const expectedBytes of [file.length - 1, file.length + 1]) {
      await expect(fetched({ expectedBytes })).rejects.toMatchObject(
        failsWith('DOWNLOAD_WRONG_LENGTH', new RegExp(`${expectedBytes} bytes`)),
      );
    }
  });

  it('because the connection breaks again and again', async () => {
    host.otherwise = fileOf(file, null, 60_000);
    await expect(fetched()).rejects.toMatchObject(failsWith('DOWNLOAD_CUT_OFF', /60000 bytes of face\.bin/));
    expect(host.asked).toHaveLength(3);
  });

  it('because the host falls silent', async () => {
    host.otherwise = (_, response) => response.writeHead(200, { 'content-length': file.length }).write('a');
    await expect(fetched({ patience: 50, pauses: [1] })).rejects.toMatchObject({ code: 'DOWNLOAD_CUT_OFF' });
  });

  it('because no host answers', async () => {
    const { address } = host;
    await host.close();
    await expect(fetchFile(`${address}/a.bin`, { maxBytes: 10, pauses: [1] })).rejects.toMatchObject(
      failsWith('HOST_UNREADABLE', /127\.0\.0\.1:\d+ cannot be reached: ECONNREFUSED/),
    );
    host = await startHost();
  });

  it('because it was cancelled, immediately and for good', async () => {
    for (const cutAfter of [undefined, 60_000]) {
      const abort = new AbortController();
      host.asked = [];
      host.otherwise = fileOf(file, '"v1"', cutAfter);
      const coming = fetched({ signal: abort.signal, pauses: [60_000], onBytes: () => abort.abort() });
      await expect(coming).rejects.toMatchObject({ code: 'CANCELLED' });
      expect(host.asked).toHaveLength(1);
    }
  });

  it.each([
    '',
    'face.bin',
    'ftp://example.org/a.bin',
    'javascript:1',
    'https://',
    'https://me:secret@example.org/a',
  ])('because “%s” is not a web address', async (address) => {
    await expect(fetchFile(address, { maxBytes: 10 })).rejects.toMatchObject({ code: 'ADDRESS_INVALID' });
  });
});

it('a page requests other hosts over https only, except this machine during development', () => {
  const may = (address: string, page: string | null) => mayAsk(new URL(address), page);
  const hosted = 'https://example.org';
  expect(may('https://other.org/a', hosted)).toBe(true);
  expect(may('http://other.org/a', hosted)).toBe(false);
  expect(may('http://localhost:8000/a', hosted)).toBe(false);
  expect(may('http://127.0.0.1:8000/a', 'http://localhost:5173')).toBe(true);
  expect(may('http://[::1]:8000/a', 'http://127.0.0.1:5173')).toBe(true);
  expect(may('http://other.org/a', 'http://localhost:5173')).toBe(false);
  expect(may('http://localhost:8000/a', 'http://192.168.1.2:5173')).toBe(false);
  expect(may('http://192.168.1.2:5173/a', 'http://192.168.1.2:5173')).toBe(true);
  expect(may('http://other.org/a', null)).toBe(true);
  expect(may('file:///etc/passwd', null)).toBe(false);
});
