import { readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import {
  address,
  at,
  content,
  dropsAfter,
  etag,
  expectWhole,
  fetch,
  sha256,
  status,
  whole,
} from './testing/lossyServer.ts';

describe('a download', () => {
  it('comes whole from a good server, with its hash and its progress', async () => {
    at.script = [whole];
    const seen: [number, number | null][] = [];
    const found = await fetch({
      sha256,
      bytes: content.length,
      onProgress: (have, total) => seen.push([have, total]),
    });
    expect(found).toBe(sha256);
    expect(seen[0]).toEqual([0, content.length]);
    expect(seen.at(-1)).toEqual([content.length, content.length]);
    await expectWhole();
  });

  it('resumes where the connection dropped, however often it drops', async () => {
    at.script = [dropsAfter(50_000), dropsAfter(60_000), dropsAfter(70_000), whole];
    await fetch({ sha256, tries: 2 });
    expect(at.asked.map(({ range }) => range)).toEqual([
      undefined,
      'bytes=50000-',
      'bytes=110000-',
      'bytes=180000-',
    ]);
    expect(at.asked.slice(1).every(({ ifRange }) => ifRange === etag)).toBe(true);
    await expectWhole();
  });

  it('resumes in a later run', async () => {
    at.script = [dropsAfter(80_000), status(503)];
    await expect(fetch({ tries: 2 })).rejects.toMatchObject({ code: 'NETWORK' });
    expect((await readFile(`${at.file}.part`)).length).toBe(80_000);
    at.asked = [];
    at.script = [whole];
    await fetch({ sha256 });
    expect(at.asked.map(({ range }) => range)).toEqual(['bytes=80000-']);
    await expectWhole();
  });

  it('leaves a part that can be resumed when the user stops it', async () => {
    const abort = new AbortController();
    at.script = [
      (_, response) => {
        response
          .writeHead(200, { etag, 'content-length': content.length })
          .write(content.subarray(0, 90_000));
      },
    ];
    const stopped = fetch({ signal: abort.signal, onProgress: (have) => have >= 90_000 && abort.abort() });
    await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED' });
    at.script = [whole];
    at.asked = [];
    await fetch({ sha256 });
    expect(at.asked[0]!.range).toBe('bytes=90000-');
    await expectWhole();
  });

  it('starts again when the server ignores ranges', async () => {
    at.script = [
      dropsAfter(50_000),
      (_, response) => response.writeHead(200, { etag, 'content-length': content.length }).end(content),
    ];
    await fetch({ sha256 });
    expect(at.asked).toHaveLength(2);
    await expectWhole();
  });

  it('starts again when the file on the server has changed', async () => {
    const stale = (_: IncomingMessage, response: ServerResponse) =>
      response
        .writeHead(206, {
          etag: '"v2"',
          'content-range': `bytes 50000-${content.length - 1}/${content.length}`,
        })
        .end(content.subarray(50_000));
    at.script = [dropsAfter(50_000), stale, whole];
    await fetch({ sha256 });
    expect(at.asked.map(({ range }) => range)).toEqual([undefined, 'bytes=50000-', undefined]);
    await expectWhole();
  });

  it('starts again when the server sends a different part from the one asked for', async () => {
    const other = (_: IncomingMessage, response: ServerResponse) =>
      response
        .writeHead(206, { etag, 'content-range': `bytes 10-${content.length - 1}/${content.length}` })
        .end(content.subarray(10));
    at.script = [dropsAfter(50_000), other, whole];
    await fetch({ sha256 });
    await expectWhole();
  });

  it('starts again, without counting it as progress, when the server gives no validator', async () => {
    at.script = [dropsAfter(50_000, {}), dropsAfter(60_000, {}), whole];
    await fetch({ sha256 });
    expect(at.asked.map(({ range }) => range)).toEqual([undefined, undefined, undefined]);
    await expectWhole();
    await rm(at.file);
    at.script = [dropsAfter(50_000, {})];
    await expect(fetch({ tries: 3 })).rejects.toMatchObject({ code: 'NETWORK' });
  });

  it('is not fetched again when it was complete but not yet in place', async () => {
    at.script = [whole];
    await fetch();
    await writeFile(`${at.file}.part`, content);
    await writeFile(
      `${at.file}.part.json`,
      JSON.stringify({ url: address(), validator: etag, total: content.length }),
    );
    await rm(at.file);
    await fetch({ sha256 });
    await expectWhole();
  });
});
