/** The Attributes panel: unlabelled sliders, locks, the meter of what else moved, and edits carried from face to face. */
import type { Page } from '@playwright/test';
import {
  andSee,
  button,
  chooseFromMore,
  download,
  openApp,
  openTab,
  picture,
  slider,
  slideTo,
  takeSeed,
} from '../support/app.ts';
import { largestDifference, readNpy } from '../support/npy.ts';
import { canvasPixels, difference } from '../support/pixels.ts';
import { expect, test } from '../support/test.ts';

/** z as the page has it, through its own export. */
async function latent(page: Page): Promise<Float32Array> {
  const { bytes } = await download(page, () => chooseFromMore(page, 'Latent (.npy)'));
  return readNpy(bytes).data;
}

const dot = (one: Float32Array, other: Float32Array) =>
  one.reduce((sum, value, i) => sum + value * other[i]!, 0);
const unit = (vector: Float32Array) => {
  const length = Math.sqrt(dot(vector, vector));
  return vector.map((value) => value / length);
};
const minus = (one: Float32Array, other: Float32Array) => one.map((value, i) => value - other[i]!);

const meter = (page: Page) => page.getByRole('region', { name: 'What else moved' });
const first = (page: Page) => slider(page, 'SeFa 1');

test.beforeEach(async ({ page }) => {
  await openApp(page, 'model=avatars-128&backend=wasm&seed=11');
  await openTab(page, 'Attributes');
  await expect(first(page)).toBeVisible({ timeout: 60_000 });
});

test('a slider moves the face along a direction, and back to the very same face', async ({ page }) => {
  const before = await latent(page);
  const shown = await canvasPixels(picture(page));
  await andSee(page, () => slideTo(first(page), 3));
  expect(difference(shown, await canvasPixels(picture(page))).mean).toBeGreaterThan(1);
  const after = await latent(page);
  // The network uses only the direction of z, so its length stays.
  expect(dot(after, after)).toBeCloseTo(dot(before, before), 1);
  expect(largestDifference(before, after)).toBeGreaterThan(0.01);
  await andSee(page, () => button(page, 'Clear').click());
  await expect(first(page)).toHaveValue('0');
  expect(largestDifference(before, await latent(page))).toBe(0);
});

test('the keyboard moves a slider, undo brings it back in one step', async ({ page }) => {
  await first(page).focus();
  await andSee(page, () => page.keyboard.press('PageUp'));
  await expect(first(page)).toHaveValue('1');
  await page.keyboard.press('ArrowLeft');
  await expect(first(page)).toHaveValue('0.9');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(first(page)).toHaveValue('1');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(first(page)).toHaveValue('0');
});

test('a locked attribute stays put, and the meter shows what else moves', async ({ page }) => {
  test.setTimeout(180_000);
  // Directions found in pictures are not orthogonal to those found in weights, so each moves the other.
  await button(page, 'Find directions').click();
  await expect(slider(page, 'PCA 1')).toBeVisible({ timeout: 120_000 });
  const start = await latent(page);
  await andSee(page, () => slideTo(slider(page, 'PCA 1'), 4));
  await expect(meter(page).getByRole('listitem').first()).toBeVisible();
  const moved = meter(page).getByRole('listitem').filter({ hasText: 'SeFa' }).first();
  const line = ((await moved.textContent()) ?? '').trim();
  const [, name = '', sign, size] = /^(SeFa \d) ([+−])([\d.]+)$/.exec(line) ?? [];
  expect(Number(size)).toBeGreaterThan(0.05);
  const pulled = minus(await latent(page), start);

  // The direction of the attribute that moved along, measured by moving it alone.
  await andSee(page, () => button(page, 'Clear').click());
  await andSee(page, () => slideTo(slider(page, name), 1));
  const direction = unit(minus(await latent(page), start));
  await andSee(page, () => button(page, 'Clear').click());
  const along = dot(pulled, direction);
  expect(Math.sign(along)).toBe(sign === '−' ? -1 : 1);
  expect(Math.abs(along)).toBeGreaterThan(0.04);

  await button(page, `Lock ${name}`).click();
  await expect(button(page, `Lock ${name}`)).toHaveAttribute('aria-pressed', 'true');
  await andSee(page, () => slideTo(slider(page, 'PCA 1'), 4));
  const held = dot(minus(await latent(page), start), direction);
  // Moving an attribute of a normalising model also rotates z a little; the remainder is that rotation, not the pull.
  expect(Math.abs(held)).toBeLessThan(Math.abs(along) / 3);
  await expect(meter(page)).not.toContainText(`${name} `);
});

test('edits are inverted, copied to another face, and kept on new samples', async ({ page }) => {
  await andSee(page, () => slideTo(first(page), 2));
  await andSee(page, () => button(page, 'Invert').click());
  await expect(first(page)).toHaveValue('-2');
  await button(page, 'Copy').click();
  await takeSeed(page, 12);
  await expect(first(page)).toHaveValue('0');
  const plain = await canvasPixels(picture(page));
  await andSee(page, () => button(page, 'Paste').click());
  await expect(first(page)).toHaveValue('-2');
  expect(difference(plain, await canvasPixels(picture(page))).mean).toBeGreaterThan(0.5);

  await page.getByRole('checkbox', { name: 'Keep edits on other faces' }).check();
  await andSee(page, () => button(page, 'New sample').click());
  await expect(first(page)).toHaveValue('-2');
});

test('clicking a name shows the face at five places of its slider', async ({ page }) => {
  await button(page, 'SeFa 2').click();
  const end = button(page, 'SeFa 2 at +6.0');
  await expect(end.locator('canvas:not(.waiting)')).toBeVisible();
  await andSee(page, () => end.click());
  await expect(slider(page, 'SeFa 2')).toHaveValue('6');
});

test('a direction found in several ways is listed once, says where it was found, and can be searched by all its names', async ({
  page,
}) => {
  // The bundle calls the first axis of the weights “Weight axis 1”, and the page finds it as “SeFa 1”.
  await expect(slider(page, 'Weight axis 1')).toHaveCount(0);
  await page.getByRole('searchbox', { name: 'Search attributes' }).fill('weight axis 1');
  await expect(page.getByRole('tabpanel').getByRole('slider')).toHaveCount(1);
  await button(page, 'SeFa 1').click();
  await expect(page.getByText(/^Weight axis 1: found in the weights of the first layer/)).toBeVisible();
});
