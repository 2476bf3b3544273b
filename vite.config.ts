import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { benchPage } from './scripts/vite/benchPage.ts';
import { buildNotes } from './scripts/vite/buildNotes.ts';
import { earlyScript } from './scripts/vite/earlyScript.ts';
import { faceLibraryAliases } from './scripts/vite/faceLibrary.ts';
import { firstModel } from './scripts/vite/firstModel.ts';
import { hostAddress } from './scripts/vite/hostAddress.ts';
import { isolationHeaders } from './scripts/vite/isolation.ts';
import { kernels } from './scripts/vite/kernels.ts';
import { liveModels } from './scripts/vite/liveModels.ts';
import { partLoader } from './scripts/vite/partLoader.ts';
import { policy, policyHeader } from './scripts/vite/policy.ts';
import { preload } from './scripts/vite/preload.ts';
import { prerender } from './scripts/vite/prerender.ts';
import { serviceWorker } from './scripts/vite/serviceWorker.ts';
import { styleLayers } from './scripts/vite/styleLayers.ts';

/**
 * Splits the page's own script into a few files, each with whatever it needs that is in no file before it. Many small files would
 * wait for free connections, and a single one would be evaluated in one long task (`src/app/main.tsx`).
 */
const startGroups = [
  { name: 'main', tags: ['$initial' as const], priority: 4 },
  { name: 'session', test: /src[\\/]app[\\/]openSession\.ts$/, priority: 3 },
  { name: 'react', test: /node_modules[\\/]react-dom[\\/]client\.js$/, priority: 2 },
  { name: 'page', test: /src[\\/]app[\\/]renderPage\.tsx$/, priority: 1 },
  // All texts that show before a panel is opened, in one file per language; a panel's own texts come with it.
  ...['ja', 'ko'].map((language) => ({
    name: `texts-${language}`,
    test: new RegExp(
      `[\\\\/](app[\\\\/]\\w+|session|session[\\\\/]\\w+|language[\\\\/]\\w+|store[\\\\/]faceNames|commands|commands[\\\\/]names|panels[\\\\/](parts|strip|tray|sample))[\\\\/]messages\\.${language}\\.ts$`,
    ),
  })),
  // Loaded as soon as the first picture is shown.
  {
    name: 'beside',
    test: /src[\\/](app[\\/](DropZone|frame[\\/](PanelEdge|StageTools)|header[\\/](MoreExports|SettingsMenu|UndoRedo))|panels[\\/](tray[\\/]PinTray|sample[\\/]SamplePanel))\.tsx$/,
  },
];

export default defineConfig({
  // Relative addresses: the build runs from any folder of any static host.
  base: './',
  // No fallback to index.html: a missing weight shard must give a 404, not a page.
  appType: 'mpa',
  resolve: { alias: faceLibraryAliases },
  plugins: [
    react(),
    kernels(),
    partLoader(),
    styleLayers(),
    preload(),
    firstModel(),
    prerender(),
    earlyScript(),
    hostAddress(),
    policy(),
    liveModels(),
    benchPage(),
    serviceWorker(),
    buildNotes(),
  ],
  worker: { format: 'es', plugins: () => [kernels()], rolldownOptions: { checks: { pluginTimings: false } } },
  build: {
    target: 'es2022',
    manifest: true,
    rolldownOptions: {
      output: { codeSplitting: { groups: startGroups } },
      checks: { pluginTimings: false },
    },
    // TF.js is in the engine's worker, which the page does not wait for. checkSize.mjs has the real limit.
    chunkSizeWarningLimit: 2500,
  },
  server: { headers: { ...isolationHeaders } },
  preview: { headers: { ...isolationHeaders, ...policyHeader } },
  // The scanner does not follow `new Worker(...)`: without these entries it would meet TF.js late and reload the page.
  optimizeDeps: { entries: ['index.html', 'src/**/*worker.ts'] },
});
