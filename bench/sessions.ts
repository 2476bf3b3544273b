/**
 * npm run bench:sessions: a session of 500 pins, each with its thumbnail, opened from a file and from the browser's own
 * store. Milliseconds from choosing it to its first pin on the screen: median (least to most). Limit: 300 ms.
 *   --runs N  openings of each kind, 7 by default
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from '@playwright/test';
import { launch, serveExplorer } from './browser.ts';
import { quantile } from './page/measure.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '7' } } });
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) {
  console.error(`--runs must be the number of openings to measure, such as 7, not "${values.runs}".`);
  process.exit(2);
}
const pins = 500;

interface Watch {
  start?: number;
  end?: number;
}
type Watched = typeof globalThis & { watch: Watch };

/** Makes the page record when a session is chosen, and when the first of its many pins is painted. */
function watchPage(): void {
  const page = globalThis as Watched;
  page.watch = {};
  const begin = () => {
    page.watch = { start: performance.now() };
  };
  const text = File.prototype.text;
  File.prototype.text = function read() {
    begin();
    return text.call(this);
  };
  const chosen = ({ target }: Event) => (target as Element).closest('[aria-label="Go to Many"]') && begin();
  addEventListener('click', chosen, true);
  const step = () => {
    const { watch } = page;
    if (watch.start && !watch.end && document.querySelector('[aria-label="Pin 0"]')) {
      watch.end = -1;
      requestAnimationFrame(() => setTimeout(() => Object.assign(watch, { end: performance.now() })));
    }
    requestAnimationFrame(step);
  };
  step();
}

async function took(page: Page): Promise<number> {
  await page.waitForFunction(() => ((globalThis as Watched).watch.end ?? 0) > 0);
  const ms = await page.evaluate(() => {
    const { start = 0, end = 0 } = (globalThis as Watched).watch;
    return end - start;
  });
  // Lets the page save the session before the next one is opened.
  await page.waitForTimeout(1200);
  return ms;
}

const inWords = (all: readonly number[]): string => {
  const sorted = all.toSorted((a, b) => a - b).map(Math.round);
  return `${Math.round(quantile(sorted, 0.5))} (${sorted[0]} to ${sorted.at(-1)})`;
};

const folder = await mkdtemp(join(tmpdir(), 'zscape-bench-sessions-'));
const served = await serveExplorer();
const browser = await launch(false);
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(served.address);
  const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click();
  await page.locator('canvas[data-frame]:not([data-frame="0"])').first().waitFor();
  await press('New sample');
  await page.keyboard.press('p');
  const saved = page.waitForEvent('download');
  await press('Export session');
  const file = JSON.parse(await readFile(await (await saved).path(), 'utf8'));
  const [pin] = file.state.pins;
  const size = Buffer.from(pin.z.f32, 'base64').length / Float32Array.BYTES_PER_ELEMENT;
  const write = async (name: string, names: readonly string[]): Promise<string> => {
    const made = names.map((title, created) => {
      const z = Float32Array.from({ length: size }, () => 2 * Math.random() - 1);
      return {
        ...pin,
        id: crypto.randomUUID(),
        name: title,
        created,
        z: { f32: Buffer.from(z.buffer).toString('base64') },
      };
    });
    const path = join(folder, `${name}.zscape.json`);
    await writeFile(path, JSON.stringify({ ...file, name, state: { ...file.state, pins: made } }));
    return path;
  };
  const many = await write(
    'Many',
    Array.from({ length: pins }, (_, i) => `Pin ${i}`),
  );
  const few = await write('Few', ['Only']);
  // tsx names inner functions with a helper that the page lacks.
  await page.evaluate('globalThis.__name = (named) => named');
  await page.evaluate(watchPage);
  const open = async (path: string) => {
    const picked = page.waitForEvent('filechooser');
    await press('Open session');
    await (await picked).setFiles(path);
  };
  const away = async () => {
    await open(few);
    await page.getByRole('button', { name: 'Only', exact: true }).first().waitFor();
    await page.waitForTimeout(1200);
  };
  const fromFile: number[] = [];
  const fromBrowser: number[] = [];
  for (let run = 0; run < runs; run++) {
    await open(many);
    fromFile.push(await took(page));
    await away();
    await press('Sessions');
    await press('Go to Many');
    fromBrowser.push(await took(page));
    await away();
  }
  console.log(
    `${pins} pins, load ${loadavg()[0]?.toFixed(1)}: from a file ${inWords(fromFile)} ms, from the browser ${inWords(fromBrowser)} ms`,
  );
} finally {
  await browser.close();
  await served.close();
  await rm(folder, { recursive: true, force: true });
}
