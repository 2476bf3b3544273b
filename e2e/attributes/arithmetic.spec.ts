/** The Arithmetic panel: expressions over pins, errors under the exact character, chips, and the analogy board. */
import type { Page } from '@playwright/test';
import {
  andSee,
  button,
  chooseFromMore,
  download,
  openApp,
  openTab,
  picture,
  takeSeed,
} from '../support/app.ts';
import { largestDifference, readNpy } from '../support/npy.ts';
import { canvasPixels, colourCount, difference } from '../support/pixels.ts';
import { openAttributes } from '../support/shipped.ts';
import { expect, test } from '../support/test.ts';

const expression = (page: Page) => page.getByRole('textbox', { name: 'Expression' });
const tray = (page: Page) => page.getByRole('region', { name: 'Pins' });

async function latent(page: Page): Promise<Float32Array> {
  const { bytes } = await download(page, () => chooseFromMore(page, 'Latent (.npy)'));
  return readNpy(bytes).data;
}

const length = (z: Float32Array) => Math.sqrt(z.reduce((sum, value) => sum + value * value, 0));

let kept: Float32Array[];

test.beforeEach(async ({ page }) => {
  await openApp(page, 'backend=wasm&seed=51');
  kept = [];
  for (const seed of [51, 52, 53]) {
    await takeSeed(page, seed);
    kept.push(await latent(page));
    await button(page, 'Pin').click();
  }
  await openTab(page, 'Arithmetic');
});

test('A - B + C is evaluated as it is typed, and scaled to the length of a sample', async ({ page }) => {
  await expect(tray(page).getByRole('listitem').nth(2)).toContainText('C');
  const before = await canvasPixels(picture(page));
  await andSee(page, () => expression(page).fill('A - B + C'));
  expect(difference(before, await canvasPixels(picture(page))).mean).toBeGreaterThan(1);
  const [a, b, c] = kept as [Float32Array, Float32Array, Float32Array];
  const sum = a.map((value, i) => value - b[i]! + c[i]!);
  const radius = Math.sqrt(sum.length);
  const guarded = sum.map((value) => (value * radius) / length(sum));
  expect(largestDifference(await latent(page), guarded)).toBeLessThan(1e-4);
  await andSee(page, () => page.getByRole('checkbox', { name: 'Stay on the sphere' }).uncheck());
  expect(largestDifference(await latent(page), sum)).toBeLessThan(1e-4);
});

test('names, functions and attributes are understood', async ({ page }) => {
  const [a, b] = kept as [Float32Array, Float32Array];
  await page.getByRole('checkbox', { name: 'Stay on the sphere' }).uncheck();
  await andSee(page, () => expression(page).fill('mix("Seed 51", B, 0.25)'));
  const mixed = a.map((value, i) => 0.75 * value + 0.25 * b[i]!);
  expect(largestDifference(await latent(page), mixed)).toBeLessThan(1e-4);
  const attribute = openAttributes[0]!;
  await expect(button(page, attribute)).toBeVisible({ timeout: 60_000 });
  await andSee(page, () => expression(page).fill(`A + 2 "${attribute.toLowerCase()}"`));
  const moved = (await latent(page)).map((value, i) => value - a[i]!);
  expect(length(moved)).toBeCloseTo(2, 3);
});

for (const [text, wrong, words] of [
  ['A - Q + C', 'Q', 'There is no pin or attribute named "Q".'],
  ['0.5*(A + B', '(', 'This bracket is not closed.'],
  ['A + 1', '1', 'A number cannot be added to a face.'],
] as const) {
  test(`“${text}”: the error is marked under “${wrong}”, and the face stays`, async ({ page }) => {
    const seed = await picture(page).getAttribute('data-seed');
    await expression(page).pressSequentially(text);
    // Half-typed it may have been valid; only the end counts.
    const alert = page.getByRole('alert');
    await expect(alert).toContainText(words);
    await expect(alert).toContainText(`Character ${text.indexOf(wrong) + 1}.`);
    await expect(expression(page)).toHaveAttribute('aria-invalid', 'true');
    const marked = page.locator('mark');
    await expect(marked).toHaveText(wrong);
    // Under the exact character: the underline is where the caret would be.
    const [mark, box] = await Promise.all([marked.boundingBox(), expression(page).boundingBox()]);
    const perCharacter = mark!.width / wrong.length;
    const padding = 12;
    expect(Math.abs(mark!.x - (box!.x + padding + text.indexOf(wrong) * perCharacter))).toBeLessThan(2);
    await expression(page).fill('');
    await expect(alert).toHaveCount(0);
    expect(seed).toBe('53');
  });
}

test('chips are clicked and pins are dragged into the expression; undo removes them', async ({ page }) => {
  await andSee(page, () => button(page, 'A: Seed 51').click());
  await expect(expression(page)).toHaveValue('A');
  await tray(page).getByRole('button', { name: 'Seed 52', exact: true }).first().dragTo(expression(page));
  await expect(expression(page)).toHaveValue('A + B');
  await button(page, 'Undo').click();
  await expect(expression(page)).toHaveValue('A');
  await button(page, 'Undo').click();
  await expect(expression(page)).toHaveValue('');
  await expect(picture(page)).toHaveAttribute('data-seed', '53');
});

test('A is to B as C is to ?', async ({ page }) => {
  await page.getByRole('combobox', { name: 'First face' }).selectOption('A');
  await page.getByRole('combobox', { name: 'Second face' }).selectOption('B');
  await andSee(page, () => page.getByRole('combobox', { name: 'Third face' }).selectOption('C'));
  await expect(expression(page)).toHaveValue('C + B - A');
  const answer = button(page, 'Answer').locator('canvas');
  await expect(async () => {
    expect(colourCount(await canvasPixels(answer))).toBeGreaterThan(20);
  }).toPass();
  const [a, b, c] = kept as [Float32Array, Float32Array, Float32Array];
  const sum = c.map((value, i) => value + b[i]! - a[i]!);
  const guarded = sum.map((value) => (value * Math.sqrt(sum.length)) / length(sum));
  expect(largestDifference(await latent(page), guarded)).toBeLessThan(1e-4);
});

test('each example of the panel is a face, and the first press pins what it needs', async ({ page }) => {
  const examples = page.getByRole('region', { name: 'Examples' }).getByRole('button');
  // Examples with attributes appear once the attributes have loaded.
  await expect.poll(() => examples.count()).toBeGreaterThanOrEqual(6);
  for (const example of await examples.all()) {
    await example.click();
    await expect(expression(page)).toHaveValue((await example.textContent())!);
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(expression(page)).not.toHaveAttribute('aria-invalid', 'true');
  }
  await openTab(page, 'Sample');
  await button(page, 'Actions for Seed 53').click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await openTab(page, 'Arithmetic');
  await examples.first().click();
  await expect(tray(page).getByRole('listitem')).toHaveCount(3);
  await expect(page.getByRole('alert')).toHaveCount(0);
});
