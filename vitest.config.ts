import { defineConfig } from 'vitest/config';
import { kernels } from './scripts/vite/kernels.ts';

export default defineConfig({
  plugins: [kernels()],
  test: {
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
    environment: 'node',
    setupFiles: ['scripts/test/dice.ts'],
    // Against tests that hang, not slow machines: property tests of a few seconds take many times that on a busy one.
    testTimeout: 60_000,
  },
});
