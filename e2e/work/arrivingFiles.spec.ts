/** Files dropped on a page with work on it (docs/page/arriving.md). Launched files take the same path. */
import { button, download, openApp, picture, takeSeed } from '../support/app.ts';
import { allKept, keptSeeds, shows } from '../support/arrivals.ts';
import { dropFile, pasteFile } from '../support/giveFile.ts';
import { writeNpy } from '../support/npy.ts';
import { expect, test } from '../support/test.ts';

/** A latent whose face has no seed. */
const latent = () =>
  writeNpy({ shape: [1, 512], data: Float32Array.from({ length: 512 }, (_, i) => Math.sin(i + 1)) });

test('a dropped session opens as a session of its own', async ({ page }) => {
  await openApp(page);
  await takeSeed(page, 341);
  const file = await download(page, () => page.keyboard.press('Control+s'));
  await takeSeed(page, 342);
  await allKept(page);
  await dropFile(page, file.name, file.bytes);
  await shows(page, 341);
  await allKept(page);
  expect((await keptSeeds(page)).sort()).toEqual([341, 342]);
  await page.reload();
  await shows(page, 341);
});

test('a dropped latent is an act that can be undone, even after a reload', async ({ page }) => {
  await openApp(page);
  await takeSeed(page, 343);
  await dropFile(page, 'face.npy', latent());
  await expect(picture(page)).not.toHaveAttribute('data-seed', '343');
  await allKept(page);
  await page.reload();
  await expect(picture(page)).toHaveAttribute('data-frame', /^[1-9]/);
  await expect(picture(page)).not.toHaveAttribute('data-seed', '343');
  await button(page, 'Undo').click();
  await shows(page, 343);
});

for (const give of [dropFile, pasteFile])
  test(`a file waits for the first face if it comes before it: ${give.name}`, async ({ page }) => {
    let show: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      show = resolve;
    });
    await page.route('**/models/index.json', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto('./?backend=wasm&seed=346');
    await page.locator('#root:not([inert])').waitFor({ state: 'attached' });
    await give(page, 'face.npy', latent());
    show();
    await expect(button(page, 'Undo')).toBeEnabled();
    await expect(picture(page)).not.toHaveAttribute('data-seed', '346');
    await button(page, 'Undo').click();
    await shows(page, 346);
  });

test('a file can be dropped before all of the page is there', async ({ page }) => {
  // What comes last is rendered when the browser is idle.
  await page.addInitScript(() => {
    window.requestIdleCallback = () => 0;
  });
  await page.goto('./?backend=wasm&seed=347');
  await shows(page, 347);
  await dropFile(page, 'face.npy', latent());
  await expect(picture(page)).not.toHaveAttribute('data-seed', '347');
  await expect(picture(page)).toHaveAttribute('data-frame', /^[1-9]/);
});
