/** Files dropped on a page with work on it (docs/page/arriving.md). Launched files take the same path. */
import type { Page } from '@playwright/test';
import { button, download, openApp, picture, takeSeed } from '../support/app.ts';
import { allKept, keptSeeds, shows } from '../support/arrivals.ts';
import { writeNpy } from '../support/npy.ts';
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

test('a dropped session opens as a session of its own', async ({ page }) => {
  await openApp(page);
  await takeSeed(page, 341);
  const file = await download(page, () => page.keyboard.press('Control+s'));
  await takeSeed(page, 342);
  await allKept(page);
  await drop(page, file.name, file.bytes);
  await shows(page, 341);
  await allKept(page);
  expect((await keptSeeds(page)).sort()).toEqual([341, 342]);
  await page.reload();
  await shows(page, 341);
});

test('a dropped latent is an act that can be undone, even after a reload', async ({ page }) => {
  await openApp(page);
  await takeSeed(page, 343);
  const data = Float32Array.from({ length: 512 }, (_, i) => Math.sin(i + 1));
  await drop(page, 'face.npy', writeNpy({ shape: [1, 512], data }));
  await expect(picture(page)).not.toHaveAttribute('data-seed', '343');
  await allKept(page);
  await page.reload();
  await expect(picture(page)).toHaveAttribute('data-frame', /^[1-9]/);
  await expect(picture(page)).not.toHaveAttribute('data-seed', '343');
  await button(page, 'Undo').click();
  await shows(page, 343);
});
