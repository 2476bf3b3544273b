/** The class of a face: chosen, kept with the face wherever it goes, and between two classes. */
import { readFileSync } from 'node:fs';
import {
  andSee,
  button,
  chooseFromMore,
  download,
  openApp,
  openLatentFile,
  openTab,
  picture,
  slider,
  slideTo,
  writeSession,
} from '../support/app.ts';
import { fixture } from '../support/convert.ts';
import { latentSize } from '../support/drawn/drawn.ts';
import { brightness, classField, open, shown, test } from '../support/drawn/drawnSite.ts';
import { largestDifference, readNpy, slice, writeNpy } from '../support/npy.ts';
import { difference } from '../support/pixels.ts';
import { expect } from '../support/test.ts';

test('a class is chosen by name, also with the keyboard, and undone', async ({ page, site }) => {
  await open(page, site, 'signs', 5);
  await expect(classField(page)).toHaveValue('0');
  const coal = await shown(page);
  await andSee(page, () => classField(page).selectOption('snow'));
  const snow = await shown(page);
  expect(brightness(snow)).toBeGreaterThan(brightness(coal) + 60);
  await expect(picture(page)).toHaveAttribute('data-seed', '5');

  await classField(page).focus();
  await andSee(page, () => page.keyboard.press('ArrowUp'));
  await expect(classField(page)).toHaveValue('3');
  const chalk = await shown(page);
  expect(brightness(chalk)).toBeLessThan(brightness(snow));
  await andSee(page, () => button(page, 'Undo').click());
  expect(difference(await shown(page), snow).largest).toBe(0);
  await andSee(page, () => button(page, 'Undo').click());
  await expect(classField(page)).toHaveValue('0');
  expect(difference(await shown(page), coal).largest).toBe(0);
});

test('a class stays through new samples, pins, a reload and a link', async ({ page, context, site }) => {
  await open(page, site, 'signs', 6);
  await andSee(page, () => classField(page).selectOption('chalk'));
  await andSee(page, () => slideTo(slider(page, 'z 2'), 1.25));
  await button(page, 'Pin').click();
  await andSee(page, () => button(page, 'New sample').click());
  await expect(classField(page)).toHaveValue('3');
  await andSee(page, () => classField(page).selectOption('coal'));
  await andSee(page, () =>
    page
      .getByRole('button', { name: /^Seed 6/ })
      .first()
      .click(),
  );
  await expect(classField(page)).toHaveValue('3');
  const chalk = await shown(page);

  await button(page, 'Share link').click();
  await expect(page.getByRole('note')).toBeVisible();
  await expect.poll(() => page.url()).toContain('@3');
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(picture(other)).toHaveAttribute('data-frame', /^[1-9]/);
  await openTab(other, 'Sample');
  await expect(classField(other)).toHaveValue('3');
  // A link stores an edited pin as a blend of seeds plus a remainder, as exactly as it has room for.
  expect(difference(await shown(other), chalk).largest).toBeLessThanOrEqual(2);
  await other.close();

  await writeSession(page);
  await page.goto(site.address);
  await expect(picture(page)).toHaveAttribute('data-frame', /^[1-9]/);
  await openTab(page, 'Sample');
  await expect(classField(page)).toHaveValue('3');
  expect(difference(await shown(page), chalk).largest).toBe(0);
});

test('a link to a class that the model lacks says so, and brings the rest', async ({ page, site, fewer }) => {
  await open(page, site, 'signs', 7);
  await andSee(page, () => classField(page).selectOption('snow'));
  await andSee(page, () => slideTo(slider(page, 'z 1'), -2));
  await button(page, 'Share link').click();
  await expect.poll(() => page.url()).toContain('@4');
  await page.goto(`${fewer.address}${new URL(page.url()).hash}`);
  await expect(picture(page)).toHaveAttribute('data-frame', /^[1-9]/);
  await expect(page.getByRole('alert')).toContainText('asks for class 4, and signs has the classes 0 to 1');
  await openTab(page, 'Sample');
  await expect(slider(page, 'z 1')).toHaveValue('-2');
  await expect(classField(page)).toHaveValue('0');
});

test('half-way between two classes a number changes and shares mix', async ({ page, site }) => {
  for (const [model, last] of [
    ['signs', '4'],
    ['shares', '2'],
  ] as const) {
    await open(page, site, model, 8);
    await openTab(page, 'Walk');
    await button(page, 'Set A').click();
    await openTab(page, 'Sample');
    await andSee(page, () => classField(page).selectOption(last));
    const light = await shown(page);
    await openTab(page, 'Walk');
    await button(page, 'Set B').click();
    await andSee(page, () => slideTo(slider(page, 'Position'), 0));
    const dark = await shown(page);
    await andSee(page, () => slideTo(slider(page, 'Position'), 0.49));
    const before = brightness(await shown(page));
    await andSee(page, () => slideTo(slider(page, 'Position'), 0.51));
    const after = brightness(await shown(page));
    if (model === 'signs') {
      expect(before).toBeCloseTo(brightness(dark), 0);
      expect(after).toBeCloseTo(brightness(light), 0);
    } else {
      expect(after - before).toBeLessThan(6);
      expect(before).toBeGreaterThan(brightness(dark) + 20);
      expect(before).toBeLessThan(brightness(light) - 20);
      await openTab(page, 'Sample');
      await expect(classField(page)).toHaveText(/Between 0 and 2/);
      await andSee(page, () => classField(page).selectOption('1'));
      await expect(classField(page)).toHaveValue('1');
    }
  }
});

test('the latent file holds the class after z', async ({ page, site }) => {
  await open(page, site, 'signs', 9);
  await andSee(page, () => classField(page).selectOption('stone'));
  const { bytes } = await download(page, () => chooseFromMore(page, 'Latent (.npy)'));
  const { shape, data } = readNpy(bytes);
  expect(shape).toEqual([1, latentSize + 1]);
  expect(data[latentSize]).toBe(2);
  await andSee(page, () => classField(page).selectOption('snow'));
  await andSee(page, () => openLatentFile(page, 'own.npy', bytes));
  await expect(classField(page)).toHaveValue('2');
  const wrong = writeNpy({ shape: [1, latentSize + 1], data: data.with(latentSize, 5) });
  await openLatentFile(page, 'wrong.npy', wrong);
  await expect(page.getByRole('alert')).toContainText('wrong.npy has no valid class of signs');
  await expect(classField(page)).toHaveValue('2');
});

test('thousands of classes are searched by typing', async ({ page, site }) => {
  await open(page, site, 'many', 10);
  await expect(classField(page)).toHaveValue('0');
  const dark = await shown(page);
  await andSee(page, () => classField(page).fill('2999'));
  const light = await shown(page);
  expect(brightness(light)).toBeGreaterThan(brightness(dark) + 60);
  await classField(page).fill('3000');
  await expect(page.getByRole('alert')).toContainText('There are 3,000');
  expect(difference(await shown(page), light).largest).toBe(0);
  await classField(page).blur();
  await expect(classField(page)).toHaveValue('2999');
  await andSee(page, () => classField(page).press('ArrowUp'));
  await expect(classField(page)).toHaveValue('2998');
});

test('somebody else’s model with classes can be added, and gives its author’s pictures of each class', async ({
  page,
  site,
}) => {
  await openApp(page, 'backend=wasm&model=grey', site.address);
  await openTab(page, 'Models');
  const picked = page.waitForEvent('filechooser');
  await button(page, 'Add a model').click();
  const files = ['model.json', 'weights.bin'].map((name) => fixture('cases', 'two-inputs', name));
  await (await picked).setFiles(files);
  await expect(picture(page)).not.toHaveAttribute('data-model', 'grey', { timeout: 60_000 });
  await openTab(page, 'Sample');
  const numbers = (name: string) => readNpy(readFileSync(fixture('cases', 'two-inputs', name)));
  const [latents, classes, images] = [numbers('z.npy'), numbers('class.npy'), numbers('images.npy')];
  for (const [index, of] of classes.data.entries()) {
    await andSee(page, () => openLatentFile(page, 'z.npy', writeNpy(slice(latents, index))));
    if ((await classField(page).inputValue()) !== String(of))
      await andSee(page, () => classField(page).selectOption(String(of)));
    const { bytes } = await download(page, () => chooseFromMore(page, 'Image values (.npy)'));
    // The page stores weights in 16 bits.
    expect(largestDifference(readNpy(bytes).data, slice(images, index).data)).toBeLessThan(4e-3);
  }
});
