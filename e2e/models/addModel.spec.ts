/** A user's own model: converted in the page and kept on the device, or refused with an explanation. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import {
  andSee,
  button,
  chooseFromMore,
  download,
  openApp,
  openLatentFile,
  openTab,
  picture,
} from '../support/app.ts';
import { fixture } from '../support/convert.ts';
import { largestDifference, readNpy, slice, writeNpy } from '../support/npy.ts';
import { canvasPixels, difference } from '../support/pixels.ts';
import { defaultModel } from '../support/shipped.ts';
import { withoutSignatures } from '../support/signatures.ts';
import { expect, test } from '../support/test.ts';

const numbers = (id: string, file: string) => readNpy(readFileSync(fixture(id, file)));

async function addModel(page: Page, file: string): Promise<void> {
  await openTab(page, 'Models');
  const picked = page.waitForEvent('filechooser');
  await button(page, 'Add a model').click();
  await (await picked).setFiles(file);
}

test('an archive that TensorFlow wrote is converted in the page, gives TensorFlow’s pictures, and is kept', async ({
  page,
}) => {
  await openApp(page, 'backend=wasm');
  await addModel(page, fixture('hub_b', 'module.tar.gz'));
  const card = page.getByRole('listitem').filter({ hasText: 'On this device' });
  await expect(card).toBeVisible({ timeout: 60_000 });
  const load = card.getByRole('button', { name: /^Load / });
  if ((await load.count()) > 0) await load.click();
  await expect(picture(page)).not.toHaveAttribute('data-model', defaultModel.id);
  const id = await picture(page).getAttribute('data-model');

  await andSee(page, () => openLatentFile(page, 'z.npy', writeNpy(slice(numbers('hub_b', 'z.npy'), 0))));
  const { bytes } = await download(page, () => chooseFromMore(page, 'Image values (.npy)'));
  // In whatever precision the page stores weights, the picture looks the same as TensorFlow's.
  const off = largestDifference(readNpy(bytes).data, slice(numbers('hub_b', 'images.npy'), 0).data);
  expect(off).toBeLessThan(4e-3);

  await openApp(page, `model=${id}`);
  await expect(picture(page)).toHaveAttribute('data-model', id!);
});

const broken: { what: string; make: (folder: string) => string; says: RegExp }[] = [
  {
    what: 'a module without a usable signature',
    make: (folder) => withoutSignatures(fixture('hub_b', 'module.tar.gz'), folder),
    says: /signature/i,
  },
  {
    what: 'an archive that is cut off',
    make: (folder) => {
      const whole = readFileSync(fixture('hub_b', 'module.tar.gz'));
      const file = join(folder, 'cut.tar.gz');
      writeFileSync(file, whole.subarray(0, whole.length >> 1));
      return file;
    },
    says: /cut\.tar\.gz|end|cut off|truncated/i,
  },
  {
    what: 'a web page in an archive’s place',
    make: (folder) => {
      const file = join(folder, 'page.tar.gz');
      writeFileSync(file, '<!doctype html><title>404</title>');
      return file;
    },
    says: /page\.tar\.gz|web page|HTML/i,
  },
];

for (const { what, make, says } of broken) {
  test(`${what} is refused with an explanation, and the picture and pins stay`, async ({ page, folder }) => {
    const file = make(folder);
    await openApp(page, 'seed=121');
    await button(page, 'Pin').click();
    const before = await canvasPixels(picture(page));
    await addModel(page, file);
    await expect(page.getByRole('alert')).toContainText(says);
    await expect(picture(page)).toHaveAttribute('data-model', defaultModel.id);
    expect(difference(before, await canvasPixels(picture(page))).largest).toBe(0);
    await expect(page.getByRole('region', { name: 'Pins' }).getByRole('listitem')).toHaveCount(1);
    await expect(page.getByText('On this device', { exact: true })).toHaveCount(0);
    await andSee(page, () => button(page, 'New sample').click());
  });
}
