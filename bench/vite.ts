/** The build of the bench's page, for `npm run bench` and for the published page. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { defaultClientConditions, type InlineConfig, type Plugin } from 'vite';
import { kernels } from '../scripts/vite/kernels.ts';

/**
 * Engines to compare with that are too large to ship with the app: `npm run bench` installs them into `bench/node_modules`. A build
 * without them leaves them out, and the page says so. The published page is built that way, and so spares its visitors 43 MB of
 * ONNX Runtime that hardly any would use.
 */
const optionalPeers = ['@jax-js/jax', 'onnxruntime-web'];

function withoutMissingPeers(missing: readonly string[]): Plugin {
  return {
    name: 'zscape:optional-peers',
    enforce: 'pre',
    resolveId: (id) =>
      missing.some((name) => id === name || id.startsWith(`${name}/`)) ? `\0missing:${id}` : undefined,
    load: (id) =>
      id.startsWith('\0missing:')
        ? `throw new Error('${id.slice(9)} is not in this build (npm run bench has it)'); export default undefined;`
        : undefined,
  };
}

export function benchConfig(outDir: string): InlineConfig {
  const installed = join(import.meta.dirname, 'node_modules');
  const missing = optionalPeers.filter((name) => !existsSync(join(installed, name)));
  const plugins = () => [kernels(), withoutMissingPeers(missing)];
  return {
    root: join(import.meta.dirname, 'page'),
    configFile: false,
    logLevel: 'error',
    base: './',
    // Models come from the page beside it, or from the server.
    publicDir: false,
    define: { __MISSING_PEERS__: JSON.stringify(missing) },
    plugins: plugins(),
    // ONNX Runtime's glue code stays a separate file, which its threads can load.
    resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
    worker: { format: 'es', plugins, rolldownOptions: { checks: { pluginTimings: false } } },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      // ONNX Runtime is known to be large.
      chunkSizeWarningLimit: 5000,
      rolldownOptions: { checks: { pluginTimings: false } },
    },
  };
}
