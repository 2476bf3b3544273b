import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import {
  address,
  at,
  content,
  dropOnceKept,
  dropsAfter,
  etag,
  expectWhole,
  fetch,
  type Handler,
  server,
  sha256,
  status,
  waits,
  whole,
} from './testing/lossyServer.ts';

describe('a server', () => {
  it('that is busy is asked again, after growing waits or after the time that it names', async () => {
    at.script = [status(503), status(503), status(429, { 'retry-after': '7' }), whole];
    await fetch({ sha256 });
    expect(waits).toEqual([1000, 2000, 7000]);
    await expectWhole();
  });

  it('that stays busy is given up on, with an error', async () => {
    at.script = [status(503)];
    await expect(fetch({ tries: 4 })).rejects.toMatchObject({
      code: 'NETWORK',
      message: expect.stringMatching(/status 503/),
    });
    expect(at.asked).toHaveLength(4);
  });

  it('that does not have the file is left for the next address immediately', async () => {
    at.script = [status(404), whole];
    await fetch({ sha256 }, [address('/gone'), address('/here')]);
    expect(at.asked.map(({ url }) => url)).toEqual(['/gone', '/here']);
  });

  it('that sends a web page is left for the next address', async () => {
    const page: Handler = (_, response) =>
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<!doctype html>Sign in');
    const disguised: Handler = (_, response) =>
      response.writeHead(200, { 'content-type': 'application/gzip' }).end('<html><body>Sign in');
    at.script = [page, disguised, whole];
    await fetch({ sha256 }, [address('/a'), address('/b'), address('/c')]);
    await expectWhole();
    await rm(at.file);
    at.script = [page];
    await expect(fetch()).rejects.toMatchObject({
      code: 'NETWORK',
      message: expect.stringContaining('web page'),
    });
  });

  it('that announces more bytes than it sends is asked for the rest, and given up on when there is none', async () => {
    const boasts: Handler = (request, response) => {
      if (request.headers.range !== undefined) {
        response.writeHead(206, { etag, 'content-range': `bytes ${content.length}-399999/400000` }).destroy();
        return;
      }
      response.writeHead(200, { etag, 'content-length': 400_000 });
      response.write(content);
      dropOnceKept(response, content.length);
    };
    at.script = [boasts];
    await expect(fetch({ tries: 3 })).rejects.toMatchObject({ code: 'NETWORK' });
  });

  it('that announces fewer bytes than the file has is found out by the known size or hash', async () => {
    const short: Handler = (_, response) =>
      response.writeHead(200, { etag, 'content-length': 1000 }).end(content.subarray(0, 1000));
    at.script = [short];
    await expect(fetch({ sha256 })).rejects.toMatchObject({
      code: 'ARCHIVE_UNREADABLE',
      message: expect.stringMatching(/SHA-256/),
    });
    await expect(fetch({ bytes: content.length })).rejects.toMatchObject({ code: 'ARCHIVE_UNREADABLE' });
    expect(existsSync(`${at.file}.part`)).toBe(false);
  });

  it('that announces no size may send all it has, within the limit', async () => {
    at.script = [(_, response) => response.writeHead(200, { etag }).end(content)];
    await fetch({ sha256 });
    await expectWhole();
    await rm(at.file);
    await expect(fetch({ maxBytes: 100_000 })).rejects.toMatchObject({ code: 'ARCHIVE_TOO_LARGE' });
  });

  it('that announces an absurd size is refused immediately', async () => {
    at.script = [
      (_, response) => {
        response.writeHead(200, { 'content-length': 1e12 }).write('x');
      },
    ];
    await expect(fetch()).rejects.toMatchObject({ code: 'ARCHIVE_TOO_LARGE' });
  });

  it('that falls silent counts as dropped', async () => {
    const silent: Handler = (_, response) => {
      response.writeHead(200, { etag, 'content-length': content.length }).write(content.subarray(0, 40_000));
    };
    at.script = [silent, whole];
    await fetch({ sha256, patience: 300 });
    expect(at.asked[1]!.range).toBe('bytes=40000-');
    await expectWhole();
  });

  it('that redirects is followed, also for the rest of a file, but not in circles', async () => {
    const redirect: Handler = (_, response) => response.writeHead(302, { location: '/signed?token=1' }).end();
    at.script = [redirect, dropsAfter(50_000), redirect, whole];
    await fetch({ sha256 });
    expect(at.asked.map(({ url, range }) => [url, range])).toEqual([
      ['/model.tar.gz', undefined],
      ['/signed?token=1', undefined],
      ['/model.tar.gz', 'bytes=50000-'],
      ['/signed?token=1', 'bytes=50000-'],
    ]);
    await rm(at.file);
    at.script = [redirect];
    await expect(fetch()).rejects.toMatchObject({
      code: 'NETWORK',
      message: expect.stringMatching(/redirects endlessly/),
    });
  });

  it('that does not exist is named', async () => {
    await expect(fetch({ tries: 2 }, ['http://127.0.0.1:9/x'])).rejects.toMatchObject({
      code: 'NETWORK',
      message: expect.stringContaining('http://127.0.0.1:9/x'),
    });
  });
});

describe('proxy settings', () => {
  /** Runs with a proxy that leads every name to the test's server, and records the names. */
  async function withProxy(run: (proxy: string, names: string[]) => Promise<void>): Promise<void> {
    const names: string[] = [];
    const proxy = createServer();
    proxy.on('connect', (request: IncomingMessage, client: Socket) => {
      names.push(request.url!);
      const target = connect((server.address() as AddressInfo).port, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        target.pipe(client).pipe(target);
      });
      client.on('error', () => target.destroy());
      target.on('error', () => client.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    try {
      await run(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, names);
    } finally {
      proxy.closeAllConnections();
      proxy.close();
    }
  }

  it('are honoured: HTTP_PROXY for names that only the proxy knows', () =>
    withProxy(async (proxy, names) => {
      vi.stubEnv('HTTP_PROXY', proxy);
      vi.stubEnv('NO_PROXY', '');
      at.script = [whole];
      await fetch({ sha256 }, ['http://models.invalid/model.tar.gz']);
      expect(names).toEqual(['models.invalid:80']);
      await expectWhole();
    }));

  it('are honoured: NO_PROXY for names that bypass the proxy', () =>
    withProxy(async (proxy, names) => {
      vi.stubEnv('HTTP_PROXY', proxy);
      vi.stubEnv('NO_PROXY', '127.0.0.1');
      at.script = [whole];
      await fetch({ sha256 });
      expect(names).toEqual([]);
    }));
});
