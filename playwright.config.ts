import { defineConfig, devices } from '@playwright/test';
import getPort from 'get-port';
import { findChromium, howToGetChromium, sandboxWorks } from './scripts/chromium.mjs';

const executablePath = await findChromium();
if (executablePath === undefined) throw new Error(howToGetChromium);

// Chosen once, by the process that starts the others; they inherit it.
process.env.ZSCAPE_E2E_PORT ??= String(await getPort());
const address = `http://localhost:${process.env.ZSCAPE_E2E_PORT}/`;

const report = process.env.ZSCAPE_E2E_REPORT;
const launchOptions = {
  executablePath,
  chromiumSandbox: sandboxWorks(),
  // Nothing of the browser's own goes out over the network while it is measured.
  args: ['--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
};
const softwareGpu = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  // Chromium gives WebGPU up after a few crashes of its GPU process, which some tests cause.
  '--disable-gpu-process-crash-limit',
  '--disable-domain-blocking-for-3d-apis',
];

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // One after the other: the page's threads are measured, and a machine may have no more than two cores.
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 120_000,
  // Before `npm test` would end it: only a run that ends by itself leaves a report.
  globalTimeout: 38 * 60_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ...(report === undefined ? [] : ([['json', { outputFile: report }]] as const))],
  use: {
    baseURL: address,
    actionTimeout: 30_000,
    trace: 'retain-on-failure',
    launchOptions,
    serviceWorkers: 'allow',
    acceptDownloads: true,
  },
  projects: [
    {
      name: 'wasm',
      grepInvert: /@webgpu|@phone/,
      use: { viewport: { width: 1280, height: 800 } },
    },
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
