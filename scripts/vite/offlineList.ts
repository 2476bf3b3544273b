/** Writes `offline.json` beside the page: what `public/offline.js` keeps for visits without a network. */
import type { Plugin } from 'vite';

/** @returns the files of the build that the page may ask for; the HTML and the models are another matter. */
function offlineFiles(fileNames: readonly string[]): string[] {
  return fileNames.filter((name) => /^assets\/.*(?<!\.map)$/.test(name)).sort();
}

export function offlineList(): Plugin {
  return {
    name: 'zscape:offline-list',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const source = JSON.stringify(['icon.svg', ...offlineFiles(Object.keys(bundle))]);
        this.emitFile({ type: 'asset', fileName: 'offline.json', source });
      },
    },
  };
}
