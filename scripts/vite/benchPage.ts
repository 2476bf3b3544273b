/**
 * Puts the benchmark's page beside the explorer, at `bench/`, so that visitors can measure their own machines. It is a separate
 * build: nothing from it, or from the engines that it compares, gets into the explorer's files.
 */
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { benchConfig } from '../../bench/vite.ts';

export function benchPage(): Plugin {
  let outDir = '';
  return {
    name: 'zscape:bench-page',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    async closeBundle(error) {
      if (error !== undefined) return;
      const { build } = await import('vite');
      await build(benchConfig(join(outDir, 'bench')));
    },
  };
}
