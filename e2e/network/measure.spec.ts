/** A model's variety and figures: a grid that collapses, a collapsed model, and measuring in the background. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { collapsedBundle } from '../../fixtures/collapsed/make.mjs';
import { button, openApp, slider, slideTo } from '../support/app.ts';
import { axeComplaints } from '../support/axe.ts';
import { fixture } from '../support/convert.ts';
import { slowDown } from '../support/slowMachine.ts';
import { expect, test } from '../support/test.ts';

/** Opens the Network tab, and unfolds the given parts. */
async function openNetwork(page: Page, ...parts: string[]): Promise<void> {
  await page.getByRole('tab', { name: 'Network', exact: true }).click();
  const panel = page.getByRole('tabpanel', { name: 'Network' });
  await expect(panel).toBeVisible();
  for (const name of parts) {
    const heading = panel.getByRole('heading', { name, exact: true });
    await heading.waitFor();
    const fold = heading.getByRole('button', { expanded: false });
    if ((await fold.count()) > 0) await fold.click();
  }
}

const number = async (page: Page, name: string) =>
  Number.parseFloat((await page.getByRole('status', { name }).textContent()) ?? '');

test('a collapsing grid lowers the deviation, layers have their learning rates, and axe finds nothing', async ({
  page,
}) => {
  await openApp(page, 'backend=wasm&seed=51');
  await openNetwork(page, 'Variety', 'Equalized learning rate', 'Measurements');
  const status = page.getByRole('status', { name: 'Minibatch standard deviation' });
  await status.scrollIntoViewIfNeeded();
  await expect(status).toContainText('100%');
  const seen = [await number(page, 'Minibatch standard deviation')];
  for (const share of [0.5, 0.9, 1]) {
    const before = await status.textContent();
    await slideTo(slider(page, 'Collapse'), share);
    await expect(status).not.toHaveText(before ?? '');
    await expect.poll(() => number(page, 'Minibatch standard deviation')).toBeLessThan(seen.at(-1)!);
    seen.push(await number(page, 'Minibatch standard deviation'));
  }
  await expect.poll(() => number(page, 'Minibatch standard deviation')).toBeLessThan(0.001);
  await expect(page.getByText('real pictures differ')).toBeVisible();

  // Weights are read only once this part is in view.
  await page.getByRole('heading', { name: 'Equalized learning rate' }).scrollIntoViewIfNeeded();
  const rates = page.getByRole('table', { name: 'Learning rates' });
  await rates.scrollIntoViewIfNeeded();
  // Its kernel is [4, 4, 512, 160].
  await expect(rates.getByRole('row', { name: /4x4\/dense/ })).toContainText('0.016');
  await expect(rates.getByRole('row')).toHaveCount(2 + 13);
  expect(await axeComplaints(page, {}, '[role=tabpanel]:not([hidden])')).toEqual([]);
});

test('a collapsed model is recognised, measured in the background, and the measuring cancelled; a trained one is varied', async ({
  page,
  folder,
  serve,
}) => {
  mkdirSync(join(folder, 'two-faces'));
  for (const [name, bytes] of collapsedBundle()) writeFileSync(join(folder, 'two-faces', name), bytes);
  cpSync(fixture('avatars-64', 'bundle'), join(folder, 'avatars-64'), { recursive: true });
  const models = [
    { id: 'two-faces', title: 'Two faces', bytes: 2_700_000, default: true },
    { id: 'avatars-64', title: 'Avatars 64', bytes: 2_700_000 },
  ];
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schema: 1, models }));
  const site = await serve({ models: [folder] });

  await openApp(page, 'backend=wasm', site.address);
  await openNetwork(page, 'Variety', 'Measurements');
  const diversity = page.getByRole('status', { name: 'Diversity' });
  await diversity.scrollIntoViewIfNeeded();
  await expect(diversity).toContainText('This model has collapsed: it draws about 2 different faces.', {
    timeout: 60_000,
  });
  await expect(page.getByText('near-twins', { exact: false }).first()).toBeVisible();

  const measure = button(page, 'Measure this model');
  await page.getByRole('radio', { name: 'Thorough' }).check();
  const measuring = await slowDown(page);
  await measure.click();
  const bar = page.getByRole('progressbar', { name: 'Measuring this model' });
  await expect(bar).toBeVisible();
  // It continues while another panel is open.
  await page.getByRole('tab', { name: 'Walk', exact: true }).click();
  await openNetwork(page, 'Measurements');
  // The diversity is still known, although nothing can be measured at the moment.
  await expect(diversity).toContainText('This model has collapsed');
  await page
    .getByRole('region', { name: 'Measurements' })
    .getByRole('button', { name: 'Cancel', exact: true })
    .click();
  await measuring.goOn();
  await expect(bar).toHaveCount(0);
  await page.getByRole('radio', { name: 'Quick' }).check();
  await measure.click();
  const figures = page.getByText(/MS-SSIM 0\.\d+ ± 0\.\d+, over 64 pairs/);
  await expect(figures).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/with WebAssembly/)).toBeVisible();
  await expect(
    page.getByText(/This model draws 64 × 64 pixels and the table is for 128 × 128/),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Show this walk' }).first().click();
  await expect(page.getByRole('tabpanel', { name: 'Walk' })).toBeVisible();

  await openApp(page, 'backend=wasm&model=avatars-64', site.address);
  await openNetwork(page, 'Variety');
  await diversity.scrollIntoViewIfNeeded();
  await expect(diversity).toContainText('This model is varied.', { timeout: 60_000 });
});
