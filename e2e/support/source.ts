/** A host of another origin that has a model's files: with or without CORS, slow, and faulty in the ways of real hosts. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of one answer. */
export type Fault =
  | { readonly kind: 'missing' }
  /** A web page in the file's place, with the status of a success. */
  | { readonly kind: 'page' }
  /** The file with one byte changed. */
  | { readonly kind: 'changed' }
  /** The connection ends after so many bytes. */
  | { readonly kind: 'broken'; readonly after: number };

export interface SourceOptions {
  /** By path, without a slash in front. May be changed while the host runs. */
  files: Map<string, Uint8Array>;
  /** Whether pages of other origins may read; true when left out. */
  cors?: boolean;
  /** Of all answers together; as fast as can be when left out. */
  bytesPerSecond?: number;
  /** Milliseconds before each answer. */
  latency?: number;
  /** Called for each request, in order; nothing for an answer as it should be. */
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
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    const bytes = Buffer.from(whole.subarray(from));
    if (fault?.kind === 'changed') bytes[bytes.length >> 1]! ^= 1;
    response.writeHead(from > 0 ? 206 : 200, {
      'Content-Type': 'application/octet-stream',
      'Content-Length': bytes.length,
      'Accept-Ranges': 'bytes',
      ETag: `"${path.length}-${whole.length}"`,
      ...(from > 0 && { 'Content-Range': `bytes ${from}-${whole.length - 1}/${whole.length}` }),
    });
    const end = fault?.kind === 'broken' ? Math.min(fault.after, bytes.length) : bytes.length;
    for (let at = 0; at < end && !response.destroyed; at += pieceBytes) {
      const piece = bytes.subarray(at, Math.min(end, at + pieceBytes));
      await line.pass(piece.length);
      if (!response.write(piece)) await drained(response);
    }
    // What was written before it ends still arrives.
    if (fault?.kind === 'broken') response.socket?.end();
    else response.end();
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

/** A line that all answers share: each piece waits until those before it have passed. */
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
