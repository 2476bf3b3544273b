/**
 * Serves `/models/` of `vite preview` straight from `public/models`, so a model that `npm run convert` wrote after the build
 * appears at the next reload. A missing file gives a 404.
 */
import { createReadStream, type Stats, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import type { Plugin } from 'vite';
import { isolationHeaders } from './isolation.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.bin': 'application/octet-stream',
  '.png': 'image/png',
  '.webp': 'image/webp',
};

/** @returns the file for a URL path below `/models`, or undefined when there is none or it is outside `folder`. */
export function modelFile(folder: string, urlPath: string): { path: string; stats: Stats } | undefined {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath.replace(/[?#].*$/, ''));
  } catch {
    return undefined;
  }
  if (decoded.includes('\0')) return undefined;
  const path = resolve(join(folder, decoded));
  if (!path.startsWith(resolve(folder) + sep)) return undefined;
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() ? { path, stats } : undefined;
}

function answer(folder: string, request: IncomingMessage, response: ServerResponse): void {
  for (const [name, value] of Object.entries(isolationHeaders)) response.setHeader(name, value);
  const file = modelFile(folder, request.url ?? '/');
  if (file === undefined) {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('There is no such model file.\n');
    return;
  }
  const tag = `"${file.stats.size.toString(36)}-${Math.floor(file.stats.mtimeMs).toString(36)}"`;
  response.setHeader('ETag', tag);
  response.setHeader('Cache-Control', 'no-cache');
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304).end();
    return;
  }
  response.writeHead(200, {
    'Content-Type': contentTypes[extname(file.path)] ?? 'application/octet-stream',
    'Content-Length': file.stats.size,
  });
  if (request.method === 'HEAD') response.end();
  else
    createReadStream(file.path)
      .on('error', () => response.destroy())
      .pipe(response);
}

export function liveModels(): Plugin {
  return {
    name: 'zscape:live-models',
    configurePreviewServer(server) {
      const folder = join(server.config.publicDir, 'models');
      server.middlewares.use('/models', (request, response, next) => {
        if (request.method === 'GET' || request.method === 'HEAD') answer(folder, request, response);
        else next();
      });
    },
  };
}
