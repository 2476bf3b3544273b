/**
 * Builds the address and the `zscape.json` of the catalogue's default model into the engine's worker, so that a fresh page's worker
 * can fetch the weights as soon as it runs. The page confirms the model once it has read the server's own catalogue and manifest;
 * if a host has replaced them since the build, the worker starts again with those (`src/engine/early/openAhead.ts`).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { defaultModel } from './preload.ts';

export function firstModel(): Plugin {
  return {
    name: 'zscape:first-model',
    apply: 'build',
    config({ publicDir, root = process.cwd() }) {
      const folder = typeof publicDir === 'string' ? publicDir : join(root, 'public');
      const id = defaultModel(folder);
      if (id === undefined) return undefined;
      const manifestText = readFileSync(join(folder, 'models', id, 'zscape.json'), 'utf8');
      // The worker is in `assets/`.
      const first = { folder: `../models/${id}/`, manifestText };
      return { define: { __FIRST_MODEL__: JSON.stringify(first) } };
    },
  };
}
