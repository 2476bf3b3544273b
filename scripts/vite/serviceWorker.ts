/**
 * Writes the page's service worker, `sw.js`, beside the built page, with the list of everything that it keeps: the page's own
 * files, and the default model of `public/models/index.json` with its whole folder. The development server instead serves one that
 * removes the built page's.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import type { BuildList, ModelFile, PageFile } from '../../src/serviceWorker/buildList.ts';
import { defaultModel } from './preload.ts';

const digest = (bytes: Uint8Array, encoding: 'hex' | 'base64' = 'hex'): string =>
  createHash('sha256').update(bytes).digest(encoding);

/** Files in `folder` and its subfolders, relative to it, in order. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();

/** @returns the files of the page in a build, the page itself last, without files that only other pages or the server need. */
export function pageFiles(outDir: string): PageFile[] {
  const named = filesIn(outDir).filter(
    (path) =>
      /^(assets|icons)\/.*(?<!\.map)$/.test(path) || path === 'icon.svg' || path === 'manifest.webmanifest',
  );
  return [...named, 'index.html'].map((path) => {
    if (/^assets\/.*-[\w-]{8}\.\w+$/.test(path)) return { url: `./${path}`, revision: null };
    const bytes = readFileSync(join(outDir, path));
    const url = path === 'index.html' ? './' : `./${path}`;
    return { url, revision: digest(bytes).slice(0, 16), integrity: `sha256-${digest(bytes, 'base64')}` };
  });
}

/** @returns the files of the default model, and the catalogue; none without a catalogue. */
export function modelFiles(publicDir: string): ModelFile[] {
  const id = defaultModel(publicDir);
  if (id === undefined) return [];
  const inFolder = filesIn(join(publicDir, 'models', id)).map((path) => `models/${id}/${path}`);
  return ['models/index.json', ...inFolder].map((path) => ({
    path,
    sha256: digest(readFileSync(join(publicDir, path))),
  }));
}

/** @returns the version of a page: it depends on the list of scripts and styles, but not on their order. */
export const versionOf = (fileNames: readonly string[]): string =>
  digest(Buffer.from(JSON.stringify([...fileNames].sort()))).slice(0, 12);

async function writeWorker(root: string, outDir: string, list: BuildList): Promise<void> {
  const { build } = await import('vite');
  const built = await build({
    root,
    configFile: false,
    logLevel: 'error',
    define: { __BUILD_LIST__: JSON.stringify(list), 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      copyPublicDir: false,
      rolldownOptions: {
        input: join(root, 'src/serviceWorker/sw.worker.ts'),
        output: { format: 'iife' },
        checks: { pluginTimings: false },
      },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) =>
    'output' in one ? one.output : [],
  );
  const [chunk, ...others] = outputs;
  if (chunk?.type !== 'chunk' || others.length > 0)
    throw new Error('The service worker must be a single file.');
  writeFileSync(join(outDir, 'sw.js'), chunk.code);
}

/** Removes whatever the built page left at this address, and shows the development server's page. */
const farewell = `addEventListener('install', () => skipWaiting());
addEventListener('activate', (event) => event.waitUntil((async () => {
  await registration.unregister();
  for (const name of await caches.keys()) if (name.startsWith('zscape-page')) await caches.delete(name);
  for (const client of await clients.matchAll({ type: 'window' })) await client.navigate(client.url);
})()));
`;

export function serviceWorker(): Plugin {
  let root = '';
  let publicDir = '';
  let outDir = '';
  let version = '';
  return {
    name: 'zscape:service-worker',
    configResolved(config) {
      root = config.root;
      publicDir = config.publicDir;
      outDir = resolve(config.root, config.build.outDir);
    },
    configureServer({ middlewares }) {
      middlewares.use('/sw.js', (_request, response) => {
        response.writeHead(200, { 'Content-Type': 'text/javascript', 'Cache-Control': 'no-store' });
        response.end(farewell);
      });
    },
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        if (bundle === undefined) return undefined;
        version = versionOf(Object.keys(bundle));
        return [{ tag: 'meta', attrs: { name: 'zscape-version', content: version }, injectTo: 'head' }];
      },
    },
    writeBundle: {
      order: 'post',
      async handler() {
        await writeWorker(root, outDir, { version, page: pageFiles(outDir), model: modelFiles(publicDir) });
      },
    },
  };
}
