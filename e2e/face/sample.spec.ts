/** The Sample panel: new samples, seeds, the grid, every dimension of z, and the pull towards a pin. */
import type { Page } from '@playwright/test';
import {
  andSee,
  button,
  chooseFromMore,
  download,
  openApp,
  openTab,
  picture,
  seedField,
  settle,
  slider,
  slideTo,
  takeSeed,
} from '../support/app.ts';
import { largestDifference, readNpy } from '../support/npy.ts';
import { canvasPixels, colourCount, difference } from '../support/pixels.ts';
import { slowDown } from '../support/slowMachine.ts';
import { expect, test } from '../support/test.ts';

/** z as the page has it, by way of its own export. */
async function latent(page: Page): Promise<Float32Array> {
  const { bytes } = await download(page, () => chooseFromMore(page, 'Latent (.npy)'));
  return readNpy(bytes).data;
}

const changedDimensions = (one: Float32Array, other: Float32Array) =>
  [...one.keys()].filter((i) => one[i] !== other[i]);

test.beforeEach(async ({ page }) => {
  await openApp(page, 'backend=wasm&seed=11');
  await openTab(page, 'Sample');
});

test('New sample shows another face with another seed', async ({ page }) => {
  const before = await canvasPixels(picture(page));
  await andSee(page, () => button(page, 'New sample').click());
  const seed = await picture(page).getAttribute('data-seed');
  expect(seed).toMatch(/^\d+$/);
  expect(seed).not.toBe('11');
  await expect(seedField(page)).toHaveValue(seed!);
  expect(difference(before, await canvasPixels(picture(page))).mean).toBeGreaterThan(1);
});

test('a typed seed shows its face, the same one each time', async ({ page }) => {
  await takeSeed(page, 2024);
  const first = await canvasPixels(picture(page));
  await takeSeed(page, 2025);
  expect(difference(first, await canvasPixels(picture(page))).mean).toBeGreaterThan(1);
  await takeSeed(page, 2024);
  expect(difference(first, await canvasPixels(picture(page))).largest).toBe(0);
  await seedField(page).press('ArrowUp');
  await expect(picture(page)).toHaveAttribute('data-seed', '2025');
});

for (const typed of ['abc', '1.5', '-3', '99999999999']) {
  test(`“${typed}” is not a seed: the page says so, and the picture stays`, async ({ page }) => {
    const before = await canvasPixels(picture(page));
    await seedField(page).fill(typed);
    await expect(page.getByRole('alert')).toContainText(/whole number/);
    await settle(page);
    await expect(picture(page)).toHaveAttribute('data-seed', '11');
    expect(difference(before, await canvasPixels(picture(page))).largest).toBe(0);
    await takeSeed(page, 12);
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
}

test('the grid shows 4 to 64 faces, and a click takes one', async ({ page }) => {
  const faces = page.getByRole('button', { name: /^Face \d+$/ });
  for (const count of ['4', '64']) {
    await page.getByLabel('Faces in the grid').selectOption(count);
    await expect(faces).toHaveCount(Number(count));
    const last = faces.last().locator('canvas');
    await expect(async () => {
      expect(colourCount(await canvasPixels(last))).toBeGreaterThan(20);
    }).toPass({ timeout: 60_000 });
  }
  const chosen = faces.nth(9);
  const seed = (await chosen.getAttribute('aria-label'))!.replace('Face ', '');
  await andSee(page, () => chosen.click());
  await expect(picture(page)).toHaveAttribute('data-seed', seed);
  const names = await faces.evaluateAll((all) => all.map((face) => face.getAttribute('aria-label')));
  await button(page, 'More faces').click();
  await expect(faces.first()).not.toHaveAttribute('aria-label', names[0]!);
});

test('every dimension of z has a slider; those out of view appear when scrolled to', async ({ page }) => {
  await expect(slider(page, 'z 0')).toBeVisible();
  await expect(slider(page, 'z 511')).toHaveCount(0);
  await slider(page, 'z 0').hover();
  await expect(async () => {
    await page.mouse.wheel(0, 1000);
    await expect(slider(page, 'z 511')).toHaveCount(1, { timeout: 50 });
  }).toPass();
  await slider(page, 'z 511').scrollIntoViewIfNeeded();
  const before = await latent(page);
  await andSee(page, () => slideTo(slider(page, 'z 511'), 2.5));
  const after = await latent(page);
  expect(after[511]).toBeCloseTo(2.5, 5);
  expect(changedDimensions(before, after)).toEqual([511]);
});

test('the keyboard moves a slider in fine and coarse steps, and one or all are restored', async ({
  page,
}) => {
  const start = await latent(page);
  const z3 = slider(page, 'z 3');
  const value = async () => Number(await z3.inputValue());
  await z3.focus();
  await andSee(page, () => z3.press('ArrowRight'));
  const fine = (await value()) - start[3]!;
  // In the list, the Page keys go to other dimensions.
  await andSee(page, () => z3.press('Shift+ArrowRight'));
  const coarse = (await value()) - start[3]! - fine;
  expect(fine).toBeGreaterThan(0);
  expect(coarse).toBeGreaterThan(3 * fine);
  await andSee(page, () => z3.press('Shift+ArrowLeft'));
  expect(await value()).toBeCloseTo(start[3]! + fine, 5);
  await expect(picture(page)).toHaveAttribute('data-edited', 'true');

  await andSee(page, () => slideTo(slider(page, 'z 4'), -2));
  await andSee(page, () => button(page, 'Restore z 3').click());
  expect(changedDimensions(start, await latent(page))).toEqual([4]);
  await andSee(page, () => button(page, 'Reset').click());
  expect(largestDifference(start, await latent(page))).toBe(0);
});

test('a number is searched for and jumped to, and its value is typed', async ({ page }) => {
  const search = page.getByRole('searchbox', { name: 'Go to a dimension' });
  await search.fill('40');
  await expect(slider(page, 'z 40')).toBeVisible();
  await expect(slider(page, 'z 400')).toBeVisible();
  await expect(slider(page, 'z 0')).toHaveCount(0);
  await search.press('Enter');
  await expect(search).toHaveValue('');
  await expect(slider(page, 'z 40')).toBeFocused();
  await expect(slider(page, 'z 41')).toBeVisible();
  await search.fill('512');
  await expect(
    page.getByText('There is no such dimension. Dimensions are numbered from 0 to 511.'),
  ).toBeVisible();
  await search.press('Escape');

  const before = await latent(page);
  await search.fill('40');
  await search.press('Enter');
  await page.keyboard.press('Enter');
  const value = page.getByRole('textbox', { name: 'Value of z 40' });
  await expect(value).toBeFocused();
  await page.keyboard.type('two');
  await expect(value).toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.press('Escape');
  await expect(slider(page, 'z 40')).toBeFocused();
  expect(largestDifference(before, await latent(page))).toBe(0);
  await value.click();
  await andSee(page, async () => {
    await page.keyboard.type('-1,25');
    await page.keyboard.press('Enter');
  });
  const after = await latent(page);
  expect(after[40]).toBe(-1.25);
  expect(changedDimensions(before, after)).toEqual([40]);
});

test('dimensions are sorted by their effect on the face, measured with progress, and the measuring can be cancelled', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const order = page.getByRole('combobox', { name: 'Order of the dimensions' });
  /** The dimensions in view and close to it, from top to bottom. */
  const listed = () =>
    page.locator('[data-dimension]').evaluateAll((rows) => {
      const tops = rows.map((row) => ({ row, top: row.getBoundingClientRect().top }));
      const sorted = tops.sort((one, other) => one.top - other.top);
      return sorted.map(({ row }) => Number(row.getAttribute('data-dimension')));
    });
  const measuring = await slowDown(page);
  await order.selectOption('By effect');
  await expect(page.getByRole('progressbar', { name: 'Measuring' })).toBeVisible();
  await button(page, 'Cancel').click();
  await measuring.goOn();
  await expect(page.getByRole('progressbar', { name: 'Measuring' })).toHaveCount(0);
  await expect(order).toHaveValue('number');

  const again = await slowDown(page);
  await order.selectOption('By effect');
  await expect(page.getByRole('progressbar', { name: 'Measuring' })).toBeVisible();
  await again.goOn();
  await expect(page.getByRole('progressbar', { name: 'Measuring' })).toHaveCount(0, { timeout: 200_000 });
  const strongest = (await listed())[0]!;
  await slider(page, `z ${strongest}`).hover();
  let weakest = strongest;
  await expect(async () => {
    const before = weakest;
    await page.mouse.wheel(0, 100_000);
    weakest = (await listed()).at(-1)!;
    expect(before).toBe(weakest);
    expect(weakest).not.toBe(strongest);
  }).toPass();
  await expect(async () => {
    await page.mouse.wheel(0, -100_000);
    await expect(slider(page, `z ${strongest}`)).toBeVisible({ timeout: 200 });
  }).toPass();
  const start = await canvasPixels(picture(page));
  const from = (await latent(page))[strongest]!;
  await andSee(page, () => slideTo(slider(page, `z ${strongest}`), from + 1));
  const strong = difference(start, await canvasPixels(picture(page))).mean;
  await expect(page.getByText('This order was measured on another face.')).toBeVisible();
  await andSee(page, () => button(page, `Restore z ${strongest}`).click());
  await order.selectOption('By number');
  await page.getByRole('searchbox', { name: 'Go to a dimension' }).fill(String(weakest));
  const weak = (await latent(page))[weakest]!;
  await andSee(page, () => slideTo(slider(page, `z ${weakest}`), weak + 1));
  expect(strong).toBeGreaterThan(difference(start, await canvasPixels(picture(page))).mean);
});

test('Randomise redraws a share of the dimensions and leaves the others', async ({ page }) => {
  const before = await latent(page);
  await slideTo(slider(page, 'Share of dimensions to randomise'), 0.25);
  await andSee(page, () => button(page, 'Randomise').click());
  const after = await latent(page);
  expect(changedDimensions(before, after)).toHaveLength(128);
});

test('a face can be pulled towards a pin, all the way', async ({ page }) => {
  await takeSeed(page, 501);
  const target = await canvasPixels(picture(page));
  await button(page, 'Pin').click();
  await takeSeed(page, 502);
  const start = await canvasPixels(picture(page));
  const apart = difference(start, target).mean;
  // Other features may come and go on the way; near the end it is nearly the pinned face.
  await andSee(page, () => slideTo(slider(page, 'Pull'), 0.9));
  const between = await canvasPixels(picture(page));
  expect(difference(between, target).mean).toBeLessThan(apart);
  expect(difference(between, start).mean).toBeGreaterThan(0);
  await andSee(page, () => slideTo(slider(page, 'Pull'), 1));
  // The network sees only the direction of z, so the same direction is the same face.
  expect(difference(await canvasPixels(picture(page)), target).largest).toBeLessThanOrEqual(1);
  await andSee(page, () => slideTo(slider(page, 'Pull'), 0));
  expect(difference(await canvasPixels(picture(page)), start).largest).toBeLessThanOrEqual(1);
});
