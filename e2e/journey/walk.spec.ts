/** The Walk panel: two ends, the way between them, playback, the filmstrip and the curve of change. */
import {
  andSee,
  button,
  chooseFromMore,
  download,
  frameCount,
  openApp,
  openTab,
  picture,
  settle,
  slider,
  slideTo,
  takeSeed,
} from '../support/app.ts';
import { animationFrames, watchField } from '../support/frames.ts';
import { readNpy } from '../support/npy.ts';
import { canvasPixels, colourCount, difference, halved, type Pixels } from '../support/pixels.ts';
import { expect, test } from '../support/test.ts';

let faceA: Pixels;
let faceB: Pixels;

test.beforeEach(async ({ page }) => {
  await openApp(page, 'backend=wasm&seed=21');
  await openTab(page, 'Walk');
  faceA = await canvasPixels(picture(page));
  await button(page, 'Set A').click();
  await takeSeed(page, 22);
  faceB = await canvasPixels(picture(page));
  await button(page, 'Set B').click();
  await settle(page);
});

const position = { name: 'Position' } as const;

test('Position goes from the face of A to the face of B', async ({ page }) => {
  const slide = slider(page, position.name);
  await andSee(page, () => slideTo(slide, 0));
  await expect(picture(page)).toHaveAttribute('data-seed', '21');
  expect(difference(await canvasPixels(picture(page)), faceA).largest).toBeLessThanOrEqual(1);
  await andSee(page, () => slideTo(slide, 0.5));
  const middle = await canvasPixels(picture(page));
  expect(difference(middle, faceA).mean).toBeGreaterThan(0.5);
  expect(difference(middle, faceB).mean).toBeGreaterThan(0.5);
  await andSee(page, () => slideTo(slide, 1));
  await expect(picture(page)).toHaveAttribute('data-seed', '22');
  expect(difference(await canvasPixels(picture(page)), faceB).largest).toBeLessThanOrEqual(1);
  await slide.focus();
  await andSee(page, () => slide.press('PageDown'));
  await expect(slide).toHaveValue('0.9');
});

test('slerp and lerp take different ways, according to their formulas', async ({ page }) => {
  const latent = async () =>
    readNpy((await download(page, () => chooseFromMore(page, 'Latent (.npy)'))).bytes).data;
  const at = async (t: number) => {
    await andSee(page, () => slideTo(slider(page, position.name), t));
    return latent();
  };
  const method = page.getByRole('radiogroup', { name: 'Interpolation' });
  const a = await at(0);
  const b = await at(1);
  const t = 0.3;
  const slerp = await at(t);
  await method.getByRole('radio', { name: 'Lerp', exact: true }).check();
  await settle(page);
  const lerp = await latent();

  const direction = (z: Float32Array) => {
    const length = Math.hypot(...z);
    return z.map((value) => value / length);
  };
  const dot = (one: Float32Array, other: Float32Array) =>
    one.reduce((sum, value, i) => sum + value * other[i]!, 0);
  const angle = Math.acos(dot(direction(a), direction(b)));
  // Slerp: t of the angle from A. (Only the direction counts for this network.)
  expect(Math.acos(dot(direction(a), direction(slerp)))).toBeCloseTo(t * angle, 3);
  // Lerp: the direction of the straight mixture.
  const mixture = direction(a.map((value, i) => (1 - t) * value + t * b[i]!));
  expect(dot(direction(lerp), mixture)).toBeCloseTo(1, 5);
  expect(dot(direction(slerp), mixture)).toBeLessThan(1 - 1e-5);
});

test('Play moves through the walk and back until it is stopped', async ({ page }) => {
  await slideTo(slider(page, 'Seconds from A to B'), 0.5);
  const before = await frameCount(page);
  await button(page, 'Play').click();
  await expect(button(page, 'Pause')).toBeVisible();
  await expect(button(page, 'Play')).toHaveCount(0);
  const seen = await watchField(page, position.name, { back: 0, on: 3 });
  expect(await frameCount(page)).toBeGreaterThan(before + 3);
  const steps = seen.slice(1).map((value, i) => value - seen[i]!);
  expect(Math.max(...steps)).toBeGreaterThan(0);
  expect(Math.min(...steps)).toBeLessThan(0);
  await button(page, 'Pause').click();
  await expect(button(page, 'Play')).toBeVisible();
  const stopped = await slider(page, position.name).inputValue();
  await animationFrames(page, 20);
  expect(await slider(page, position.name).inputValue()).toBe(stopped);
});

test('Once ends at B', async ({ page }) => {
  await slideTo(slider(page, 'Seconds from A to B'), 0.5);
  await page.getByRole('radiogroup', { name: 'Repeat' }).getByRole('radio', { name: 'Once' }).check();
  await andSee(page, () => slideTo(slider(page, position.name), 0));
  await button(page, 'Play').click();
  await expect(slider(page, position.name)).toHaveValue('1');
  await expect(button(page, 'Play')).toBeVisible();
  await expect(picture(page)).toHaveAttribute('data-seed', '22');
});

test('the filmstrip shows equal steps from A to B and jumps to them; the curve shows how even they are', async ({
  page,
}) => {
  const film = page.getByRole('button', { name: /^Go to \d+%$/ });
  await expect(film).toHaveCount(9);
  await expect(async () => {
    expect(colourCount(await canvasPixels(film.last().locator('canvas')))).toBeGreaterThan(20);
  }).toPass({ timeout: 60_000 });
  // The strip's pictures are smaller ones of the same places, from a preview head, so colours may differ slightly.
  await andSee(page, () => film.nth(2).click());
  await expect(slider(page, position.name)).toHaveValue('0.25');
  const faces = [faceA, await canvasPixels(picture(page)), faceB];
  const strip: Pixels[] = [];
  for (const place of [film.first(), film.nth(2), film.last()]) {
    strip.push(await canvasPixels(place.locator('canvas')));
  }
  for (const [i, small] of strip.entries()) {
    const differences = faces.map((face) => difference(halved(face), small).mean);
    expect(differences[i], `place ${i}`).toBeLessThan(8);
    expect(Math.min(...differences), `place ${i}`).toBe(differences[i]);
  }
  await expect(page.getByRole('figure')).toContainText(/^Pace: /, { timeout: 60_000 });
});

test('A and B can be pinned faces, and can be swapped', async ({ page }) => {
  await takeSeed(page, 23);
  await button(page, 'Pin').click();
  await page.getByLabel('Choose B from your pins').selectOption({ label: 'Seed 23' });
  await andSee(page, () => slideTo(slider(page, position.name), 0.5));
  await andSee(page, () => slideTo(slider(page, position.name), 1));
  await expect(picture(page)).toHaveAttribute('data-seed', '23');
  await button(page, 'Swap A and B').click();
  await andSee(page, () => slideTo(slider(page, position.name), 1));
  await expect(picture(page)).toHaveAttribute('data-seed', '21');
});
