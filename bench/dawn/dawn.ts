/** WebGPU without a browser: the engines in Node on Dawn, so that a GPU machine without a screen can measure them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { root } from '../browser.ts';
import type { EngineName } from '../contestants/contestant.ts';
import type { ModelName } from '../models/model.ts';
import { benchConfig } from '../vite.ts';
import type { measureOnDawn } from './entry.ts';

type Entry = { measureOnDawn: typeof measureOnDawn };

/** @throws Error where Dawn is not installed, or finds no GPU */
export async function measureInNode(models: ModelName[], engines: EngineName[], quick: boolean) {
  const dawn = join(root, 'bench', 'node_modules', 'webgpu', 'index.js');
  if (!existsSync(dawn)) throw new Error('Dawn is not installed. `npm run bench` installs it.');
  const outDir = join(root, 'bench', 'node_modules', '.cache', 'zscape-bench-dawn');
  const { build: _, resolve: __, worker: ___, ...common } = benchConfig(outDir);
  // Built like the page: the engine's sources have imports (shaders as text) that only the bundler understands.
  await build({
    ...common,
    ssr: {
      noExternal: ['@bufbuild/protobuf', 'valibot', 'idb'],
      external: ['@jax-js/jax', 'onnxruntime-web', 'onnxruntime-web/webgpu'],
    },
    build: {
      outDir,
      emptyOutDir: true,
      ssr: join(root, 'bench/dawn/entry.ts'),
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'entry.mjs' } },
    },
  });
  const entry = (await import(pathToFileURL(join(outDir, 'entry.mjs')).href)) as Entry;
  return entry.measureOnDawn({ dawn: pathToFileURL(dawn).href, root, models, engines, quick });
}
