/**
 * Puts the page's first script in place of the page's own: `src/app/early/early.ts`, bundled separately, so it shares no file with
 * the page's own script and runs as soon as its few kilobytes have arrived. It starts the page's own script once the first picture
 * is shown. The development server does without it.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { HtmlTagDescriptor, Plugin, Rollup } from 'vite';

type PluginContext = Rollup.PluginContext;

import { engineWorker } from './preload.ts';

/**
 * @param worker address of the engine's worker, relative to the page
 * @param page addresses of the page's own scripts
 * @param texts addresses of the texts that these show first, by language
 * @returns its code
 */
async function bundleEarly(
  root: string,
  worker: string,
  page: readonly string[],
  texts: Readonly<Record<string, string>>,
): Promise<string> {
  const { build } = await import('vite');
  const built = await build({
    root,
    configFile: false,
    logLevel: 'error',
    define: {
      __ENGINE_WORKER__: JSON.stringify(worker),
      __PAGE_SCRIPTS__: JSON.stringify(page),
      __FIRST_TEXTS__: JSON.stringify(texts),
    },
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      copyPublicDir: false,
      rolldownOptions: {
        input: join(root, 'src/app/early/early.ts'),
        output: { format: 'iife' },
        checks: { pluginTimings: false },
      },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) =>
    'output' in one ? one.output : [],
  );
  const [chunk] = outputs.filter((one) => one.type === 'chunk');
  if (chunk === undefined || outputs.length > 1) throw new Error('The first script must be a single file.');
  return chunk.code;
}

const pageScript = /\s*<script type="module"[^>]*src="\.\/([^"]+)"[^>]*><\/script>/;
const modulePreload = /\s*<link rel="modulepreload"[^>]*href="\.\/assets\/(?!engine\.worker)[^"]+"[^>]*>/g;

/**
 * @returns the files of the page's own script and of the parts loaded along with the first picture; the script itself comes first.
 */
function pageScripts(bundle: Rollup.OutputBundle, entry: string): string[] {
  const found = new Set<string>();
  const follow = (name: string) => {
    const chunk = bundle[name];
    if (found.has(name) || chunk?.type !== 'chunk') return;
    found.add(name);
    for (const next of chunk.imports) follow(next);
  };
  follow(entry);
  const chunk = bundle[entry];
  if (chunk?.type === 'chunk') for (const next of chunk.dynamicImports) follow(next);
  for (const [name, file] of Object.entries(bundle))
    if (file.type === 'chunk' && file.name === 'beside') follow(name);
  return [...found];
}

/** @returns the file of the texts that the page shows first, by language (`vite.config.ts` groups them). */
function firstTexts(bundle: Rollup.OutputBundle): Record<string, string> {
  const found = Object.entries(bundle).flatMap(([name, file]) => {
    const language = file.type === 'chunk' ? /^texts-(\w+)$/.exec(file.name)?.[1] : undefined;
    return language === undefined ? [] : [[language, `./${name}`] as const];
  });
  return Object.fromEntries(found);
}

export function earlyScript(): Plugin {
  let root = '';
  return {
    name: 'zscape:early-script',
    apply: 'build',
    configResolved(config) {
      root = config.root;
    },
    transformIndexHtml: {
      order: 'post',
      async handler(html, { bundle }): Promise<{ html: string; tags: HtmlTagDescriptor[] } | undefined> {
        const worker = engineWorker(Object.keys(bundle ?? {}));
        const entry = pageScript.exec(html)?.[1];
        if (worker === undefined || bundle === undefined || entry === undefined) return undefined;
        const page = pageScripts(bundle, entry).map((name) => `./${name}`);
        const source = await bundleEarly(root, `./${worker}`, page, firstTexts(bundle));
        const fileName = `assets/early-${createHash('sha256').update(source).digest('hex').slice(0, 8)}.js`;
        // Vite calls this within a hook that may emit files, though its types do not say so.
        (this as unknown as Pick<PluginContext, 'emitFile'>).emitFile({ type: 'asset', fileName, source });
        // Async: with a policy in the HTML, the browser looks for no other files while a script blocks the parser.
        // Blocking only the rendering: otherwise the page's layout, which takes as long as the script's way here, goes first.
        const attrs = { src: `./${fileName}`, async: true, blocking: 'render', fetchpriority: 'high' };
        return {
          // The first script fetches the page's own as soon as the model's weights have been requested.
          html: html.replace(pageScript, '').replace(modulePreload, ''),
          tags: [{ tag: 'script', attrs, injectTo: 'head-prepend' }],
        };
      },
    },
  };
}
