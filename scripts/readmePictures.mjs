/**
 * npm run readme-pictures -- [--page ADDRESS] [--out FOLDER]
 * Draws the README's pictures with the page itself and its default model: docs/images/explorer.png shows the page, and
 * docs/images/walk.gif is a walk exported from it. Without an address it builds and serves the page first.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import getPort from 'get-port';
import { findChromium, howToGetChromium, sandboxWorks } from './chromium.mjs';
import { root } from './ensureInstalled.mjs';

/** @typedef {import('@playwright/test').Page} Page */

/** The walk goes from the face of the first seed to that of the second; change them if a new default model makes these dull. */
const seeds = [131, 252];
const frames = 48;
const { values } = parseArgs({ options: { page: { type: 'string' }, out: { type: 'string' } } });
const image = (/** @type {string} */ name) => join(values.out ?? join(root, 'docs', 'images'), name);

const executablePath = await findChromium();
if (executablePath === undefined) throw new Error(howToGetChromium);
const { address, stop } =
  values.page === undefined ? await serve() : { address: values.page, stop: () => {} };
const browser = await chromium.launch({ executablePath, chromiumSandbox: sandboxWorks() });
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'dark' });
  await openOnWalk(page);
  await page.screenshot({ path: image('explorer.png') });
  console.log(image('explorer.png'));
  await exportWalk(page, image('walk.gif'));
  console.log(image('walk.gif'));
} finally {
  await browser.close();
  stop();
}

/** Opens the page half-way along the walk, with the Walk panel open and the first steps hidden. @param {Page} page */
async function openOnWalk(page) {
  await page.goto(`${address}?seed=${seeds[0]}`);
  await rests(page);
  const hide = page.getByRole('button', { name: 'Hide the first steps' });
  if (await hide.isVisible()) await hide.click();
  await page.getByRole('tab', { name: 'Walk', exact: true }).click();
  await page.getByRole('button', { name: 'Set A', exact: true }).click();
  await page.getByRole('spinbutton', { name: 'Seed', exact: true }).fill(String(seeds[1]));
  await page.locator(`canvas[data-seed="${seeds[1]}"]`).waitFor();
  await page.getByRole('button', { name: 'Set B', exact: true }).click();
  await page.getByRole('slider', { name: 'Position', exact: true }).fill('0.5');
  await rests(page);
}

/** Exports the walk as a GIF of the model's own size. @param {Page} page @param {string} path */
async function exportWalk(page, path) {
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Export', exact: true });
  await dialog.getByRole('radio', { name: 'Walk', exact: true }).check();
  await dialog.getByRole('radio', { name: 'GIF', exact: true }).check();
  await dialog.getByRole('combobox', { name: 'Size' }).selectOption('x1');
  await dialog.getByRole('spinbutton', { name: 'Frames per second' }).fill('15');
  await dialog.getByRole('spinbutton', { name: 'Frames', exact: true }).fill(String(frames));
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 300_000 }),
    dialog.getByRole('button', { name: 'Export', exact: true }).click(),
  ]);
  await download.saveAs(path);
}

/** Waits until the picture has not changed for two seconds, so that thumbnails have had time to be drawn. @param {Page} page */
async function rests(page) {
  const canvas = page.locator('canvas[data-frame]').first();
  await canvas.waitFor({ timeout: 120_000 });
  for (let [last, quiet] = ['', 0]; quiet < 4; quiet++) {
    await page.waitForTimeout(500);
    const now = (await canvas.getAttribute('data-frame')) ?? '';
    if (now !== last) quiet = 0;
    last = now;
  }
}

/** @returns {Promise<{ address: string, stop: () => void }>} */
async function serve() {
  const port = await getPort();
  const server = spawn(
    process.execPath,
    [join(root, 'scripts/start.mjs'), '--no-open', '--port', String(port)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  await new Promise((resolve, reject) => {
    server.stdout.on('data', (text) => String(text).includes('http://') && resolve(undefined));
    server.on('exit', (code) => reject(new Error(`The page could not be served (code ${code}).`)));
  });
  return { address: `http://localhost:${port}/`, stop: () => server.kill() };
}
