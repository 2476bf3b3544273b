/** Batches: files of many samples, made in the background, that resume after a reload. */
import { readFile } from 'node:fs/promises';
import type { Download, Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { button, chooseFromMore, download, openApp, picture, settle, takeSeed } from '../support/app.ts';
import { readNpy } from '../support/npy.ts';
import { canvasPixels, decodeImage, difference } from '../support/pixels.ts';
import { expect, test } from '../support/test.ts';

const openBatch = async (page: Page) => {
  await chooseFromMore(page, 'Batch…');
  return page.getByRole('dialog', { name: 'Batch' });
};
const fill = (page: Page, name: string, value: number) =>
  page.getByRole('spinbutton', { name, exact: true }).fill(String(value));

test('a batch resumes after a reload, and its files hold the pictures and latents of their seeds', async ({
  page,
}) => {
  await openApp(page, 'backend=wasm&lang=en');
  let dialog = await openBatch(page);
  await dialog.getByRole('radio', { name: 'Downloads' }).check();
  await fill(page, 'First seed', 100);
  await fill(page, 'Last seed', 499);
  await fill(page, 'Pictures per file', 40);
  await expect(dialog.getByText(/^about .*B$/)).toBeVisible();
  await button(page, 'Export').click();
  await expect(dialog.getByText(/^[1-9] of 10 files are complete\.$/)).toBeVisible();
  await page.reload();
  await openApp(page, 'backend=wasm&lang=en');
  dialog = await openBatch(page);
  await expect(dialog.getByText(/ stopped at \d*[02468]0 of 400 pictures\.$/)).toBeVisible();
  await button(page, 'Resume').click();
  // The page stays usable, and the batch continues without its dialog.
  await button(page, 'Close').click();
  await takeSeed(page, 171);
  const shown = await canvasPixels(picture(page));
  const { bytes: latent } = await download(page, () => chooseFromMore(page, 'Latent (.npy)'));
  await expect(
    page.getByText('The batch is done: 400 pictures. Open Batch to save its files.').first(),
  ).toBeVisible();
  dialog = await openBatch(page);
  await expect(dialog.getByText(/^10 files are ready/)).toBeVisible();

  const downloads: Download[] = [];
  page.on('download', (one) => downloads.push(one));
  await button(page, 'Save files').click();
  await expect.poll(() => downloads.length).toBe(10);
  const seeds: number[] = [];
  for (const one of downloads.sort((a, b) => (a.suggestedFilename() < b.suggestedFilename() ? -1 : 1))) {
    const files = unzipSync(new Uint8Array(await readFile(await one.path())));
    const table = new TextDecoder().decode(files['metadata.csv']).trim().split('\r\n').slice(1);
    const rows = readNpy(Buffer.from(files['latents.npy']!));
    expect(rows.shape[0]).toBe(table.length);
    for (const [i, line] of table.entries()) {
      const [name, seed] = line.split(',');
      seeds.push(Number(seed));
      const bytes = files[`pictures/${name}`]!;
      expect(bytes.length).toBeGreaterThan(500);
      if (seed !== '171') continue;
      const size = rows.shape[1]!;
      expect(rows.data.slice(i * size, (i + 1) * size)).toEqual(readNpy(latent).data);
      const drawn = await decodeImage(page, Buffer.from(bytes), 'image/png');
      expect(difference(drawn.frames[0]!, shown).largest).toBeLessThanOrEqual(1);
    }
  }
  expect(seeds).toEqual(Array.from({ length: 400 }, (_, i) => 100 + i));
  await button(page, 'New batch').click();
  await expect(dialog.getByRole('spinbutton', { name: 'Last seed' })).toHaveValue('499');
});

/** The browser's own dialog cannot be answered from here, so a folder of its storage stands in for the user's. */
async function chooseFolderByItself(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const pick = async () =>
      (await navigator.storage.getDirectory()).getDirectoryHandle('chosen', { create: true });
    Object.assign(window, { showDirectoryPicker: pick });
  });
}

test('an impossible batch is refused with an explanation, and a chosen folder gets the files', async ({
  page,
}) => {
  await chooseFolderByItself(page);
  await openApp(page, 'backend=wasm&lang=en');
  await settle(page);
  const dialog = await openBatch(page);
  const start = button(page, 'Export');
  await fill(page, 'First seed', 10);
  await fill(page, 'Last seed', 9);
  await expect(dialog.getByRole('alert')).toContainText('The last seed comes before the first');
  await expect(start).toBeDisabled();
  await fill(page, 'Last seed', 1_000_009);
  await expect(dialog.getByRole('alert')).toContainText(
    '1,000,000 pictures, and one batch can have at most 100,000',
  );
  await expect(start).toBeDisabled();
  await dialog.getByRole('radio', { name: 'Around this face' }).check();
  await fill(page, 'How many', 5);
  await dialog.getByRole('radio', { name: 'WebP' }).check();
  await start.click();
  await expect(dialog.getByText('1 file is in the folder chosen.')).toBeVisible();
  const names = await page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('chosen');
    const found: string[] = [];
    for await (const [name, handle] of folder as unknown as AsyncIterable<[string, FileSystemFileHandle]>)
      found.push(`${name} ${(await handle.getFile()).size > 5000}`);
    return found;
  });
  expect(names).toHaveLength(1);
  expect(names[0]).toMatch(/-around-seed-\d+-5\.zip true$/);
});

test('a full disk leaves complete files, and the batch resumes when there is room', async ({ page }) => {
  await chooseFolderByItself(page);
  await openApp(page, 'backend=wasm&lang=en');
  const dialog = await openBatch(page);
  await fill(page, 'Last seed', 39);
  await fill(page, 'Pictures per file', 10);
  // Four times as large, so a few files need more room than is left.
  await dialog.getByRole('radio', { name: '4×' }).check();
  await expect(dialog.getByText(/^about .*B$/)).toBeVisible();
  const { origin } = new URL(page.url());
  const devtools = await page.context().newCDPSession(page);
  const { usage } = await devtools.send('Storage.getUsageAndQuota', { origin });
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + 3_500_000 });
  await button(page, 'Export').click();
  await expect(dialog.getByRole('alert')).toContainText('There is no more room for');
  await expect(dialog.getByText(/ stopped at (10|20|30) of 40 pictures\.$/)).toBeVisible();
  await devtools.send('Storage.overrideQuotaForOrigin', { origin });
  await button(page, 'Resume').click();
  await expect(dialog.getByText('4 files are in the folder chosen.')).toBeVisible();
});
