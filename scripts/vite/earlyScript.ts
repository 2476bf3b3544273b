/**
 * Puts the page's first script in front of all others: `src/app/early/early.ts`, bundled for itself, so that it shares no
 * file with the page's own script and runs as soon as its kilobyte has arrived. The development server does without it.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { HtmlTagDescriptor, Plugin, Rollup } from 'vite';

type PluginContext = Rollup.PluginContext;

import { engineWorker } from './preload.ts';

/** @returns its code. @param worker the address of the engine's worker, from the page's. */
async function bundleEarly(root: string, worker: string): Promise<string> {
  const { build } = await import('vite');
  const built = await build({
    root,
    configFile: false,
    logLevel: 'error',
    define: { __ENGINE_WORKER__: JSON.stringify(worker) },
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
  if (chunk === undefined || outputs.length > 1) throw new Error('The first script has to be one file.');
  return chunk.code;
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
      async handler(_html, { bundle }): Promise<HtmlTagDescriptor[]> {
        const worker = engineWorker(Object.keys(bundle ?? {}));
        if (worker === undefined || bundle === undefined) return [];
        const source = await bundleEarly(root, `./${worker}`);
        const fileName = `assets/early-${createHash('sha256').update(source).digest('hex').slice(0, 8)}.js`;
        // Vite calls this within a hook that may emit files, which its types do not tell.
        (this as unknown as Pick<PluginContext, 'emitFile'>).emitFile({ type: 'asset', fileName, source });
        // Not waited for: with a policy in the HTML the browser looks for no other files while a script holds the parser up.
        const attrs = { src: `./${fileName}`, async: true, fetchpriority: 'high' };
        return [{ tag: 'script', attrs, injectTo: 'head-prepend' }];
      },
    },
  };
}
