/**
 * npm run bench:long-film -- [--minutes N] [--fps N] [--format MP4|WebM] [--dist DIST] [--lazily]
 * Exports one long film of the default model from the page, and measures the memory of the page's and the GPU's processes during
 * it. The film is written to the browser's own storage while it is made. The garbage of the page and its workers is collected after
 * each tenth of the film, so that what is held shows; its limit is 60 MB of growth after the first tenth. With `--lazily` the
 * browser collects garbage when it likes; then the figures show how far it lets the heaps grow.
 */
import { statSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { launch, root, serveBuild } from '../browser.ts';
import { garbageCollector, residentOf } from '../explorer/memory.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    fps: { type: 'string', default: '12' },
    format: { type: 'string', default: 'MP4' },
    dist: { type: 'string', default: join(root, 'dist') },
    lazily: { type: 'boolean', default: false },
  },
});
const frames = Math.round(Number(values.minutes) * 60 * Number(values.fps));
const limit = 60e6;
/** Memory is measured in parts of the film. In the first, the browser warms up and fills its caches and its allocator's pools. */
const parts = 10;

const site = await serveBuild(resolve(values.dist));
const browser = await launch(false);
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, serviceWorkers: 'block' });
  page.setDefaultTimeout(120_000);
  const collectGarbage = await garbageCollector(page);
  await page.goto(`${site.address}?backend=wasm&lang=en&seed=1`);
  await page.locator('canvas[data-frame]').first().waitFor();
  await page.getByRole('tab', { name: 'Walk' }).click();
  await page.getByRole('button', { name: 'Set A', exact: true }).click();
  await page.getByRole('button', { name: 'New sample', exact: true }).click();
  await page.getByRole('button', { name: 'Set B', exact: true }).click();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Export', exact: true });
  await dialog.getByRole('radio', { name: values.format, exact: true }).check();
  await dialog.getByRole('combobox', { name: 'Size' }).selectOption('x1');
  await dialog.getByRole('spinbutton', { name: 'Frames per second' }).fill(values.fps);
  await dialog.getByRole('spinbutton', { name: 'Frames', exact: true }).fill(String(frames));
  // The preview and the estimate draw pictures, which must not be measured.
  await dialog.getByText(/^about .*B$/).waitFor();

  const session = await browser.newBrowserCDPSession();
  /** After each part but the last, once its garbage has been collected. */
  const held: number[] = [];
  const memory: { share: number; bytes: number }[] = [];
  const before = (await residentOf(session)) ?? 0;
  const begun = performance.now();
  const saved = page.waitForEvent('download', { timeout: 3 * 3_600_000 });
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  const bar = dialog.getByRole('progressbar');
  let ended = false;
  const end = saved.then(() => {
    ended = true;
  });
  // The page asks before a long film.
  const yes = page.getByRole('alertdialog').getByRole('button', { name: /Export|Make/ });
  if (await yes.isVisible().catch(() => false)) await yes.click();
  while (!ended) {
    await Promise.race([end, new Promise((wake) => setTimeout(wake, 1000))]);
    const now = await bar.getAttribute('aria-valuenow', { timeout: 500 }).catch(() => null);
    const most = await bar.getAttribute('aria-valuemax', { timeout: 500 }).catch(() => null);
    if (now === null || most === null) continue;
    const share = Number(now) / Number(most);
    const part = Math.floor(share * parts);
    if (!values.lazily && part !== Math.floor((memory.at(-1)?.share ?? 0) * parts)) {
      await collectGarbage();
      held.push((await residentOf(session)) ?? 0);
    }
    memory.push({ share, bytes: (await residentOf(session)) ?? 0 });
  }
  const seconds = (performance.now() - begun) / 1000;
  const bytes = statSync(await (await saved).path()).size;
  const floors = Array.from({ length: parts }, (_, part) =>
    Math.min(...memory.filter(({ share }) => Math.floor(share * parts) === part).map((one) => one.bytes)),
  );
  const mb = (count: number) => `${(count / 1e6).toFixed(0)} MB`;
  console.log(
    `${values.format}: ${values.minutes} minutes, ${frames} frames, ${mb(bytes)} in ${seconds.toFixed(0)} s, ${(frames / seconds).toFixed(0)} frames/s; load ${loadavg()[0]!.toFixed(1)}`,
  );
  console.log(
    `  resident: ${mb(before)} before; at least ${floors.map(mb).join(', ')} in each ${parts}th of the film; at most ${mb(Math.max(...memory.map((one) => one.bytes)))}`,
  );
  if (held.length > 0) {
    const growth = held.at(-1)! - held[0]!;
    console.log(
      `  held, with all garbage collected: ${held.map(mb).join(', ')} after each ${parts}th but the last; grown by ${mb(growth)}, the limit is ${mb(limit)}`,
    );
    process.exitCode = growth <= limit ? 0 : 1;
  }
} finally {
  await browser.close();
  await site.close();
}
