/**
 * Leaves two notes in `dist/.vite` beside Vite's manifest: which packages each chunk holds (for the size check), and
 * the fingerprint of the sources (for `npm start`, which builds only when they have changed).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { sourceStamp, stampPath } from '../sourceStamp.mjs';

/** @returns the npm package that a module belongs to, or undefined for a module of our own. */
export function packageOf(moduleId: string): string | undefined {
  const inside = moduleId.split(/[\\/]node_modules[\\/]/).at(-1);
  if (inside === undefined || inside === moduleId) return undefined;
  const [first = '', second = ''] = inside.split(/[\\/]/);
  return first.startsWith('@') ? `${first}/${second}` : first;
}

export function buildNotes(): Plugin {
  let root = '';
  let outDir = '';
  let stamp = '';
  return {
    name: 'zscape:build-notes',
    apply: 'build',
    configResolved(config) {
      root = config.root;
      // A build into another folder says nothing about `dist/`.
      outDir = resolve(root, config.build.outDir);
    },
    buildStart() {
      // Taken before anything is read: a file that changes during the build must count as newer than the build.
      stamp = sourceStamp(root);
    },
    generateBundle(_options, bundle) {
      const packages: Record<string, string[]> = {};
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        const names = chunk.moduleIds.map(packageOf).filter((name) => name !== undefined);
        packages[chunk.fileName] = [...new Set(names)].sort();
      }
      this.emitFile({
        type: 'asset',
        fileName: '.vite/packages.json',
        source: `${JSON.stringify(packages, null, 2)}\n`,
      });
    },
    closeBundle(error) {
      if (error !== undefined) return;
      const path = resolve(outDir, relative('dist', stampPath));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `${stamp}\n`);
    },
  };
}
