/** Exports: the walk as a GIF by its quick action, the picture as PNG, the latent and the values as NumPy files. */
import type { Page } from '@playwright/test';
import {
  andSee,
  button,
  chooseFromMore,
  download,
  engine,
  openApp,
  openLatentFile,
  openTab,
  picture,
  settle,
  slider,
  slideTo,
  takeSeed,
} from '../support/app.ts';
import { largestDifference, readNpy, writeNpy } from '../support/npy.ts';
import { canvasPixels, decodeImage, difference, type Pixels } from '../support/pixels.ts';
import { defaultModel } from '../support/shipped.ts';
import { slowDown } from '../support/slowMachine.ts';
import { expect, test } from '../support/test.ts';

/** A and B are two seeds; the Walk panel is open. */
async function prepareWalk(page: Page, a: number, b: number): Promise<void> {
  await openTab(page, 'Walk');
  await takeSeed(page, a);
  await button(page, 'Set A').click();
  await takeSeed(page, b);
  await button(page, 'Set B').click();
  await settle(page);
}

async function openGifDialog(page: Page, size: string, frames: number, fps: number) {
  await button(page, 'Export GIF').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Size' }).selectOption(size);
  await dialog.getByRole('spinbutton', { name: 'Frames per second' }).fill(String(fps));
  await dialog.getByRole('spinbutton', { name: 'Frames', exact: true }).fill(String(frames));
  return dialog;
}

/** A picture brought back to its own size by taking one pixel of each block. */
function shrink({ width, height, data }: Pixels, factor: number): Pixels {
  const small = { width: width / factor, height: height / factor };
  const bytes = new Uint8Array(small.width * small.height * 4);
  const middle = Math.floor(factor / 2);
  for (let y = 0; y < small.height; y++) {
    for (let x = 0; x < small.width; x++) {
      const from = 4 * ((y * factor + middle) * width + x * factor + middle);
      bytes.set(data.subarray(from, from + 4), 4 * (y * small.width + x));
    }
  }
  return { ...small, data: bytes };
}

test.beforeEach(async ({ page }) => {
  await openApp(page, 'backend=wasm&seed=71');
});

test('the GIF of a walk has the chosen size, frames and speed, and shows the walk', async ({ page }) => {
  await prepareWalk(page, 71, 72);
  const wanted: { at: number; frame: number; face: Pixels }[] = [];
  // Twelve frames there and back: A, then B half-way.
  for (const [at, frame] of [
    [0, 0],
    [0.5, 3],
    [1, 6],
  ] as const) {
    await slideTo(slider(page, 'Position'), at);
    await settle(page);
    wanted.push({ at, frame, face: await canvasPixels(picture(page)) });
  }
  const dialog = await openGifDialog(page, 'x2', 12, 10);
  await expect(dialog.getByRole('radio', { name: 'There and back' })).toBeChecked();
  const { name, bytes } = await download(page, () =>
    dialog.getByRole('button', { name: 'Export', exact: true }).click(),
  );
  expect(name).toMatch(/\.gif$/);
  expect(bytes.toString('latin1', 0, 6)).toBe('GIF89a');

  const { frames, repetitions } = await decodeImage(page, bytes, 'image/gif');
  expect(frames).toHaveLength(12);
  expect(repetitions).toBe(Number.POSITIVE_INFINITY);
  for (const frame of frames) {
    expect([frame.width, frame.height]).toEqual([256, 256]);
    expect(frame.duration).toBeCloseTo(100, 0);
  }
  for (const { frame, face, at } of wanted) {
    // 256 colours and smooth scaling make a difference, so only the mean is checked.
    expect(difference(shrink(frames[frame]!, 2), face).mean, `frame at ${at}`).toBeLessThan(8);
    const others = wanted.filter((other) => other.frame !== frame);
    for (const other of others) {
      expect(difference(shrink(frames[frame]!, 2), other.face).mean).toBeGreaterThan(
        difference(shrink(frames[frame]!, 2), face).mean,
      );
    }
  }
  // There and back: frames equally far from A show the same face.
  expect(difference(frames[1]!, frames[11]!).mean).toBeLessThan(3);
  await expect(dialog.getByRole('status', { name: 'Export' })).toContainText('.gif');
});

test('one way, at the network’s own size', async ({ page }) => {
  await prepareWalk(page, 73, 74);
  const last = await canvasPixels(picture(page));
  // As set in the panel; the number of frames follows, because the duration stays.
  await page.getByRole('radiogroup', { name: 'Repeat' }).getByRole('radio', { name: 'Once' }).check();
  const dialog = await openGifDialog(page, 'x1', 5, 20);
  const { bytes } = await download(page, () =>
    dialog.getByRole('button', { name: 'Export', exact: true }).click(),
  );
  const { frames, repetitions } = await decodeImage(page, bytes, 'image/gif');
  expect(repetitions).toBe(0);
  expect(frames).toHaveLength(5);
  expect(frames[0]!.width).toBe(128);
  expect(frames[0]!.duration).toBeCloseTo(50, 0);
  expect(difference(frames[4]!, last).mean).toBeLessThan(8);
});

test('a GIF shows its progress and can be cancelled', async ({ page }) => {
  await prepareWalk(page, 75, 76);
  const dialog = await openGifDialog(page, 'x4', 240, 25);
  let saved = 0;
  page.on('download', () => {
    saved += 1;
  });
  const film = await slowDown(page);
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  const bar = dialog.getByRole('progressbar');
  await expect(bar).toHaveAttribute('aria-valuemax', '240');
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(0);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await film.goOn();
  await expect(bar).toHaveCount(0);
  await expect(dialog.getByRole('button', { name: 'Export', exact: true })).toBeEnabled();
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  await page.keyboard.press('Escape');
  // The engine is free again immediately, and nothing was saved.
  await andSee(page, () => button(page, 'New sample').click());
  expect(saved).toBe(0);
});

test('the dialog describes the file in advance, and asks before stopping', async ({ page }) => {
  await prepareWalk(page, 75, 76);
  await slideTo(slider(page, 'Seconds from A to B'), 2);
  await button(page, 'Export GIF').click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('list', { name: 'From and to' })).toHaveText('Seed 75Seed 76');
  const fact = (name: string) =>
    dialog.getByRole('term').filter({ hasText: name }).locator('xpath=following-sibling::dd');
  await expect(fact('Length')).toHaveText('4 sec');
  await expect(fact('File')).toHaveText(/^about .+B$/, { timeout: 60_000 });
  await expect(fact('Time to make')).toHaveText(/^about \d+ (sec|min)$/);
  const film = await slowDown(page);
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  const bar = dialog.getByRole('progressbar');
  await expect(bar).toBeVisible();
  await page.keyboard.press('Escape');
  const question = page.getByRole('alertdialog', { name: 'Stop making this film?' });
  await expect(question.getByRole('button', { name: 'Keep going' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(bar).toBeVisible();
  await page.keyboard.press('Escape');
  await question.getByRole('button', { name: 'Stop', exact: true }).click();
  await film.goOn();
  await expect(bar).toHaveCount(0);
  await expect(dialog.getByRole('button', { name: 'Export', exact: true })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('numbers out of bounds are reported and not accepted', async ({ page }) => {
  await prepareWalk(page, 77, 78);
  const dialog = await openGifDialog(page, 'x1', 10, 10);
  await dialog.getByRole('spinbutton', { name: 'Frames', exact: true }).fill('0');
  await expect(dialog.getByRole('alert')).toContainText('whole number');
});

test('the PNG is the picture, pixel for pixel', async ({ page }) => {
  const shown = await canvasPixels(picture(page));
  const { name, bytes } = await download(page, () => button(page, 'Export PNG').click());
  expect(name).toBe(`${defaultModel.id}-seed-71.png`);
  const { frames } = await decodeImage(page, bytes, 'image/png');
  expect(difference(frames[0]!, shown).largest).toBe(0);
  const large = await download(page, () => chooseFromMore(page, 'Picture at four times the size (.png)'));
  expect((await decodeImage(page, large.bytes, 'image/png')).frames[0]!.width).toBe(512);
});

test('a latent exported as a NumPy file comes back as the same face', async ({ page }) => {
  const shown = await canvasPixels(picture(page));
  const { bytes } = await download(page, () => chooseFromMore(page, 'Latent (.npy)'));
  const z = readNpy(bytes);
  expect(z.shape.at(-1)).toBe(512);
  await takeSeed(page, 79);
  await andSee(page, () => openLatentFile(page, 'kept.npy', bytes));
  expect(difference(await canvasPixels(picture(page)), shown).largest).toBe(0);
  const again = readNpy((await download(page, () => chooseFromMore(page, 'Latent (.npy)'))).bytes);
  expect(largestDifference(again.data, z.data)).toBe(0);
});

for (const [what, bytes] of [
  ['of another size', writeNpy({ shape: [3], data: new Float32Array(3) })],
  ['with a NaN', writeNpy({ shape: [512], data: new Float32Array(512).fill(Number.NaN) })],
  ['that is not a NumPy file', Buffer.from('not numpy at all')],
] as const) {
  test(`a latent ${what} is refused with an explanation, and the face stays`, async ({ page }) => {
    const shown = await canvasPixels(picture(page));
    await openLatentFile(page, 'broken.npy', bytes);
    await expect(page.getByRole('alert')).toContainText('broken.npy');
    await settle(page);
    expect(difference(await canvasPixels(picture(page)), shown).largest).toBe(0);
    await expect(engine(page)).toContainText('ms');
  });
}
