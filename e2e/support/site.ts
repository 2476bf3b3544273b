/**
 * Serves the built page like hosts that `vite preview` cannot imitate: from a subpath, without headers, with every response late,
 * with a model's file missing or changed. It can also serve other models.
 */
import { createReadStream, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/** Changes a file's bytes on their way out; `null` makes it a 404. */
export type Tamper = (path: string, bytes: Buffer) => Buffer | null | undefined;

export interface SiteOptions {
  /** The page's path, with slashes at both ends. */
  base?: string;
  /** The folder of the build to serve at the moment; `dist` by default. */
  build?: () => string;
  /** Folders that stand in for `models/`, in order; `public/models` by default. */
  models?: readonly string[];
  /** Whether to send the headers of cross-origin isolation. */
  isolated?: boolean;
  /** Milliseconds before each response begins. */
  delay?: (path: string) => number;
  /** How fast a file's bytes flow; unlimited by default. */
  bytesPerSecond?: (path: string) => number;
  cacheControl?: string;
  tamper?: Tamper;
}

export interface Site {
  /** Address of the page, with a slash at its end. */
  address: string;
  /** Requested paths below the base, in order, with milliseconds since the first. */
  requests: { path: string; at: number }[];
  close(): Promise<void>;
}

const contentTypes: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

export async function serveSite(options: SiteOptions = {}): Promise<Site> {
  const { base = '/', models = [join(projectRoot, 'public', 'models')], isolated = true } = options;
  const build = options.build ?? (() => join(projectRoot, 'dist'));
  const requests: Site['requests'] = [];
  let first: number | undefined;

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (isolated) for (const [name, value] of Object.entries(isolation)) response.setHeader(name, value);
    response.setHeader('Cache-Control', options.cacheControl ?? 'max-age=600');
    if (!url.pathname.startsWith(base)) {
      response.writeHead(404).end();
      return;
    }
    const path = decodeURIComponent(url.pathname.slice(base.length)) || 'index.html';
    first ??= performance.now();
    requests.push({ path, at: performance.now() - first });
    const late = options.delay?.(path) ?? 0;
    if (late > 0) await new Promise((wake) => setTimeout(wake, late));
    const file = find(path, models, build());
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('Content-Type', contentTypes[extname(file)] ?? 'application/octet-stream');
    const speed = options.bytesPerSecond?.(path) ?? Number.POSITIVE_INFINITY;
    if (options.tamper === undefined && speed === Number.POSITIVE_INFINITY) {
      response.setHeader('Content-Length', statSync(file).size);
      createReadStream(file).pipe(response);
      return;
    }
    const whole = await readFile(file);
    const bytes = options.tamper?.(path, whole);
    if (bytes === null) response.writeHead(404).end();
    else await trickle(bytes ?? whole, speed, response);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://localhost:${port}${base}`,
    requests,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function trickle(bytes: Buffer, bytesPerSecond: number, response: ServerResponse): Promise<void> {
  response.setHeader('Content-Length', bytes.length);
  const piece = Math.min(bytes.length || 1, Math.max(1, Math.round(bytesPerSecond / 20)));
  for (let at = 0; at < bytes.length && !response.destroyed; at += piece) {
    response.write(bytes.subarray(at, at + piece));
    if (at + piece < bytes.length) await new Promise((wake) => setTimeout(wake, 50));
  }
  response.end();
}

function find(path: string, models: readonly string[], build: string): string | undefined {
  const below = normalize(path);
  const inModels = below.startsWith(`models${sep}`);
  const candidates = inModels
    ? models.map((folder) => [folder, below.slice('models'.length + 1)] as const)
    : [[build, below] as const];
  return candidates
    .map(([folder, name]) => ({ folder: resolve(folder), file: resolve(folder, name) }))
    .find(
      ({ folder, file }) =>
        file.startsWith(folder + sep) && statSync(file, { throwIfNoEntry: false })?.isFile(),
    )?.file;
}
