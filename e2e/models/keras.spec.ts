/** Keras's own files, and TF.js's as a browser saves them, added to the page in the form in which people have them. */
import { readFileSync } from 'node:fs';
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
import { defaultModel } from '../support/shipped.ts';
import { expect, test } from '../support/test.ts';

const cases: { what: string; files: string[]; z: string; images: string; title: string }[] = [
  {
    what: 'a whole model in .h5',
    files: [fixture('keras', 'keras2-gzip.h5')],
    z: fixture('keras', 'z.npy'),
    images: fixture('keras', 'keras2-gzip.npy'),
    title: 'keras2-gzip',
  },
  {
    what: 'a .keras',
    files: [fixture('keras', 'keras3-functional.keras')],
    z: fixture('keras', 'z.npy'),
    images: fixture('keras', 'keras3-functional.npy'),
    title: 'keras3-functional',
  },
  {
    what: 'what TF.js saved in a browser',
    files: [
      fixture('cases', 'saved-in-a-browser', 'my-generator.weights.bin'),
      fixture('cases', 'saved-in-a-browser', 'my-generator.json'),
    ],
    z: fixture('cases', 'saved-in-a-browser', 'z.npy'),
    images: fixture('cases', 'saved-in-a-browser', 'images.npy'),
    title: 'my-generator',
  },
];

async function addModel(page: Page, files: string[]): Promise<void> {
  await openTab(page, 'Models');
  const picked = page.waitForEvent('filechooser');
  await button(page, 'Add a model').click();
  await (await picked).setFiles(files);
}

for (const { what, files, z, images, title } of cases) {
  test(`${what} is converted in the page, under its own name, and gives its pictures`, async ({ page }) => {
    await openApp(page, 'backend=wasm');
    await addModel(page, files);
    const card = page.getByRole('listitem').filter({ hasText: title });
    await expect(card).toBeVisible({ timeout: 60_000 });
    const load = card.getByRole('button', { name: /^Load / });
    if ((await load.count()) > 0) await load.click();
    await expect(picture(page)).not.toHaveAttribute('data-model', defaultModel.id);
    await andSee(page, () => openLatentFile(page, 'z.npy', writeNpy(slice(readNpy(readFileSync(z)), 0))));
    const { bytes } = await download(page, () => chooseFromMore(page, 'Image values (.npy)'));
    const off = largestDifference(readNpy(bytes).data, slice(readNpy(readFileSync(images)), 0).data);
    expect(off).toBeLessThan(4e-3);
  });
}
