/**
 * Makes the HTML itself request the catalogue, the default model's `zscape.json` and the engine's worker, so that they load
 * alongside the first script instead of after it: two round trips fewer to the first picture.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HtmlTagDescriptor, Plugin } from 'vite';

/** @returns id of the catalogue's default model (its first where none is marked), or undefined without a catalogue. */
export function defaultModel(publicDir: string): string | undefined {
  let text: string;
  try {
    text = readFileSync(join(publicDir, 'models', 'index.json'), 'utf8');
  } catch {
    return undefined;
  }
  const { models } = JSON.parse(text) as { models: { id: string; default?: boolean }[] };
  return (models.find((model) => model.default) ?? models[0])?.id;
}

export function preloadTags(id: string): HtmlTagDescriptor[] {
  return ['./models/index.json', `./models/${id}/zscape.json`].map((href) => ({
    tag: 'link',
    attrs: { rel: 'preload', as: 'fetch', crossorigin: true, href },
    injectTo: 'head-prepend',
  }));
}

/** @returns the file of the engine's worker among those of the build. */
export const engineWorker = (fileNames: readonly string[]): string | undefined =>
  fileNames.find((name) => /^assets\/engine.worker-[\w-]+\.js$/.test(name));

/** Tags that load the engine's worker with the page, not after its first script has run. */
export function workerTags(fileNames: readonly string[]): HtmlTagDescriptor[] {
  const worker = engineWorker(fileNames);
  if (worker === undefined) return [];
  return [
    {
      tag: 'link',
      attrs: { rel: 'modulepreload', crossorigin: true, href: `./${worker}` },
      injectTo: 'head-prepend',
    },
  ];
}

export function preload(): Plugin {
  let publicDir = '';
  return {
    name: 'zscape:preload',
    apply: 'build',
    configResolved(config) {
      publicDir = config.publicDir;
    },
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const id = defaultModel(publicDir);
        if (id === undefined) {
          this.warn('public/models/index.json lists no model, so the page preloads none.');
        }
        return [...workerTags(Object.keys(bundle ?? {})), ...(id === undefined ? [] : preloadTags(id))];
      },
    },
  };
}
