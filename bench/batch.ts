/**
 * npm run bench:batch -- [--samples N] [--formats png,webp] [--per-file N] [--build | --dist DIST | --address URL]
 * Measures a batch of the default model on the page: pictures a second, packed and on disk, the memory of the page's processes, and
 * the processor time of all browser processes. The last is what two otherwise idle cores would need, however busy the machine is.
 *   --build builds the page first; --address takes a page that is already served, and ends in a slash.
 * The limits: 120 pictures/s on two cores in the faster format, and 60 MB of growth.
 */
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { CDPSession, Page } from '@playwright/test';
import { launch, root, type Served, serveBuild, serveExplorer } from './browser.ts';
import { residentOf } from './explorer/memory.ts';

const limits = { picturesPerSecond: 120, growth: 60e6 };
const { values } = parseArgs({
  options: {
    samples: { type: 'string', default: '10000' },
    formats: { type: 'string', default: 'png,webp' },
    'per-file': { type: 'string', default: '1000' },
    dist: { type: 'string', default: join(root, 'dist') },
    build: { type: 'boolean', default: false },
    address: { type: 'string' },
  },
});
const samples = Number(values.samples);
/** By this share of the work, the browser has warmed up and filled its caches and its allocator's pools. */
const warmShare = 0.1;

const site = await served();
async function served(): Promise<Served> {
  const { build, dist, address } = values;
  if (address !== undefined) return { address, close: async () => undefined };
  return build ? serveExplorer() : serveBuild(resolve(dist));
}

const browser = await launch(false);
const rates: number[] = [];
let worstGrowth = 0;
try {
  for (const format of values.formats.split(',')) {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      serviceWorkers: 'block',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    await preparePage(page);
    await page.goto(`${site.address}?backend=wasm&lang=en`);
    await page.locator('canvas[data-frame]').first().waitFor({ timeout: 60_000 });
    await openBatch(page, format);
    const session = await browser.newBrowserCDPSession();
    const memory: { share: number; bytes: number }[] = [];
    const bar = page.getByRole('progressbar', { name: /^Making a batch/ });
    const done = page.getByText(/ (is|are) in the folder chosen\.$/);
    const before = (await residentOf(session)) ?? 0;
    const cpu = await cpuSeconds(session);
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const begun = performance.now();
    const end = done.waitFor({ timeout: 3_600_000 }).then(() => true);
    while (!(await Promise.race([end, sleep(1000)]))) {
      const now = await bar.getAttribute('aria-valuenow', { timeout: 500 }).catch(() => null);
      if (now !== null)
        memory.push({ share: Number(now) / samples, bytes: (await residentOf(session)) ?? 0 });
    }
    const seconds = (performance.now() - begun) / 1000;
    const each = (1000 * ((await cpuSeconds(session)) - cpu)) / samples;
    const warm = memory.filter(({ share }) => share >= warmShare).map(({ bytes }) => bytes);
    const growth = warm.length > 0 ? Math.max(...warm) - warm[0]! : Number.NaN;
    const rate = samples / seconds;
    rates.push(rate);
    worstGrowth = Math.max(worstGrowth, growth);
    const mb = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
    console.log(
      `${format}: ${samples} pictures in ${seconds.toFixed(1)} s, ${rate.toFixed(1)} pictures/s, ${each.toFixed(1)} ms of a core each; load ${loadavg()[0]!.toFixed(1)}`,
    );
    console.log(
      `  resident: ${mb(before)} before, ${warm.length > 0 ? mb(warm[0]!) : '?'} at ${100 * warmShare} %, ${mb(Math.max(...memory.map(({ bytes }) => bytes)))} at most, grown by ${mb(growth)} from then on`,
    );
    await context.close();
  }
  const fast = Math.max(...rates) >= limits.picturesPerSecond;
  process.exitCode = fast && !(worstGrowth > limits.growth) ? 0 : 1;
} finally {
  await browser.close();
  await site.close();
}

/** Processor time of all browser processes so far. */
async function cpuSeconds(session: CDPSession): Promise<number> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

/** The browser's own dialog cannot be answered from here, so a folder of its storage stands in for the user's. */
async function preparePage(page: Page): Promise<void> {
  // As text: tsx compiles functions to call a helper that the page does not have.
  const content = `window.showDirectoryPicker = async () =>
    (await navigator.storage.getDirectory()).getDirectoryHandle('chosen', { create: true });`;
  await page.addInitScript({ content });
}

async function openBatch(page: Page, format: string): Promise<void> {
  await page.getByRole('button', { name: 'More exports' }).click();
  await page.getByRole('menuitem', { name: 'Batch…' }).click();
  const number = (name: string) => page.getByRole('spinbutton', { name, exact: true });
  await number('Last seed').fill(String(samples - 1));
  await number('Pictures per file').fill(values['per-file']);
  await page
    .getByRole('radio', { name: { png: 'PNG', webp: 'WebP', jpeg: 'JPEG' }[format] ?? format })
    .check();
  // The estimate draws pictures of its own, which must not be measured.
  await page.getByText(/^about .*(sec|min)/).waitFor();
}

function sleep(ms: number): Promise<false> {
  return new Promise((wake) => setTimeout(() => wake(false), ms));
}
