import { defineConfig, devices } from '@playwright/test';
import getPort from 'get-port';
import { findChromium, howToGetChromium, sandboxWorks } from './scripts/chromium.mjs';

const executablePath = await findChromium();
if (executablePath === undefined) throw new Error(howToGetChromium);

// Chosen once, by the first process; those that it starts inherit it.
process.env.ZSCAPE_E2E_PORT ??= String(await getPort());
const address = `http://localhost:${process.env.ZSCAPE_E2E_PORT}/`;

const report = process.env.ZSCAPE_E2E_REPORT;
const launchOptions = {
  executablePath,
  chromiumSandbox: sandboxWorks(),
  // Keeps the browser from making requests of its own while it is measured.
  // A fake camera with a test picture; each test decides whether a page may use it.
  args: [
    ...['--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    '--use-fake-device-for-media-stream',
  ],
};
const softwareGpu = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  // Chromium disables WebGPU after a few crashes of its GPU process, which some tests cause.
  '--disable-gpu-process-crash-limit',
  '--disable-domain-blocking-for-3d-apis',
];

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // Tests wait more than they compute, so two at a time take two thirds of the time, even on two cores. No test depends on the machine's speed.
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  // Less than the limit of `npm test`: only a run that ends by itself leaves a report.
  globalTimeout: 56 * 60_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ...(report === undefined ? [] : ([['json', { outputFile: report }]] as const))],
  use: {
    baseURL: address,
    actionTimeout: 30_000,
    // Without the film of each page, which takes as much of a small machine as the tests themselves.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions,
    // It would fetch the whole page in the background; only tests about it allow it.
    serviceWorkers: 'block',
    acceptDownloads: true,
  },
  // The two short ones first: where time is limited (`ZSCAPE_E2E_UNTIL`), something of each kind has been tested.
  projects: [
    {
      name: 'phone',
      grep: /@phone/,
      use: {
        userAgent: devices['Pixel 7'].userAgent,
        viewport: { width: 390, height: 844 },
        deviceScaleFactor: 2,
        isMobile: true,
        hasTouch: true,
      },
    },
    {
      name: 'webgpu',
      grep: /@webgpu/,
      use: {
        viewport: { width: 1280, height: 800 },
        launchOptions: { ...launchOptions, args: [...launchOptions.args, ...softwareGpu] },
      },
    },
    {
      name: 'wasm',
      grepInvert: /@webgpu|@phone/,
      use: { viewport: { width: 1280, height: 800 } },
    },
  ],
  webServer: {
    command: `node scripts/start.mjs --no-open --port ${process.env.ZSCAPE_E2E_PORT}`,
    url: address,
    timeout: 180_000,
    reuseExistingServer: false,
    stdout: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
  },
});
