import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { benchPage } from './scripts/vite/benchPage.ts';
import { buildNotes } from './scripts/vite/buildNotes.ts';
import { earlyScript } from './scripts/vite/earlyScript.ts';
import { isolationHeaders } from './scripts/vite/isolation.ts';
import { kernels } from './scripts/vite/kernels.ts';
import { liveModels } from './scripts/vite/liveModels.ts';
import { offlineList } from './scripts/vite/offlineList.ts';
import { policy, policyHeader } from './scripts/vite/policy.ts';
import { preload } from './scripts/vite/preload.ts';
import { prerender } from './scripts/vite/prerender.ts';

/**
 * The page's own script as a few files, each with all that it needs and is in no file before it: in many small ones it would wait
 * for free connections, and in one it would be evaluated in one long task (`src/app/main.tsx`).
 */
const startGroups = [
  { name: 'main', tags: ['$initial' as const], priority: 4 },
  { name: 'session', test: /src[\\/]app[\\/]openSession\.ts$/, priority: 3 },
  { name: 'react', test: /node_modules[\\/]react-dom[\\/]client\.js$/, priority: 2 },
  { name: 'page', test: /src[\\/]app[\\/]renderPage\.tsx$/, priority: 1 },
  // What comes as soon as the first picture stands.
  {
    name: 'beside',
    test: /src[\\/](app[\\/](DropZone|header[\\/](MoreExports|SettingsMenu|UndoRedo))|panels[\\/](tray[\\/]PinTray|sample[\\/]SamplePanel))\.tsx$/,
  },
];

export default defineConfig({
  // Relative addresses: the build runs from any folder of any static host.
  base: './',
  // No fallback to index.html: a missing weight shard has to be a 404, not a page.
  appType: 'mpa',
  plugins: [
    react(),
    kernels(),
    preload(),
    prerender(),
    earlyScript(),
    policy(),
    liveModels(),
    benchPage(),
    offlineList(),
    buildNotes(),
  ],
  worker: { format: 'es', plugins: () => [kernels()], rolldownOptions: { checks: { pluginTimings: false } } },
  build: {
    target: 'es2022',
    manifest: true,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: { codeSplitting: { groups: startGroups } },
      checks: { pluginTimings: false },
    },
    // TF.js lies in the engine's worker, which nothing waits for before the page stands. checkSize.mjs holds the real limit.
    chunkSizeWarningLimit: 2500,
  },
  server: { headers: { ...isolationHeaders } },
  preview: { headers: { ...isolationHeaders, ...policyHeader } },
  // The scanner does not follow `new Worker(...)`: without these entries it would meet TF.js late and reload the page.
  optimizeDeps: { entries: ['index.html', 'src/**/*worker.ts'] },
});
