/** A model whose graph never ends: loading it can be cancelled, the page gives up eventually, and the previous model stays. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { andSee, openApp, openTab, picture, slider, slideTo } from '../support/app.ts';
import { addEndlessModel } from '../support/models/graph.ts';
import { canvasPixels, difference, type Pixels } from '../support/pixels.ts';
import { type Site, serveSite } from '../support/site.ts';
import { test as base, expect } from '../support/test.ts';

const test = base.extend<{ site: Site }>({
  site: async ({ fixtureModels }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'zscape-endless-'));
    cpSync(fixtureModels, folder, { recursive: true });
    addEndlessModel(folder, 'endless');
    const site = await serveSite({ models: [folder] });
    await use(site);
    await site.close();
    rmSync(folder, { recursive: true, force: true });
  },
});

/** Opens another model, then requests the endless one. @returns the picture before that */
async function loadEndless(page: Page, site: Site): Promise<Pixels> {
  await openApp(page, 'model=hub_b&seed=91&backend=wasm', site.address);
  const before = await canvasPixels(picture(page));
  await openTab(page, 'Models');
  await page.getByRole('button', { name: /^Load endless/i }).click();
  await expect(page.getByText('Preparing the engine').first()).toBeVisible();
  return before;
}

async function modelBeforeAnswers(page: Page): Promise<void> {
  await expect(picture(page)).toHaveAttribute('data-model', 'hub_b');
  await openTab(page, 'Sample');
  await andSee(page, () => slideTo(slider(page, 'z 0'), 1.5));
}

test('an endless model can be cancelled, and the previous model works again', async ({ page, site }) => {
  const before = await loadEndless(page, site);
  await page.getByRole('button', { name: 'Cancel' }).first().click();
  await expect(page.getByText(/had to be restarted to stop loading/).first()).toBeVisible();
  expect(difference(before, await canvasPixels(picture(page))).largest).toBe(0);
  await modelBeforeAnswers(page);
});

test('an endless model is given up when it produces no picture', async ({ page, site }) => {
  await page.clock.install();
  await loadEndless(page, site);
  // A minute on the page's own clock, while the worker computes.
  await expect
    .poll(async () => {
      await page.clock.runFor(10_000);
      return page.getByText(/drew no picture within a minute/).count();
    })
    .toBeGreaterThan(0);
  await modelBeforeAnswers(page);
});
