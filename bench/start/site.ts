/**
 * A process that serves a build from memory, compressed once, to the browser whose starts are measured: on a page's own host this
 * work is not done by the visitor's machine either. It puts a script into the page that watches the start, and hands on its report.
 *
 * Started with fork: `site.ts DIST`. Receives the script's text, then sends { port }, and later each start's { report }.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Report } from './watch.ts';

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-cache',
};

/** Returns the page with the script before all others, and allowed by its policy. */
function withScript(html: string, script: string): string {
  const hash = createHash('sha256').update(script).digest('base64');
  const allowed = html.replace("'wasm-unsafe-eval'", `'wasm-unsafe-eval' 'sha256-${hash}'`);
  const policy = /<meta http-equiv="Content-Security-Policy"[^>]*>/.exec(allowed)?.[0];
  const after = policy ?? '<head>';
  return allowed.replace(after, () => `${after}<script>${script}</script>`);
}

interface File {
  body: Buffer;
  headers: Record<string, string>;
}

function filesOf(dist: string, script: string): Map<string, File> {
  const found = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return new Map(
    found.map(({ parentPath, name }): [string, File] => {
      const path = join(parentPath, name);
      const address = `/${relative(dist, path).split(sep).join('/')}`;
      const bytes = readFileSync(path);
      const body = address === '/index.html' ? Buffer.from(withScript(bytes.toString(), script)) : bytes;
      const type = types[extname(name)];
      return [
        address,
        type
          ? {
              body: gzipSync(body),
              headers: { ...headers, 'Content-Type': type, 'Content-Encoding': 'gzip' },
            }
          : { body, headers: { ...headers, 'Content-Type': 'application/octet-stream' } },
      ];
    }),
  );
}

const send = (message: { port: number } | { report: Report }) => process.send?.(message);

process.once('message', (script: string) => {
  const files = filesOf(process.argv[2] ?? '', script);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    if (pathname === '/report') {
      const parts: Buffer[] = [];
      request.on('data', (part) => parts.push(part));
      request.on('end', () => {
        send({ report: JSON.parse(Buffer.concat(parts).toString()) });
        response.writeHead(204).end();
      });
      return;
    }
    const file = files.get(pathname === '/' ? '/index.html' : pathname);
    if (!file) return response.writeHead(404).end();
    response.writeHead(200, { ...file.headers, 'Content-Length': file.body.length }).end(file.body);
  });
  server.listen(0, '127.0.0.1', () => send({ port: (server.address() as AddressInfo).port }));
});
process.on('disconnect', () => process.exit());
