/**
 * npm run bench:published -- [--files DIR] [--runs N] [--rate BYTES] [--latency MS] [--hold SECONDS]
 * Fetches the published progan-128 in 8 bits with one click, over a connection of 20 MB/s and 40 ms, and measures the time to its
 * first picture, the longest task of the page's main thread, the memory beyond the page's own, and how soon a second visit without
 * a network shows it. `--files` is a folder with a model.json and its shards instead of random ones; `--hold` also waits for the
 * previews.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { makePublished } from '../../e2e/support/models/published.ts';
import { serveSource } from '../../e2e/support/source.ts';
import { findChromium, howToGetChromium, sandboxWorks } from '../../scripts/chromium.mjs';
import { serveExplorer } from '../browser.ts';
import { watchResident } from './resident.ts';

const { values } = parseArgs({
  options: {
    files: { type: 'string' },
    runs: { type: 'string', default: '1' },
    rate: { type: 'string', default: '20000000' },
    latency: { type: 'string', default: '40' },
    hold: { type: 'string', default: '0' },
  },
});

interface Measured {
  firstPicture: number;
  longestTask: number;
  peak: number;
  peakLearning: number;
  second: number;
}

/** Limits of the figures, in milliseconds and bytes. */
const most = { firstPicture: 12_000, longestTask: 50, peak: 350e6, second: 3000 };

function filesOf(folder: string): Map<string, Uint8Array> {
  const all = new Map<string, Uint8Array>();
  const listed = readdirSync(folder).map((name) => {
    const bytes = readFileSync(join(folder, name));
    all.set(name, bytes);
    const gitBlob = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
    return { path: name, bytes: bytes.length, gitBlob };
  });
  all.set('files.json', new TextEncoder().encode(JSON.stringify({ variants: { uint8: listed } })));
  return all;
}

type Watched = typeof globalThis & { longTasks: [at: number, ms: number][]; pictured?: number };

/** Records long tasks, and when the model's first picture is on the screen. */
function watchPage(): void {
  const page = globalThis as Watched;
  page.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) page.longTasks.push([startTime, duration]);
  }).observe({ type: 'longtask', buffered: true });
  new MutationObserver((_, observer) => {
    if (!document.querySelector('canvas[data-model="progan-128"]')) return;
    observer.disconnect();
    requestAnimationFrame(() => {
      page.pictured = performance.now();
    });
  }).observe(document, { subtree: true, childList: true, attributeFilter: ['data-model'] });
}

async function pictured(page: Page): Promise<number> {
  await page.waitForFunction(() => (globalThis as Watched).pictured !== undefined, undefined, {
    timeout: 120_000,
  });
  return page.evaluate(() => (globalThis as Watched).pictured!);
}

const wait = (ms: number) => new Promise((wake) => setTimeout(wake, ms));

async function run(context: BrowserContext, profile: string, address: string): Promise<Measured> {
  const source = await serveSource({
    files,
    bytesPerSecond: Number(values.rate),
    latency: Number(values.latency),
  });
  await context.addInitScript(watchPage);
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(`${address}?backend=wasm&seed=7&source=${source.address}`);
  await page.waitForSelector('canvas[data-frame]');
  await page.getByRole('tab', { name: 'Models' }).click();
  const get = page.getByRole('button', { name: /^Get ProGAN CelebA 128/ });
  await get.waitFor();
  await wait(3000);
  if (source.requests.length > 0) throw new Error('the source was asked before the click');
  const resident = watchResident(profile);
  const own = resident.now();
  const clicked = await get.evaluate((element) => {
    const now = performance.now();
    (element as HTMLButtonElement).click();
    return now;
  });
  const firstPicture = (await pictured(page)) - clicked;
  await wait(1000);
  const peak = resident.peak() - own;
  const tasks = await page.evaluate(() => (globalThis as Watched).longTasks);
  await wait(1000 * Number(values.hold));
  const peakLearning = resident.peak() - own;
  resident.end();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await source.close();
  await page.close();

  await context.setOffline(true);
  const again = await context.newPage();
  await again.goto(`${address}?backend=wasm&seed=8&model=progan-128`);
  const second = await pictured(again);
  await again.close();
  const longestTask = Math.max(0, ...tasks.filter(([at]) => at >= clicked).map(([, ms]) => ms));
  return { firstPicture, longestTask, peak, peakLearning, second };
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
const verdict = (value: number, limit: number) => (value <= limit ? '' : '  (above the limit)');

const executablePath = await findChromium();
if (executablePath === undefined) throw new Error(String(howToGetChromium));
const files = values.files === undefined ? makePublished('--variant', 'uint8') : filesOf(values.files);
const explorer = await serveExplorer();
try {
  for (let i = 0; i < Number(values.runs); i++) {
    const profile = mkdtempSync(join(tmpdir(), 'zscape-bench-published-'));
    const context = await chromium.launchPersistentContext(profile, {
      ...{ executablePath, chromiumSandbox: sandboxWorks(), viewport: { width: 1280, height: 800 } },
      args: ['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
    const load = loadavg()[0]!.toFixed(1);
    try {
      const { firstPicture, longestTask, peak, peakLearning, second } = await run(
        context,
        profile,
        explorer.address,
      );
      console.log(`load before: ${load}, after: ${loadavg()[0]!.toFixed(1)}`);
      console.log(
        `first picture after the click   ${seconds(firstPicture)}${verdict(firstPicture, most.firstPicture)}`,
      );
      console.log(
        `longest task of the page        ${Math.round(longestTask)} ms${verdict(longestTask, most.longestTask)}`,
      );
      console.log(`memory beside the page's own    ${megabytes(peak)}${verdict(peak, most.peak)}`);
      if (Number(values.hold) > 0)
        console.log(
          `  previews being learnt, too    ${megabytes(peakLearning)}${verdict(peakLearning, most.peak)}`,
        );
      console.log(`second visit without a network  ${seconds(second)}${verdict(second, most.second)}`);
    } finally {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    }
  }
} finally {
  await explorer.close();
}
