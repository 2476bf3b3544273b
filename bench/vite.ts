/** How the bench's page is built, for `npm run bench` and into the published page. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defaultClientConditions, type InlineConfig, type Plugin } from 'vite';
import { kernels } from '../scripts/vite/kernels.ts';

/** `npm install --prefix bench` brings them; where nobody did, the page says at the start of such an engine that it is missing. */
const optionalPeers = ['@jax-js/jax'];

function withoutMissingPeers(): Plugin {
  const missing = optionalPeers.filter(
    (name) => !existsSync(join(import.meta.dirname, 'node_modules', name)),
  );
  return {
    name: 'zscape:optional-peers',
    enforce: 'pre',
    resolveId: (id) => (missing.includes(id) ? `\0missing:${id}` : undefined),
    load: (id) =>
      id.startsWith('\0missing:')
        ? `throw new Error('${id.slice(9)} is not installed (npm install --prefix bench)'); export {};`
        : undefined,
  };
}

export function benchConfig(outDir: string): InlineConfig {
  const plugins = () => [kernels(), withoutMissingPeers()];
  return {
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'error',
    base: './',
    // Models come from the page beside it, or from the server.
    publicDir: false,
    plugins: plugins(),
    // ONNX Runtime's glue stays a file of its own, which its threads can load.
    resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
    worker: { format: 'es', plugins },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      // ONNX Runtime's own size is no news.
      chunkSizeWarningLimit: 5000,
      rolldownOptions: { checks: { pluginTimings: false } },
    },
  };
}
