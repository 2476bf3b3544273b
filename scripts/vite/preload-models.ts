/**
 * Has the HTML itself ask for the catalogue and for the default model's `zscape.json`, so that both travel beside the
 * first script instead of after it: one round trip less to the first picture.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HtmlTagDescriptor, Plugin } from 'vite';

/** @returns id of the catalogue's default model (its first where none is marked), or nothing without a catalogue. */
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

export function preloadModels(): Plugin {
  let publicDir = '';
  return {
    name: 'zscape:preload-models',
    apply: 'build',
    configResolved(config) {
      publicDir = config.publicDir;
    },
    transformIndexHtml() {
      const id = defaultModel(publicDir);
      if (id !== undefined) return preloadTags(id);
      this.warn('public/models/index.json lists no model, so the page asks for none ahead.');
      return [];
    },
  };
}
