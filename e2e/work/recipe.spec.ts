/** Files remember how they were made: each format is exported and dropped again, and the state is bit-identical. */
import { crc32 } from 'node:zlib';
import type { Locator, Page } from '@playwright/test';
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
import { twoFrameGif } from '../support/pictures.ts';
import { expect, test } from '../support/test.ts';

async function drop(page: Page, name: string, bytes: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([title, base64]) => {
      const data = new DataTransfer();
      const content = Uint8Array.from(atob(base64!), (letter) => letter.charCodeAt(0));
      data.items.add(new File([content], title!));
      return data;
    },
    [name, bytes.toString('base64')],
  );
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

/** The latent numbers of the current face. */
const latent = async (page: Page) =>
  (await download(page, () => chooseFromMore(page, 'Latent (.npy)'))).bytes;
const position = (page: Page) => slider(page, 'Position');
const choose = (dialog: Locator, name: string) => dialog.getByRole('radio', { name, exact: true }).check();

/** @param first whether this is the first export: later ones remember the choices */
async function exportAs(page: Page, format: string, still: boolean, first: boolean) {
  await button(page, 'Export').click();
  const dialog = page.getByRole('dialog', { name: 'Export', exact: true });
  if (still) await choose(dialog, 'Still');
  await choose(dialog, format);
  await expect(dialog.getByRole('checkbox', { name: 'Recipe inside' })).toBeChecked();
  if (first) {
    await dialog.getByRole('combobox', { name: 'Size' }).selectOption('x1');
    await dialog.getByRole('spinbutton', { name: 'Frames', exact: true }).fill('4');
  }
  const file = await download(page, () =>
    dialog.getByRole('button', { name: 'Export', exact: true }).click(),
  );
  // The file arrives a moment before the export counts as done, and until then Escape would end the export.
  await expect(dialog.getByRole('button', { name: 'Export', exact: true })).toBeEnabled();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  return file;
}

test('ten formats bring back the exact state that made them, as one step of undo', async ({ page }) => {
  // A busy machine needs a while for ten films and pictures.
  test.setTimeout(300_000);
  await openApp(page, 'backend=wasm&seed=401');
  await openTab(page, 'Walk');
  await button(page, 'Set A').click();
  await takeSeed(page, 402);
  await button(page, 'Set B').click();
  const films = ['GIF', 'MP4', 'WebM', 'WebP', 'APNG', 'PNG frames', 'Contact sheet'];
  for (const [index, format] of [...films, 'PNG', 'WebP', 'JPEG'].entries()) {
    await test.step(`${index + 1}: ${format}`, async () => {
      const place = (index + 1) / 20;
      await slideTo(position(page), place);
      const then = await latent(page);
      const file = await exportAs(page, format, index >= films.length, index === 0);
      await slideTo(position(page), 1);
      await drop(page, file.name, file.bytes);
      await expect(page.getByRole('note').filter({ hasText: `Restored ${file.name}` })).toBeVisible();
      await expect(position(page)).toHaveValue(String(place));
      expect((await latent(page)).equals(then)).toBe(true);
    });
  }
  await button(page, 'Undo').click();
  await expect(position(page)).toHaveValue('1');
  await expect(picture(page)).toHaveAttribute('data-seed', '402');
  // As posted on a social network it is only a picture to find a face in, and changes nothing yet.
  const posted = twoFrameGif('posted.gif', 32);
  await drop(page, posted.name, posted.buffer);
  await expect(button(page, 'Find this face')).toBeVisible();
  await openTab(page, 'Walk');
  await expect(position(page)).toHaveValue('1');
});

test('pictures from earlier versions, with a link inside, still bring back their face', async ({ page }) => {
  await openApp(page, 'seed=5');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await button(page, 'Share link').click();
  await expect(page).toHaveURL(/#v=/);
  const text = Buffer.from(`tEXtzscape\0${new URL(page.url()).hash.slice(1)}`);
  await andSee(page, () => button(page, 'New sample').click());
  const chunk = Buffer.alloc(text.length + 8);
  chunk.writeUInt32BE(text.length - 4);
  text.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(text), text.length + 4);
  const { bytes } = await download(page, async () => {
    await page.keyboard.press('s');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: 'Recipe inside' }).uncheck();
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  });
  expect(bytes.includes('zscape recipe')).toBe(false);
  await drop(page, 'old.png', Buffer.concat([bytes.subarray(0, 33), chunk, bytes.subarray(33)]));
  await expect(picture(page)).toHaveAttribute('data-seed', '5');
});
