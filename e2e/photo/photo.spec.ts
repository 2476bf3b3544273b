/** The face in a picture is found and becomes a face like any other; the picture itself is never uploaded. */
import type { Locator, Page } from '@playwright/test';
import { keysToTab, pressOn, said, tabTo } from '../page/byKeyboard.ts';
import { andSee, button, openApp, picture, settle, slider, takeSeed } from '../support/app.ts';
import { dropFile, pasteFile } from '../support/giveFile.ts';
import { canvasPixels, difference } from '../support/pixels.ts';
import { slowDown } from '../support/slowMachine.ts';
import { expect, test } from '../support/test.ts';

const match = (page: Page): Locator => page.getByRole('status', { name: 'Match' });
const progress = (page: Page): Locator => page.getByRole('progressbar', { name: 'Finding the face' });
const pins = (page: Page): Locator => page.getByRole('region', { name: 'Pins' }).getByRole('listitem');

/** The default model's picture of a seed, as a PNG without its recipe. */
async function drawn(page: Page, seed: number): Promise<Buffer> {
  await openApp(page, `seed=${seed}`);
  await settle(page);
  const url = await picture(page).evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL('image/png'));
  return Buffer.from(url.split(',')[1] ?? '', 'base64');
}

/** Gives a file to the page by dropping or pasting it. */
async function bring(page: Page, how: 'drop' | 'paste', name: string, bytes: Buffer): Promise<void> {
  await (how === 'drop' ? dropFile : pasteFile)(page, name, bytes, 'image/png');
  await expect(page.getByRole('tab', { name: 'Photo' })).toHaveAttribute('aria-selected', 'true');
  await expect(button(page, 'Find this face')).toBeVisible();
}

test('a picture that the model drew is found, is never uploaded, and becomes a face like any other', async ({
  page,
  context,
}) => {
  const png = await drawn(page, 77);
  const there = await canvasPixels(picture(page));
  await takeSeed(page, 5);
  await bring(page, 'drop', 'somebody.png', png);

  const asked: string[] = [];
  const search = await slowDown(page);
  await button(page, 'Find this face').click();
  await expect(picture(page)).toHaveAttribute('data-projection', 'running');
  await expect(progress(page)).not.toHaveAttribute('aria-valuenow', '0');
  page.on('request', (request) => asked.push(`${request.method()} ${request.url()}`));
  await search.goOn();
  await expect(match(page)).toContainText(/Root mean square 0[.]\d+ .*MS-SSIM [01][.]\d+/, {
    timeout: 90_000,
  });
  await expect(picture(page)).toHaveAttribute('data-projection', 'done');
  // The page may fetch texts, attributes and pictures from its own host, but it sends nothing anywhere.
  expect(asked.filter((one) => !one.startsWith(`GET ${new URL(page.url()).origin}/`))).toEqual([]);
  await expect(match(page)).toHaveAttribute('data-verdict', /found|near/);
  await settle(page);
  const off = difference(await canvasPixels(picture(page)), there).mean;
  expect(off).toBeLessThan(6);
  await expect(pins(page)).toHaveCount(1);

  await slider(page, 'Strength').fill('0');
  await settle(page);
  // The start of the search is farther off, even if the model's encoder may begin near.
  expect(difference(await canvasPixels(picture(page)), there).mean).toBeGreaterThan(off);
  await slider(page, 'Strength').fill('1');
  await settle(page);

  await button(page, 'Share link').click();
  await expect.poll(() => page.url()).toContain('#v=2');
  expect(decodeURIComponent(page.url())).not.toMatch(/somebody|data:|png/);
  const shared = await canvasPixels(picture(page));
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(picture(other)).toHaveAttribute('data-frame', /^[1-9]/);
  await settle(other);
  // A link rounds faces without a seed.
  expect(difference(await canvasPixels(picture(other)), shared).mean).toBeLessThan(4);
  await other.close();

  // The slider made one or two acts, and the search one.
  while ((await pins(page).count()) > 0) await andSee(page, () => button(page, 'Undo').click());
  await expect(picture(page)).toHaveAttribute('data-seed', '5');
  await expect(pins(page)).toHaveCount(0);
});

test('Stop leaves everything as it was', async ({ page }) => {
  const png = await drawn(page, 78);
  await takeSeed(page, 6);
  const before = await canvasPixels(picture(page));
  const step = (await button(page, 'Undo').getAttribute('title')) ?? '';
  await bring(page, 'paste', 'image.png', png);
  const search = await slowDown(page);
  await button(page, 'Find this face').click();
  await expect(progress(page)).not.toHaveAttribute('aria-valuenow', '0');
  await button(page, 'Stop').click();
  await search.goOn();
  await expect(progress(page)).toHaveCount(0);
  await expect(picture(page)).not.toHaveAttribute('data-projection');
  await settle(page);
  await expect(picture(page)).toHaveAttribute('data-seed', '6');
  expect(difference(await canvasPixels(picture(page)), before).largest).toBe(0);
  await expect(button(page, 'Undo')).toHaveAttribute('title', step);
  await expect(pins(page)).toHaveCount(0);
  await expect(button(page, 'Find this face')).toBeVisible();
});

test('the keyboard alone finds a face, stops the search early, and walks to it', async ({ page }) => {
  const png = await drawn(page, 79);
  const panel = await keysToTab(page, 'Photo');
  const chooser = page.waitForEvent('filechooser');
  await pressOn(page, button(page, 'Choose a picture'));
  await (await chooser).setFiles({ name: 'me.png', mimeType: 'image/png', buffer: png });
  const search = await slowDown(page);
  await pressOn(page, button(page, 'Find this face'));
  await expect(button(page, 'Stop')).toBeFocused();
  await expect(button(page, 'Good enough')).toBeEnabled();
  await pressOn(page, button(page, 'Good enough'));
  await search.goOn();
  await expect(match(page)).toBeFocused();
  await expect(said(page)).toContainText('The face was found and pinned.');
  await tabTo(page, slider(page, 'Strength'));
  await page.keyboard.press('Home');
  await expect(slider(page, 'Strength')).toHaveValue('0');
  const refining = await slowDown(page);
  await pressOn(page, panel.getByRole('button', { name: 'Refine' }));
  await expect(progress(page)).toBeVisible();
  await page.keyboard.press('Enter');
  await refining.goOn();
  await expect(progress(page)).toHaveCount(0);
  await expect(match(page)).toBeVisible();
});
