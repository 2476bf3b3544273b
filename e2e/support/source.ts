/** A host of another origin with a model's files: with or without CORS, slow, and faulty in the ways of real hosts. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How one response is spoiled. */
export type Fault =
  | { readonly kind: 'missing' }
  /** A web page in place of the file, with a success status. */
  | { readonly kind: 'page' }
  /** The file with one byte changed. */
  /** A Git LFS pointer in place of a large file. */
  | { readonly kind: 'pointer' }
  /** A redirect to another address. */
  | { readonly kind: 'moved'; readonly to: string }
  /** Announces this many bytes, and sends none of them. */
  | { readonly kind: 'announced'; readonly bytes: number }
  | { readonly kind: 'changed' }
  /** The connection ends after this many bytes. */
  | { readonly kind: 'broken'; readonly after: number };

export interface SourceOptions {
  /** By path, without a slash in front. May be changed while the host runs. */
  files: Map<string, Uint8Array>;
  /** Whether pages of other origins may read the files; true by default. */
  cors?: boolean;
  /** Whether pages of other origins may see the ETag; by default they may not, as with most hosts. */
  tagShown?: boolean;
  /** The rate of all responses together; unlimited by default. */
  bytesPerSecond?: number;
  /** Milliseconds before each response. */
  latency?: number;
  /** Called for each request, in order; returns undefined for a correct response. */
  fault?: (path: string, range: string | undefined) => Fault | undefined;
}

export interface SourceHost {
  /** With a slash at its end. */
  address: string;
  requests: { path: string; range: string | undefined }[];
  close(): Promise<void>;
}

export async function serveSource(options: SourceOptions): Promise<SourceHost> {
  const { cors = true, bytesPerSecond = Number.POSITIVE_INFINITY, latency = 0 } = options;
  const requests: SourceHost['requests'] = [];
  const line = new Line(bytesPerSecond);

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname.slice(1));
    const { range } = request.headers;
    if (cors) response.setHeader('Access-Control-Allow-Origin', '*');
    if (options.tagShown) response.setHeader('Access-Control-Expose-Headers', 'ETag');
    if (request.method === 'OPTIONS') {
      if (cors) response.setHeader('Access-Control-Allow-Headers', '*');
      response.writeHead(204).end();
      return;
    }
    requests.push({ path, range });
    if (latency > 0) await sleep(latency);
    const fault = options.fault?.(path, range);
    const whole = options.files.get(path);
    if (whole === undefined || fault?.kind === 'missing') {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('404: Not Found');
      return;
    }
    if (fault?.kind === 'page') {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Sign in</title>');
      return;
    }
    if (fault?.kind === 'pointer') {
      response.end('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 92000000\n');
      return;
    }
    if (fault?.kind === 'moved') {
      response.writeHead(302, { Location: fault.to }).end();
      return;
    }
    if (fault?.kind === 'announced') {
      response.writeHead(200, { 'Content-Length': fault.bytes }).flushHeaders();
      return;
    }
    const part = /^bytes=(\d+)-(\d*)$/.exec(range ?? '');
    const from = Number(part?.[1] ?? 0);
    const to = part?.[2] ? Math.min(Number(part[2]), whole.length - 1) : whole.length - 1;
    const bytes = Buffer.from(whole.subarray(from, to + 1));
    if (fault?.kind === 'changed') bytes[bytes.length >> 1]! ^= 1;
    response.writeHead(part ? 206 : 200, {
      'Content-Type': 'application/octet-stream',
      'Content-Length': bytes.length,
      'Accept-Ranges': 'bytes',
      ETag: `"${path.length}-${whole.length}"`,
      ...(part && { 'Content-Range': `bytes ${from}-${to}/${whole.length}` }),
    });
    const end = fault?.kind === 'broken' ? Math.min(fault.after, bytes.length) : bytes.length;
    for (let at = 0; at < end && !response.destroyed; at += pieceBytes) {
      const piece = bytes.subarray(at, Math.min(end, at + pieceBytes));
      await line.pass(piece.length);
      if (!response.write(piece)) await drained(response);
    }
    if (fault?.kind === 'broken') {
      // A stream that fails drops data not yet read, so the page is given time to read.
      await sleep(500);
      response.socket?.end();
    } else response.end();
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://localhost:${port}/`,
    requests,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

const pieceBytes = 1 << 16;

const sleep = (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms));

/** A line that all responses share: each piece waits until those before it have passed. */
class Line {
  readonly #bytesPerSecond: number;
  #freeAt = 0;

  constructor(bytesPerSecond: number) {
    this.#bytesPerSecond = bytesPerSecond;
  }

  async pass(bytes: number): Promise<void> {
    if (this.#bytesPerSecond === Number.POSITIVE_INFINITY) return;
    const now = performance.now();
    this.#freeAt = Math.max(now, this.#freeAt) + (1000 * bytes) / this.#bytesPerSecond;
    if (this.#freeAt - now > 1) await sleep(this.#freeAt - now);
  }
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}
