/** The latent strip: every dimension of z as one tick of colour. */
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
} from '../support/app.ts';
import { readNpy } from '../support/npy.ts';
import { canvasPixels, difference } from '../support/pixels.ts';
import { expect, test } from '../support/test.ts';

test('it has a tick for each dimension, names the one under the pointer, and can be painted on', async ({
  page,
}) => {
  await openApp(page, 'backend=wasm&seed=51');
  const strip = page.getByLabel('Latent vector: one tick for each dimension');
  const before = await canvasPixels(strip);
  expect(before.width).toBe(512);
  const box = (await strip.boundingBox())!;
  const x = (dimension: number) => box.x + ((dimension + 0.5) / 512) * box.width;

  await page.mouse.move(x(200), box.y + box.height / 2);
  await expect(page.getByText(/^z (199|200|201): -?\d+\.\d\d$/)).toBeVisible();

  await andSee(page, async () => {
    await page.mouse.move(x(100), box.y + 2);
    await page.mouse.down();
    await page.mouse.move(x(140), box.y + 2, { steps: 4 });
    await page.mouse.up();
  });
  await expect(picture(page)).toHaveAttribute('data-edited', 'true');
  const z = readNpy((await download(page, () => chooseFromMore(page, 'Latent (.npy)'))).bytes).data;
  // A fast stroke leaves no gap, and the top of the strip is strongly positive.
  for (let i = 102; i <= 138; i++) expect(z[i], `z ${i}`).toBeGreaterThan(1.5);
  expect(difference(before, await canvasPixels(strip)).largest).toBeGreaterThan(20);
});

test('a walk makes it shimmer', async ({ page }) => {
  await openApp(page, 'backend=wasm&seed=52');
  await openTab(page, 'Walk');
  const strip = page.getByLabel('Latent vector: one tick for each dimension');
  const before = await canvasPixels(strip);
  await expect(button(page, 'Set A')).toBeEnabled();
  await andSee(page, () => slideTo(slider(page, 'Position'), 0.5));
  expect(difference(before, await canvasPixels(strip)).mean).toBeGreaterThan(3);
});
