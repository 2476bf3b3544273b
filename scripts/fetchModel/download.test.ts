/** Against a server on loopback that does what servers and lines do. */
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DownloadOptions, download } from './download.ts';

/** A gzip file's first bytes, then noise. */
const content = Uint8Array.from({ length: 300_000 }, (_, i) =>
  i === 0 ? 0x1f : i === 1 ? 0x8b : (i * i * 31) >> 5,
);
const sha256 = createHash('sha256').update(content).digest('hex');
const etag = '"v1"';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let folder: string;
let file: string;
let asked: { url: string; range: string | undefined; ifRange: string | undefined }[];
let script: Handler[];
const sockets = new Set<Socket>();
/** Each request is answered by the next handler; the last one answers all others. */
const server = createServer((request, response) => {
  asked.push({
    url: request.url!,
    range: request.headers.range,
    ifRange: request.headers['if-range'] as string,
  });
  const next = script.length > 1 ? script.shift()! : script[0]!;
  next(request, response);
});
server.on('connection', (socket: Socket) => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zscape-'));
  file = join(folder, 'sub/model.tar.gz');
  asked = [];
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

function address(path = '/model.tar.gz'): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
}

const waits: number[] = [];
function fetch(options: Partial<DownloadOptions> = {}, addresses = [address()]): Promise<string> {
  waits.length = 0;
  return download(addresses, file, {
    maxBytes: 1e6,
    sleep: async (milliseconds) => {
      waits.push(milliseconds);
    },
    random: () => 1,
    patience: 1000,
    ...options,
  });
}

async function expectWhole(): Promise<void> {
  expect(Buffer.compare(await readFile(file), content)).toBe(0);
  expect(existsSync(`${file}.part`)).toBe(false);
  expect(existsSync(`${file}.part.json`)).toBe(false);
}

/** A well-behaved server. */
const whole: Handler = (request, response) => {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? Number.NaN);
  const same = request.headers['if-range'] === etag;
  response.setHeader('etag', etag);
  if (Number.isNaN(start) || !same) {
    response.setHeader('content-length', content.length).end(content);
  } else if (start >= content.length) {
    response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
  } else {
    response.writeHead(206, {
      'content-range': `bytes ${start}-${content.length - 1}/${content.length}`,
      'content-length': content.length - start,
    });
    response.end(content.subarray(start));
  }
};

/** What lies unread in the client's buffers when a line drops is lost, so wait until the bytes are on the disk. */
function dropOnceKept(response: ServerResponse, bytes: number): void {
  const kept = () => existsSync(`${file}.part`) && statSync(`${file}.part`).size >= bytes;
  const timer = setInterval(() => {
    if (!kept() && !response.destroyed) return;
    clearInterval(timer);
    response.destroy();
  }, 5);
}

/** Sends `bytes` more than it was asked to begin at, then drops the connection. */
function dropsAfter(bytes: number, headers: Record<string, string> = { etag }): Handler {
  return (request, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (start > 0) {
      response.writeHead(206, {
        ...headers,
        'content-range': `bytes ${start}-${content.length - 1}/${content.length}`,
      });
    } else response.writeHead(200, { ...headers, 'content-length': content.length });
    response.write(content.subarray(start, start + bytes));
    dropOnceKept(response, start + bytes);
  };
}

const status =
  (code: number, headers: Record<string, string> = {}): Handler =>
  (_, response) =>
    response.writeHead(code, headers).end('no');

describe('a download', () => {
  it('comes whole from a good server, with its hash and its progress', async () => {
    script = [whole];
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

  it('goes on where the line dropped, as often as it drops', async () => {
    script = [dropsAfter(50_000), dropsAfter(60_000), dropsAfter(70_000), whole];
    await fetch({ sha256, tries: 2 });
    expect(asked.map(({ range }) => range)).toEqual([
      undefined,
      'bytes=50000-',
      'bytes=110000-',
      'bytes=180000-',
    ]);
    expect(asked.slice(1).every(({ ifRange }) => ifRange === etag)).toBe(true);
    await expectWhole();
  });

  it('goes on in a later run', async () => {
    script = [dropsAfter(80_000), status(503)];
    await expect(fetch({ tries: 2 })).rejects.toMatchObject({ code: 'NETWORK' });
    expect((await readFile(`${file}.part`)).length).toBe(80_000);
    asked = [];
    script = [whole];
    await fetch({ sha256 });
    expect(asked.map(({ range }) => range)).toEqual(['bytes=80000-']);
    await expectWhole();
  });

  it('stopped by the user leaves a part that can be gone on with', async () => {
    const abort = new AbortController();
    script = [
      (_, response) => {
        response
          .writeHead(200, { etag, 'content-length': content.length })
          .write(content.subarray(0, 90_000));
      },
    ];
    const stopped = fetch({ signal: abort.signal, onProgress: (have) => have >= 90_000 && abort.abort() });
    await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED' });
    script = [whole];
    asked = [];
    await fetch({ sha256 });
    expect(asked[0]!.range).toBe('bytes=90000-');
    await expectWhole();
  });

  it('begins again when the server ignores ranges', async () => {
    script = [
      dropsAfter(50_000),
      (_, response) => response.writeHead(200, { etag, 'content-length': content.length }).end(content),
    ];
    await fetch({ sha256 });
    expect(asked).toHaveLength(2);
    await expectWhole();
  });

  it('begins again when the file on the server has changed', async () => {
    const stale = (_: IncomingMessage, response: ServerResponse) =>
      response
        .writeHead(206, {
          etag: '"v2"',
          'content-range': `bytes 50000-${content.length - 1}/${content.length}`,
        })
        .end(content.subarray(50_000));
    script = [dropsAfter(50_000), stale, whole];
    await fetch({ sha256 });
    expect(asked.map(({ range }) => range)).toEqual([undefined, 'bytes=50000-', undefined]);
    await expectWhole();
  });

  it('begins again when the server sends another part than the one asked for', async () => {
    const other = (_: IncomingMessage, response: ServerResponse) =>
      response
        .writeHead(206, { etag, 'content-range': `bytes 10-${content.length - 1}/${content.length}` })
        .end(content.subarray(10));
    script = [dropsAfter(50_000), other, whole];
    await fetch({ sha256 });
    await expectWhole();
  });

  it('begins again, and does not count it as progress, when the server names nothing to compare', async () => {
    script = [dropsAfter(50_000, {}), dropsAfter(60_000, {}), whole];
    await fetch({ sha256 });
    expect(asked.map(({ range }) => range)).toEqual([undefined, undefined, undefined]);
    await expectWhole();
    await rm(file);
    script = [dropsAfter(50_000, {})];
    await expect(fetch({ tries: 3 })).rejects.toMatchObject({ code: 'NETWORK' });
  });

  it('that was whole but not yet in its place is not fetched again', async () => {
    script = [whole];
    await fetch();
    await writeFile(`${file}.part`, content);
    await writeFile(
      `${file}.part.json`,
      JSON.stringify({ url: address(), validator: etag, total: content.length }),
    );
    await rm(file);
    await fetch({ sha256 });
    await expectWhole();
  });
});

describe('a server', () => {
  it('that is busy is asked again, later and later, and when it says so', async () => {
    script = [status(503), status(503), status(429, { 'retry-after': '7' }), whole];
    await fetch({ sha256 });
    expect(waits).toEqual([1000, 2000, 7000]);
    await expectWhole();
  });

  it('that stays busy is given up on, in words', async () => {
    script = [status(503)];
    await expect(fetch({ tries: 4 })).rejects.toMatchObject({ code: 'NETWORK', message: /status 503/ });
    expect(asked).toHaveLength(4);
  });

  it('that does not know the file is left for the next address at once', async () => {
    script = [status(404), whole];
    await fetch({ sha256 }, [address('/gone'), address('/here')]);
    expect(asked.map(({ url }) => url)).toEqual(['/gone', '/here']);
  });

  it('that sends a web page is left for the next address', async () => {
    const page: Handler = (_, response) =>
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<!doctype html>Sign in');
    const disguised: Handler = (_, response) =>
      response.writeHead(200, { 'content-type': 'application/gzip' }).end('<html><body>Sign in');
    script = [page, disguised, whole];
    await fetch({ sha256 }, [address('/a'), address('/b'), address('/c')]);
    await expectWhole();
    await rm(file);
    script = [page];
    await expect(fetch()).rejects.toMatchObject({
      code: 'NETWORK',
      message: expect.stringContaining('web page'),
    });
  });

  it('that speaks of more bytes than it sends is asked for the rest, and given up on when there is none', async () => {
    const boasts: Handler = (request, response) => {
      if (request.headers.range !== undefined) {
        response.writeHead(206, { etag, 'content-range': `bytes ${content.length}-399999/400000` }).destroy();
        return;
      }
      response.writeHead(200, { etag, 'content-length': 400_000 });
      response.write(content);
      dropOnceKept(response, content.length);
    };
    script = [boasts];
    await expect(fetch({ tries: 3 })).rejects.toMatchObject({ code: 'NETWORK' });
  });

  it('that speaks of fewer bytes than the file has is found out by the size or hash that is known', async () => {
    const short: Handler = (_, response) =>
      response.writeHead(200, { etag, 'content-length': 1000 }).end(content.subarray(0, 1000));
    script = [short];
    await expect(fetch({ sha256 })).rejects.toMatchObject({ code: 'ARCHIVE_UNREADABLE', message: /SHA-256/ });
    await expect(fetch({ bytes: content.length })).rejects.toMatchObject({ code: 'ARCHIVE_UNREADABLE' });
    expect(existsSync(`${file}.part`)).toBe(false);
  });

  it('that speaks of no size may send all it has, within the limit', async () => {
    script = [(_, response) => response.writeHead(200, { etag }).end(content)];
    await fetch({ sha256 });
    await expectWhole();
    await rm(file);
    await expect(fetch({ maxBytes: 100_000 })).rejects.toMatchObject({ code: 'ARCHIVE_TOO_LARGE' });
  });

  it('that speaks of an absurd size is refused at once', async () => {
    script = [
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
    script = [silent, whole];
    await fetch({ sha256, patience: 300 });
    expect(asked[1]!.range).toBe('bytes=40000-');
    await expectWhole();
  });

  it('that redirects is followed, for the rest too, but not in circles', async () => {
    const redirect: Handler = (_, response) => response.writeHead(302, { location: '/signed?token=1' }).end();
    script = [redirect, dropsAfter(50_000), redirect, whole];
    await fetch({ sha256 });
    expect(asked.map(({ url, range }) => [url, range])).toEqual([
      ['/model.tar.gz', undefined],
      ['/signed?token=1', undefined],
      ['/model.tar.gz', 'bytes=50000-'],
      ['/signed?token=1', 'bytes=50000-'],
    ]);
    await rm(file);
    script = [redirect];
    await expect(fetch()).rejects.toMatchObject({ code: 'NETWORK', message: /redirects without end/ });
  });

  it('that is not there is named', async () => {
    await expect(fetch({ tries: 2 }, ['http://127.0.0.1:9/x'])).rejects.toMatchObject({
      code: 'NETWORK',
      message: expect.stringContaining('http://127.0.0.1:9/x'),
    });
  });
});

describe('proxy settings', () => {
  /** A proxy that leads every name to the test's server, and remembers for whom. */
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
      script = [whole];
      await fetch({ sha256 }, ['http://models.invalid/model.tar.gz']);
      expect(names).toEqual(['models.invalid:80']);
      await expectWhole();
    }));

  it('are honoured: NO_PROXY for names that the proxy is not for', () =>
    withProxy(async (proxy, names) => {
      vi.stubEnv('HTTP_PROXY', proxy);
      vi.stubEnv('NO_PROXY', '127.0.0.1');
      script = [whole];
      await fetch({ sha256 });
      expect(names).toEqual([]);
    }));
});
