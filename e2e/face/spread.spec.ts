/** The spread of samples, latents that come with a model, and pictures with one and with four channels. */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
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
import { fixture } from '../support/convert.ts';
import { latentSize } from '../support/drawn/drawn.ts';
import { classField, open, shown, test } from '../support/drawn/drawnSite.ts';
import { readNpy, writeNpy } from '../support/npy.ts';
import { decodeImage, difference } from '../support/pixels.ts';
import { expect } from '../support/test.ts';

/** z as the page has it, without the class after it. */
async function latent(page: Page): Promise<Float32Array> {
  const { bytes } = await download(page, () => chooseFromMore(page, 'Latent (.npy)'));
  return readNpy(bytes).data.subarray(0, latentSize);
}

test('models without classes offer none, and models that normalise z offer no spread', async ({
  page,
  site,
}) => {
  await open(page, site, 'grey', 10);
  await expect(classField(page)).toHaveCount(0);
  await expect(slider(page, 'Spread')).toBeVisible();
  const { data } = await shown(page);
  for (let i = 0; i < data.length; i += 4)
    expect(data[i] === data[i + 1] && data[i] === data[i + 2]).toBe(true);
  await open(page, site, 'hub_b', 10);
  await expect(classField(page)).toHaveCount(0);
  await expect(slider(page, 'Spread')).toHaveCount(0);
});

test('the spread scales what a seed draws, can be undone, and is remembered for its model and in links', async ({
  page,
  context,
  site,
}) => {
  await open(page, site, 'signs', 11);
  const usual = await latent(page);
  await andSee(page, () => slideTo(slider(page, 'Spread'), 1.5));
  const wide = await latent(page);
  for (const [i, value] of wide.entries()) expect(value).toBeCloseTo(1.5 * usual[i]!, 5);
  await expect(picture(page)).toHaveAttribute('data-seed', '11');
  const picture11 = await shown(page);
  await andSee(page, () => button(page, 'New sample').click());
  await takeSeed(page, 11);
  expect(difference(await shown(page), picture11).largest).toBe(0);

  await button(page, 'Share link').click();
  await expect.poll(() => page.url()).toContain('s11x1.5');
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(picture(other)).toHaveAttribute('data-seed', '11');
  await openTab(other, 'Sample');
  await expect(slider(other, 'Spread')).toHaveValue('1.5');
  expect(difference(await shown(other), picture11).largest).toBe(0);
  await other.close();

  await openTab(page, 'Models');
  await page.getByRole('button', { name: /^Load grey/ }).click();
  await expect(picture(page)).toHaveAttribute('data-model', 'grey');
  await openTab(page, 'Sample');
  await expect(slider(page, 'Spread')).toHaveValue('1');
  await openTab(page, 'Models');
  await page.getByRole('button', { name: /^Load signs/ }).click();
  await expect(picture(page)).toHaveAttribute('data-model', 'signs');
  await openTab(page, 'Sample');
  await expect(slider(page, 'Spread')).toHaveValue('1.5');
  await andSee(page, () => slideTo(slider(page, 'Spread'), 0));
  const middle = await shown(page);
  await button(page, 'New sample').click();
  await expect(picture(page)).not.toHaveAttribute('data-seed', '11');
  expect(difference(await shown(page), middle).largest).toBe(0);
  await button(page, 'Undo').click();
  await andSee(page, () => button(page, 'Undo').click());
  await expect(slider(page, 'Spread')).toHaveValue('1.5');
  expect(difference(await shown(page), picture11).largest).toBe(0);
});

test('latents that come with the model shape its samples, and can be started from', async ({
  page,
  site,
}) => {
  await open(page, site, 'cloud', 12);
  await expect(slider(page, 'Spread')).toHaveValue('0.5');
  const drawn = await latent(page);
  // Two factors, along the first two dimensions; in the others the cloud is flat.
  expect(drawn.subarray(2).every((value) => value === 1.5)).toBe(true);
  expect(drawn[0]).not.toBe(1.5);
  await andSee(page, () => slideTo(slider(page, 'Spread'), 0));
  expect((await latent(page)).every((value) => value === 1.5)).toBe(true);
  await andSee(page, () => button(page, 'Example 2').click());
  expect((await latent(page)).every((value) => value === -1.5)).toBe(true);
});

test('a picture with alpha is shown on a chequerboard, and exported transparent in PNG and on white in a GIF', async ({
  page,
  site,
}) => {
  await open(page, site, 'glass', 13);
  const { bytes: values } = await download(page, () => chooseFromMore(page, 'Image values (.npy)'));
  const { shape, data } = readNpy(values);
  expect(shape).toEqual([8, 8, 4]);
  const alphas = [...data].filter((_, i) => i % 4 === 3).map((value) => 127.5 * (value + 1));
  expect(Math.min(...alphas)).toBeLessThan(Math.max(...alphas) - 30);
  await expect(picture(page)).toHaveCSS('background-image', /conic-gradient/);
  await expect(
    page
      .getByRole('button', { name: /^Face \d+$/ })
      .first()
      .locator('canvas'),
  ).toHaveCSS('background-image', /conic-gradient/);

  const { bytes: png } = await download(page, () => button(page, 'Export PNG').click());
  const decoded = await decodeImage(page, png, 'image/png');
  const pixels = decoded.frames[0]!;
  for (const [i, alpha] of alphas.entries())
    expect(Math.abs(pixels.data[4 * i + 3]! - alpha)).toBeLessThan(1.5);

  await openTab(page, 'Walk');
  await button(page, 'Set A').click();
  await andSee(page, () => button(page, 'New sample').click());
  await button(page, 'Set B').click();
  await button(page, 'Export GIF').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('spinbutton', { name: 'Frames', exact: true }).fill('4');
  await dialog.getByRole('combobox', { name: 'Size' }).selectOption('x1');
  const { bytes: gif } = await download(page, () =>
    dialog.getByRole('button', { name: 'Export', exact: true }).click(),
  );
  const { frames } = await decodeImage(page, gif, 'image/gif');
  expect(frames).toHaveLength(4);
  for (const { data: bytes } of frames) for (let i = 3; i < bytes.length; i += 4) expect(bytes[i]).toBe(255);
  const first = frames[0]!.data;
  alphas.forEach((alpha, i) => {
    for (let c = 0; c < 3; c++) {
      const wanted = (pixels.data[4 * i + c]! * alpha) / 255 + 255 - alpha;
      // A palette is coarse, but a picture laid on black would be off by far more.
      expect(Math.abs(first[4 * i + c]! - wanted)).toBeLessThan(24);
    }
  });
});

test('an autoencoder that is added together with a latents.npy is sampled where its latents are', async ({
  page,
  site,
}) => {
  await openApp(page, 'backend=wasm&model=grey', site.address);
  await openTab(page, 'Models');
  const rows = 40;
  const data = Float32Array.from({ length: 2 * rows }, (_, i) =>
    i % 2 === 0 ? 4 + 0.5 * Math.sin(i) : -3 + 0.5 * Math.cos(3 * i),
  );
  const mean = [0, 1].map((k) => data.filter((_, i) => i % 2 === k).reduce((a, b) => a + b, 0) / rows);
  const picked = page.waitForEvent('filechooser');
  await button(page, 'Add a model').click();
  const model = ['model.json', 'weights.bin'].map((name) => ({
    ...{ name, mimeType: 'application/octet-stream' },
    buffer: readFileSync(fixture('cases', 'flat784', name)),
  }));
  const latents = { name: 'latents.npy', mimeType: 'application/octet-stream' };
  await (await picked).setFiles([...model, { ...latents, buffer: writeNpy({ shape: [rows, 2], data }) }]);
  await expect(picture(page)).not.toHaveAttribute('data-model', 'grey', { timeout: 60_000 });
  await openTab(page, 'Sample');
  const vector = async () =>
    readNpy((await download(page, () => chooseFromMore(page, 'Latent (.npy)'))).bytes).data;
  for (let i = 0; i < 3; i++) {
    await andSee(page, () => button(page, 'New sample').click());
    const [x, y] = await vector();
    expect(Math.abs(x! - mean[0]!)).toBeLessThan(2.5);
    expect(Math.abs(y! - mean[1]!)).toBeLessThan(2.5);
  }
  await andSee(page, () => slideTo(slider(page, 'Spread'), 0));
  const middle = await vector();
  for (const k of [0, 1]) expect(middle[k]).toBeCloseTo(mean[k]!, 3);
  await andSee(page, () => button(page, 'Example 1').click());
  expect(await vector()).toEqual(data.slice(0, 2));
});
