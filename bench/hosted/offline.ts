/**
 * npm run bench:offline -- [--runs N] [--dist DIST]
 * Measures how long a page that was visited once takes to show its first picture when its host is gone: the median over new tabs,
 * from the navigation to the pixels. Before that, measures how long the service worker takes to store everything, counted from the
 * first picture.
 */
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { launch, root, serveBuild } from '../browser.ts';

const limitMs = 2000;
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '9' }, dist: { type: 'string', default: join(root, 'dist') } },
});

const pictured = 'canvas[data-frame], canvas[data-early]';
const site = await serveBuild(resolve(values.dist));
const browser = await launch(false);
const starts: number[] = [];
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const first = await context.newPage();
  await first.goto(`${site.address}?backend=wasm`);
  await first.locator(pictured).first().waitFor();
  const shown = performance.now();
  await first.waitForFunction(() => navigator.serviceWorker.controller !== null, undefined, {
    timeout: 300_000,
  });
  const keptMs = performance.now() - shown;
  await first.close();
  await site.close();
  for (let run = 0; run < Number(values.runs); run++) {
    const page = await context.newPage();
    await page.goto(`${site.address}?backend=wasm&seed=${run}`, { waitUntil: 'commit' });
    // By the page's own clock, which starts with the navigation.
    const at = await page.waitForFunction(
      (selector) => document.querySelector(selector) && performance.now(),
      pictured,
      { polling: 'raf' },
    );
    starts.push((await at.jsonValue()) || Number.NaN);
    await page.close();
  }
  starts.sort((a, b) => a - b);
  const median = starts[starts.length >> 1]!;
  console.log(`load ${loadavg()[0]!.toFixed(1)}`);
  console.log(`everything kept ${(keptMs / 1000).toFixed(1)} s after the first picture`);
  console.log(
    `start without a network: ${median.toFixed(0)} ms (${starts[0]!.toFixed(0)} to ${starts.at(-1)!.toFixed(0)}, ${starts.length} runs); the limit is ${limitMs}`,
  );
  process.exitCode = median <= limitMs ? 0 : 1;
} finally {
  await browser.close();
}
