/** The Sample panel: new samples, seeds, the grid, every dimension of z, and the pull towards a kept face. */
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
  test(`“${typed}” is no seed: it is said, and the picture stays`, async ({ page }) => {
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

test('every dimension of z has a slider; those out of view come when scrolled to', async ({ page }) => {
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
  await andSee(page, () => z3.press('PageUp'));
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

test('Randomise draws a share of the dimensions anew and leaves the others', async ({ page }) => {
  const before = await latent(page);
  await slideTo(slider(page, 'Share of dimensions to randomise'), 0.25);
  await andSee(page, () => button(page, 'Randomise').click());
  const after = await latent(page);
  expect(changedDimensions(before, after)).toHaveLength(128);
});

test('a face can be pulled towards a kept one, all the way', async ({ page }) => {
  await takeSeed(page, 501);
  const target = await canvasPixels(picture(page));
  await button(page, 'Pin').click();
  await takeSeed(page, 502);
  const start = await canvasPixels(picture(page));
  const apart = difference(start, target).mean;
  // On the way other things may come and go; near the end it is nearly the kept face.
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
