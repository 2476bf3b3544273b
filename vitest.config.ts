import { defineConfig } from 'vitest/config';
import { kernels } from './scripts/vite/kernels.ts';

export default defineConfig({
  plugins: [kernels()],
  test: {
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
    environment: 'node',
    // TF.js's file for Node lacks the gradients, and Node mistakes their own files for CommonJS.
    server: { deps: { inline: [/tfjs-core\/dist\/(?!tf-core\.node)/] } },
    setupFiles: ['scripts/test/dice.ts', 'scripts/test/strictMatching.ts'],
    // Meant for tests that hang, not for slow machines: property tests of a few seconds take many times that on a busy one.
    testTimeout: 60_000,
  },
});
