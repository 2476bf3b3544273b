/** The Models panel: the catalogue, loading with progress, cancelling, and models kept by the browser. */
import { join } from 'node:path';
import { andSee, button, openApp, openTab, picture } from '../support/app.ts';
import { canvasPixels, difference } from '../support/pixels.ts';
import { defaultCredit } from '../support/shipped.ts';
import { projectRoot, type Site, serveSite } from '../support/site.ts';
import { expect, test } from '../support/test.ts';

const shipped = join(projectRoot, 'public', 'models');
const isWeights = (path: string) => path.endsWith('.bin');

/** The fixture models and, at a slow trickle, the shipped one. */
async function withSlowModel(fixtureModels: string): Promise<Site> {
  const catalogue = JSON.stringify({
    schema: 1,
    models: [
      { id: 'hub_b', title: 'Small', bytes: 1000, default: true },
      { id: 'avatars-128', title: 'Slow', bytes: 2_700_000, licence: 'Some licence' },
    ],
  });
  return serveSite({
    models: [fixtureModels, shipped],
    cacheControl: 'no-store',
    bytesPerSecond: (path) => (path.startsWith('models/avatars-128/') && isWeights(path) ? 500_000 : 1e9),
    tamper: (path) => (path === 'models/index.json' ? Buffer.from(catalogue) : undefined),
  });
}

test('the catalogue names each model with its size and licence, and marks the one on the canvas', async ({
  page,
}) => {
  await openApp(page);
  await openTab(page, 'Models');
  const card = page.getByRole('listitem').filter({ hasText: 'Current model' });
  await expect(card).toContainText(/\d+(\.\d+)? (kB|KB|MB)/);
  await expect(card).toContainText('Licence');
  await expect(card).toContainText('128 px');
});

test('a model of labels shows its measurements', async ({ page }) => {
  await openApp(page, 'model=avatars-128');
  await openTab(page, 'Models');
  const measured = page.getByRole('region', { name: 'Measured' });
  await expect(measured).toContainText(/Wasserstein distance \d+\.\d/);
  await expect(measured).toContainText(/MS-SSIM of pairs: 0\.\d{3}/);
  const glasses = measured.getByRole('row', { name: /^Glasses/ });
  await expect(glasses.getByRole('cell')).toHaveText([/^[456] σ$/, /^\d+%$/, /^\d+%$/]);
  expect(await measured.getByRole('row').count()).toBeGreaterThan(10);
});

test('damaged figures are reported, and everything else works', async ({ page, serve }) => {
  const site = await serve({
    tamper: (path) => (path.endsWith('/card.json') ? Buffer.from('{"swd": 1}') : undefined),
  });
  await openApp(page, '', site.address);
  await openTab(page, 'Models');
  await expect(page.getByRole('alert')).toContainText('card.json');
  await expect(page.getByRole('region', { name: /^About/ })).toContainText(defaultCredit);
  await expect(page.getByRole('region', { name: 'Measured' })).toHaveCount(0);
  await andSee(page, () => button(page, 'New sample').click());
});

test('a model loads with a bar in bytes, can be cancelled, and leaves the current picture alone', async ({
  page,
  fixtureModels,
}) => {
  const site = await withSlowModel(fixtureModels);
  try {
    await openApp(page, 'seed=3', site.address);
    await openTab(page, 'Models');
    const before = await canvasPixels(picture(page));
    await button(page, 'Load Slow').click();
    const bar = page.getByRole('progressbar', { name: 'Loading Slow' }).first();
    await expect(bar).toBeVisible();
    await expect
      .poll(async () => Number(await bar.getAttribute('aria-valuenow')), { intervals: [50] })
      .toBeGreaterThan(100_000);
    expect(Number(await bar.getAttribute('aria-valuenow'))).toBeLessThan(
      Number(await bar.getAttribute('aria-valuemax')),
    );
    await expect(bar).toHaveAttribute('aria-valuetext', / of \d/);
    await button(page, 'Cancel').first().click();
    await expect(bar).toHaveCount(0);
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(picture(page)).toHaveAttribute('data-model', 'hub_b');
    expect(difference(before, await canvasPixels(picture(page))).largest).toBe(0);
    // The engine is unchanged: the previous model still works.
    await andSee(page, () => button(page, 'New sample').click());
    await expect(picture(page)).toHaveAttribute('data-model', 'hub_b');

    await button(page, 'Load Slow').click();
    await expect(picture(page)).toHaveAttribute('data-model', 'avatars-128');
  } finally {
    await site.close();
  }
});

test('a model that was loaded once is kept by the browser', async ({ page, fixtureModels, serve }) => {
  const site = await serve({ models: [fixtureModels], cacheControl: 'no-store' });
  await openApp(page, 'model=hub_a&seed=9', site.address);
  const first = await canvasPixels(picture(page));
  const fetched = site.requests.filter(({ path }) => isWeights(path)).length;
  expect(fetched).toBeGreaterThan(0);
  // The weights and model.json; storing waits until the first picture is there.
  const stored = async () => (await (await caches.open('zscape-files-1')).keys()).length;
  await expect.poll(() => page.evaluate(stored)).toBeGreaterThan(fetched);
  await openApp(page, 'model=hub_a&seed=9', site.address);
  expect(site.requests.filter(({ path }) => isWeights(path))).toHaveLength(fetched);
  expect(difference(first, await canvasPixels(picture(page))).largest).toBe(0);
});

test('pins belong to their model', async ({ page, fixtureSite }) => {
  await openApp(page, 'model=hub_a&seed=4', fixtureSite.address);
  const tray = page.getByRole('region', { name: 'Pins' });
  await button(page, 'Pin').click();
  await expect(tray.getByRole('listitem')).toHaveCount(1);
  await openTab(page, 'Models');
  await page.getByRole('button', { name: /^Load hub_b/i }).click();
  await expect(picture(page)).toHaveAttribute('data-model', 'hub_b');
  await expect(tray.getByRole('listitem')).toHaveCount(0);
  await page.getByRole('button', { name: /^Load hub_a/i }).click();
  await expect(picture(page)).toHaveAttribute('data-model', 'hub_a');
  await expect(tray.getByRole('listitem')).toHaveCount(1);
});
