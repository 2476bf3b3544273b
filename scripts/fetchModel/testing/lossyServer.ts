/** A server on loopback that fails as servers and connections do, and a download from it. */
import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { type DownloadOptions, download } from '../download.ts';

/** A gzip file's first bytes, then noise. */
export const content = Uint8Array.from({ length: 300_000 }, (_, i) =>
  i === 0 ? 0x1f : i === 1 ? 0x8b : (i * i * 31) >> 5,
);
export const sha256 = createHash('sha256').update(content).digest('hex');
export const etag = '"v1"';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

interface Asked {
  url: string;
  range: string | undefined;
  ifRange: string | undefined;
}

/** The current test's file and server: the requests so far, and the responses still to come. */
export const at: { folder: string; file: string; asked: Asked[]; script: Handler[] } = {
  folder: '',
  file: '',
  asked: [],
  script: [],
};
const sockets = new Set<Socket>();
/** The next handler serves each request; the last one also serves all that follow. */
export const server = createServer((request, response) => {
  at.asked.push({
    url: request.url!,
    range: request.headers.range,
    ifRange: request.headers['if-range'] as string,
  });
  const next = at.script.length > 1 ? at.script.shift()! : at.script[0]!;
  next(request, response);
});
server.on('connection', (socket: Socket) => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
});

beforeEach(async () => {
  at.folder = await mkdtemp(join(tmpdir(), 'zscape-'));
  at.file = join(at.folder, 'sub/model.tar.gz');
  at.asked = [];
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  await rm(at.folder, { recursive: true });
});

export function address(path = '/model.tar.gz'): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
}

export const waits: number[] = [];
export function fetch(options: Partial<DownloadOptions> = {}, addresses = [address()]): Promise<string> {
  waits.length = 0;
  return download(addresses, at.file, {
    maxBytes: 1e6,
    sleep: async (milliseconds) => {
      waits.push(milliseconds);
    },
    random: () => 1,
    patience: 1000,
    ...options,
  });
}

export async function expectWhole(): Promise<void> {
  expect(Buffer.compare(await readFile(at.file), content)).toBe(0);
  expect(existsSync(`${at.file}.part`)).toBe(false);
  expect(existsSync(`${at.file}.part.json`)).toBe(false);
}

/** A well-behaved server. */
export const whole: Handler = (request, response) => {
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

/** Drops the connection once the bytes are on disk: those still in the client's buffers would be lost. */
export function dropOnceKept(response: ServerResponse, bytes: number): void {
  const kept = () => existsSync(`${at.file}.part`) && statSync(`${at.file}.part`).size >= bytes;
  const timer = setInterval(() => {
    if (!kept() && !response.destroyed) return;
    clearInterval(timer);
    response.destroy();
  }, 5);
}

/** Sends `bytes` bytes from the requested start, then drops the connection. */
export function dropsAfter(bytes: number, headers: Record<string, string> = { etag }): Handler {
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

export const status =
  (code: number, headers: Record<string, string> = {}): Handler =>
  (_, response) =>
    response.writeHead(code, headers).end('no');
