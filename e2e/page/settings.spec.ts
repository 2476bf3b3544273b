/** The settings for backend, theme and pixels, kept across reloads. */
import { button, engine, openApp, picture, settle } from '../support/app.ts';
import { canvasPixels, difference } from '../support/pixels.ts';
import { expect, test } from '../support/test.ts';

test('the engine moves to the CPU while a face is on the canvas, and shows the same face', async ({
  page,
}) => {
  await openApp(page, 'seed=111');
  await expect(engine(page)).toHaveAttribute('data-backend', 'wasm');
  const before = await canvasPixels(picture(page));
  await button(page, 'Settings').click();
  await page
    .getByRole('radiogroup', { name: 'Backend' })
    .getByRole('radio', { name: 'CPU', exact: true })
    .check();
  await expect(engine(page)).toHaveAttribute('data-backend', 'cpu', { timeout: 60_000 });
  await page.keyboard.press('Escape');
  await expect(engine(page)).toContainText('CPU');
  await settle(page);
  await expect(picture(page)).toHaveAttribute('data-seed', '111');
  expect(difference(before, await canvasPixels(picture(page))).largest).toBeLessThanOrEqual(1);
});

test('theme and pixels apply immediately and are kept', async ({ page }) => {
  await openApp(page);
  const pick = async (label: string, option: string) => {
    await page
      .getByRole('radiogroup', { name: label })
      .getByRole('radio', { name: option, exact: true })
      .check();
  };
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await button(page, 'Settings').click();
  await pick('Theme', 'Dark');
  const dark = await background();
  await pick('Theme', 'Light');
  expect(await background()).not.toBe(dark);
  await pick('Pixels', 'Crisp');
  await expect(picture(page)).toHaveCSS('image-rendering', 'pixelated');
  // Settings are written a moment after they are chosen.
  await expect.poll(() => page.evaluate(() => JSON.stringify(localStorage))).toContain('crisp');
  await page.reload();
  await expect(picture(page)).toHaveCSS('image-rendering', 'pixelated');
  expect(await background()).not.toBe(dark);
});
