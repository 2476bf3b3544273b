/** A real host on this machine. A test decides how it handles each request. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface Host {
  /** `http://127.0.0.1:PORT` */
  address: string;
  /** How to handle the next requests, in order; later ones are handled by `otherwise`. */
  next: Answer[];
  otherwise: Answer;
  asked: { path: string; range: string | undefined; ifRange: string | undefined }[];
  close(): Promise<void>;
}

export async function startHost(): Promise<Host> {
  const server = createServer((request, response) => {
    const { range, 'if-range': ifRange } = request.headers;
    host.asked.push({ path: request.url ?? '', range, ifRange: ifRange as string | undefined });
    (host.next.shift() ?? host.otherwise)(request, response);
  });
  const host: Host = {
    address: '',
    next: [],
    otherwise: (_, response) => response.writeHead(404).end(),
    asked: [],
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  host.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return host;
}

/** Serves a file as good hosts do: with a strong ETag, and with the rest of it on request. */
export function fileOf(bytes: Uint8Array, etag: string | null = '"v1"', cutAfter?: number): Answer {
  return ({ headers }, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
    const same = headers['if-range'] === undefined || headers['if-range'] === etag;
    const start = same ? from : 0;
    const rest = bytes.subarray(start);
    const partly = headers.range !== undefined && same;
    response.writeHead(partly ? 206 : 200, {
      'content-length': rest.length,
      ...(etag !== null && { etag }),
      ...(partly && { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` }),
    });
    if (cutAfter === undefined) response.end(rest);
    // The written bytes are sent before the connection breaks.
    else response.write(rest.subarray(0, cutAfter), () => setTimeout(() => response.destroy(), 20));
  };
}
