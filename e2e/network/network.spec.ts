/** Inside the network: growing and fading, the table, changes to feature maps, and PixelNorm. */
import type { Page } from '@playwright/test';
import {
  andSee,
  button,
  openApp,
  openTab,
  picture,
  settle,
  slider,
  slideTo,
  writeSession,
} from '../support/app.ts';
import { open, test } from '../support/drawn/drawnSite.ts';
import { canvasPixels, difference, type Pixels } from '../support/pixels.ts';
import { expect } from '../support/test.ts';

const shown = (page: Page): Promise<Pixels> => canvasPixels(picture(page));

async function unfold(page: Page, name: string): Promise<void> {
  const fold = page.getByRole('tabpanel').getByRole('button', { name, exact: true });
  if ((await fold.getAttribute('aria-expanded')) === 'false') await fold.click();
}

/** (1 - alpha) * lower + alpha * upper, of the bytes on the screen. */
function faded(lower: Pixels, upper: Pixels, alpha: number): Pixels {
  const data = lower.data.map((value, i) => Math.round((1 - alpha) * value + alpha * upper.data[i]!));
  return { ...lower, data };
}

test('the network grows on the stage, and fades as in the paper', async ({ page }) => {
  await openApp(page, 'backend=wasm&seed=51');
  await openTab(page, 'Network');
  const grown = await shown(page);
  const stages = page.getByRole('list', { name: 'The same face at each size' });
  await expect(stages.getByRole('button')).toHaveCount(6);

  await andSee(page, () => slideTo(slider(page, 'Growth'), 2));
  await expect(slider(page, 'Growth')).toHaveAttribute('aria-valuetext', '16 × 16');
  const lower = await shown(page);
  await andSee(page, () => stages.getByRole('button').nth(3).click());
  const upper = await shown(page);
  await andSee(page, () => slideTo(slider(page, 'Fade'), 0.25));
  // Where values are beyond black and white, bytes hold less than the network's output.
  const off = difference(await shown(page), faded(lower, upper, 0.25));
  expect(off.mean).toBeLessThan(1.5);
  await andSee(page, () => slideTo(slider(page, 'Fade'), 0));
  expect(difference(await shown(page), lower).largest).toBeLessThanOrEqual(1);

  await andSee(page, () => button(page, 'Undo').click());
  await expect(slider(page, 'Fade')).toHaveValue('0.25');
  await button(page, 'Grow').click();
  await expect(slider(page, 'Growth')).toHaveAttribute('aria-valuetext', '128 × 128', { timeout: 60_000 });
  await expect(button(page, 'Grow')).toBeVisible();
  await settle(page);
  expect(difference(await shown(page), grown).largest).toBe(0);
  await button(page, 'Export the growth…').click();
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await expect(dialog.getByRole('radio', { name: 'Growth' })).toBeChecked();
  await expect(dialog.getByRole('button', { name: /^Export|^Save/ }).first()).toBeEnabled();
});

test('early stages come from the growth network, and refitted heads remain where it cannot be fetched', async ({
  page,
}) => {
  const asked: string[] = [];
  let reachable = false;
  await page.route('**/portraits-128/growth/*', async (route) => {
    asked.push(route.request().url());
    if (reachable) await route.continue();
    else await route.abort();
  });
  await openApp(page, 'backend=wasm&seed=51');
  const grown = await shown(page);
  expect(asked).toEqual([]);
  await openTab(page, 'Network');
  const panel = page.getByRole('tabpanel');
  await expect(panel.getByText(/small network of their own, which could not be loaded/)).toBeVisible();
  expect(asked.length).toBeGreaterThan(0);
  await page.getByRole('radio', { name: 'Refitted' }).click();
  const stages = page.getByRole('list', { name: 'The same face at each size' });
  await andSee(page, () => stages.getByRole('button').nth(1).click());
  const refitted = await shown(page);

  reachable = true;
  await andSee(page, () => page.getByRole('radio', { name: 'As trained' }).click());
  await expect(panel.getByText(/up to 64 × 64 pixels a small network draws/)).toBeVisible();
  const early = await shown(page);
  expect(difference(early, refitted).largest).toBeGreaterThan(0);
  // A picture of 8 x 8 pixels, of the same face.
  expect(difference(early, grown).mean).toBeLessThan(40);
});

test('the table lists the layers of the model, and a row opens its maps', async ({ page }) => {
  await openApp(page, 'backend=wasm&seed=51');
  await openTab(page, 'Network');
  await unfold(page, 'Layers');
  const table = page.getByRole('table', { name: 'Layers' });
  await expect(table).toBeVisible();
  const numbers = async (column: number) => {
    const cells = await table.locator(`tbody tr td:nth-of-type(${column})`).allInnerTexts();
    return cells.map((text) => Number(text.replaceAll(',', ''))).filter((value) => value > 0);
  };
  // Counted by hand from the widths of Avatars 128, with a bias for each map.
  const widths = [160, 160, 128, 64, 32, 16];
  const expected = widths.flatMap((to, i) => {
    const from = widths[i - 1];
    const first = from === undefined ? 16 * 512 * to + to : 9 * from * to + to;
    return [first, 9 * to * to + to];
  });
  expect(await numbers(3)).toEqual([...expected, 16 * 3 + 3]);
  const total = [...expected, 51].reduce((sum, value) => sum + value, 0);
  await expect(table.locator('tfoot')).toContainText(total.toLocaleString('en'));
  // Times are measured while the table is in view; what loads above it may move it.
  await expect(async () => {
    await table.scrollIntoViewIfNeeded();
    expect((await numbers(7)).length).toBe(12);
  }).toPass();
  await table.getByRole('button', { name: /16x16\/conv1/ }).click();
  const maps = table.getByRole('img', { name: 'All maps of 16x16/conv1' });
  await expect.poll(async () => (await canvasPixels(maps)).width).toBe(12 * 16);
});

test('maps are silenced and held, live and through undo, a reload and another face', async ({ page }) => {
  await openApp(page, 'backend=wasm&seed=51');
  await openTab(page, 'Network');
  const plain = await shown(page);
  await unfold(page, 'Feature maps');
  const grid = page.getByRole('grid', { name: 'Feature maps' });
  await expect(grid.getByRole('button')).toHaveCount(128);
  // Maps out of view are not updated live.
  await grid.scrollIntoViewIfNeeded();
  const sheet = page.locator('.maps-sheet canvas');
  const frames = async () => Number((await sheet.getAttribute('data-frames')) ?? 0);
  await expect.poll(frames).toBeGreaterThan(0);

  // Another face: the maps follow.
  const before = await frames();
  await andSee(page, () => page.keyboard.press('Space'));
  await expect.poll(frames).toBeGreaterThan(before);
  await andSee(page, () => button(page, 'Undo').click());

  // Pointing at a map shows where it is strong in the picture.
  const map = grid.getByRole('button', { name: 'Map 3', exact: true });
  await map.hover();
  await expect(page.locator('main .maps-heat')).toBeVisible();
  await page.mouse.move(5, 5);
  await expect(page.locator('main .maps-heat')).toBeHidden();

  await map.click();
  await andSee(page, () => button(page, 'Silence').click());
  const silenced = await shown(page);
  expect(difference(silenced, plain).mean).toBeGreaterThan(0);
  await andSee(page, () => slideTo(slider(page, 'Amplify'), 4));
  expect(difference(await shown(page), silenced).mean).toBeGreaterThan(0);
  await andSee(page, () => button(page, 'Undo').click());
  expect(difference(await shown(page), silenced).largest).toBe(0);

  await writeSession(page);
  await page.reload();
  await expect(page.getByText('1 change inside the network affects every picture.')).toBeVisible();
  await expect.poll(async () => difference(await shown(page), silenced).largest).toBe(0);
  await andSee(page, () => button(page, 'Restore trained network').click());
  expect(difference(await shown(page), plain).largest).toBe(0);
});

test('PixelNorm is switched off for one block and for all, and on again', async ({ page }) => {
  await openApp(page, 'backend=wasm&seed=51');
  await openTab(page, 'Network');
  const plain = await shown(page);
  await unfold(page, 'Pixel norm');
  const all = page.getByRole('switch', { name: 'Pixel norm', exact: true });
  await andSee(page, () => page.getByRole('switch', { name: 'Block 8 × 8' }).click());
  await expect(all).not.toBeChecked();
  expect(difference(await shown(page), plain).mean).toBeGreaterThan(0.5);
  await andSee(page, () => all.click());
  await expect(page.getByRole('switch', { name: 'Block 8 × 8' })).toBeChecked();
  expect(difference(await shown(page), plain).largest).toBe(0);
  await expect(page.getByText(/^With: root mean square 1/)).toBeVisible();
});

test('a model that is not a Progressive GAN says what can be shown', async ({ page, site }) => {
  await open(page, site, 'grey', 5);
  await openTab(page, 'Network');
  for (const name of ['Layers', 'Feature maps', 'Pixel norm']) await unfold(page, name);
  await expect(page.getByText(/is not known as a Progressive GAN/)).toHaveCount(4);
  await expect(slider(page, 'Growth')).toHaveCount(0);
});
