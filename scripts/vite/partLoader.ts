/**
 * Routes every `import()` of the built page through `src/app/parts/fetchPart.ts`, with a list of all files of the part, so that a
 * failed fetch can be retried and its reason reported. It replaces the module of Vite's own helper.
 */
import { join } from 'node:path';
import type { Plugin } from 'vite';

const helper = '\0vite/preload-helper.js';

export function partLoader(): Plugin {
  let loader = '';
  return {
    name: 'zscape:part-loader',
    apply: 'build',
    enforce: 'pre',
    config() {
      return {
        build: {
          modulePreload: {
            polyfill: false,
            // Vite gives no list for a part that is a single file, but fetchPart needs it, too.
            resolveDependencies: (file, files, { hostType }) =>
              hostType === 'js' ? [...new Set([file, ...files])] : files,
          },
        },
      };
    },
    configResolved({ root }) {
      loader = join(root, 'src/app/parts/fetchPart.ts');
    },
    load: {
      order: 'pre',
      handler(id) {
        return id === helper ? `export { __vitePreload } from ${JSON.stringify(loader)};` : undefined;
      },
    },
  };
}
