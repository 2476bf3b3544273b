/** The Map panel: the point and the face that follows it, shapes, the mosaic, and exported grids. */
import type { Page } from '@playwright/test';
import {
  andSee,
  button,
  chooseFromMore,
  download,
  frameCount,
  openApp,
  openTab,
  picture,
  takeSeed,
} from '../support/app.ts';
import { readNpy } from '../support/npy.ts';
import { canvasPixels, colourCount, decodeImage, difference, type Pixels } from '../support/pixels.ts';
import { defaultModel } from '../support/shipped.ts';
import { expect, test } from '../support/test.ts';

const pad = (page: Page) => page.getByRole('application', { name: 'Map' });
const shape = (page: Page, name: string) =>
  page.getByRole('radiogroup', { name: 'Shape' }).getByRole('radio', { name });
const latent = async (page: Page) =>
  readNpy((await download(page, () => chooseFromMore(page, 'Latent (.npy)'))).bytes).data;

/** Presses at a place on the pad, 0 to 1 from the left and the top. */
async function pressAt(page: Page, x: number, y: number): Promise<void> {
  await pad(page).scrollIntoViewIfNeeded();
  const box = (await pad(page).boundingBox())!;
  // The pad's corners are rounded off; presses close to one count as the corner.
  const inside = (share: number, side: number) => Math.min(side - 5, Math.max(5, share * side));
  await page.mouse.click(box.x + inside(x, box.width), box.y + inside(y, box.height));
}

const faces: Pixels[] = [];

test.beforeEach(async ({ page }) => {
  await openApp(page, 'backend=wasm&seed=41');
  faces.length = 0;
  for (const seed of [41, 42, 43, 44]) {
    await takeSeed(page, seed);
    faces.push(await canvasPixels(picture(page)));
    await button(page, 'Pin').click();
  }
  await openTab(page, 'Map');
  await expect(pad(page)).toBeVisible();
});

test('pinned faces are at the corners, and the face follows the point', async ({ page }) => {
  for (const [index, [x, y]] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ].entries()) {
    await andSee(page, () => pressAt(page, x!, y!));
    await expect(picture(page)).toHaveAttribute('data-seed', String(41 + index));
    expect(difference(await canvasPixels(picture(page)), faces[index]!).largest).toBe(0);
  }
  const box = (await pad(page).boundingBox())!;
  const before = await frameCount(page);
  await page.mouse.move(box.x + 10, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 20 });
  await page.mouse.up();
  await expect.poll(() => frameCount(page)).toBeGreaterThan(before + 1);
  await expect(picture(page)).toHaveAttribute('data-seed', '');
  // The whole drag is one step.
  await andSee(page, () => button(page, 'Undo').click());
  await expect(picture(page)).toHaveAttribute('data-seed', '44');
});

test('the middle of the square is where slerp along its edges puts it', async ({ page }) => {
  const corners: Float32Array[] = [];
  for (const [x, y] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ]) {
    await andSee(page, () => pressAt(page, x!, y!));
    corners.push(await latent(page));
  }
  await pad(page).focus();
  await andSee(page, () => page.keyboard.press('Home'));
  const middle = unit(await latent(page));
  // Half-way on the sphere is the direction of the sum of the two directions.
  const half = (p: Float32Array, q: Float32Array) => unit(unit(p).map((value, i) => value + unit(q)[i]!));
  const [a, b, c, d] = corners as [Float32Array, Float32Array, Float32Array, Float32Array];
  const wanted = half(half(a, b), half(c, d));
  expect(middle.reduce((sum, value, i) => sum + value * wanted[i]!, 0)).toBeCloseTo(1, 5);
});

test('arrow keys move the point, further with Shift', async ({ page }) => {
  await pad(page).focus();
  await andSee(page, () => page.keyboard.press('Shift+ArrowRight'));
  await expect(pad(page)).toHaveAttribute('data-x', '0.6');
  await andSee(page, () => page.keyboard.press('ArrowUp'));
  await expect(pad(page)).toHaveAttribute('data-y', '0.49');
  for (let i = 0; i < 6; i++) await page.keyboard.press('Shift+ArrowRight');
  for (let i = 0; i < 6; i++) await page.keyboard.press('Shift+ArrowUp');
  await expect(pad(page)).toHaveAttribute('data-x', '1');
  await expect(picture(page)).toHaveAttribute('data-seed', '42');
});

test('a blend has weights, and its corners are the faces', async ({ page }) => {
  await shape(page, 'Blend').check();
  const corners = page.getByRole('list', { name: 'Corners' });
  await expect(corners.getByText('25%')).toHaveCount(4);
  await andSee(page, () => pressAt(page, 0.5, 0.03));
  await expect(picture(page)).toHaveAttribute('data-seed', '41');
  await expect(corners.getByText('100%')).toHaveCount(1);
  await button(page, 'Remove corner B').click();
  await expect(corners.getByRole('combobox')).toHaveCount(3);
  await page.getByLabel('Face of corner B').selectOption({ label: 'Seed 42' });
  await expect(corners).toContainText('Seed 42');
});

test('the plane goes on beyond its three faces', async ({ page }) => {
  await shape(page, 'Plane').check();
  await andSee(page, () => pressAt(page, 0, 0));
  const beyond = await canvasPixels(picture(page));
  await andSee(page, () => pressAt(page, 1, 1));
  expect(difference(beyond, await canvasPixels(picture(page))).mean).toBeGreaterThan(1);
});

test('the mosaic fills in while the point is dragged, without slowing it down', async ({ page }) => {
  const mosaic = pad(page).locator('canvas').first();
  await expect(mosaic).toHaveAttribute('data-tiles', /^\d+$/, { timeout: 60_000 });
  const before = await frameCount(page);
  await pad(page).focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
  await expect.poll(() => frameCount(page)).toBeGreaterThan(before);
  await expect(pad(page)).toHaveAttribute('data-x', '0.55');
  await expect
    .poll(async () => Number(await mosaic.getAttribute('data-tiles')), { timeout: 90_000 })
    .toBeGreaterThanOrEqual(16);
  expect(colourCount(await canvasPixels(mosaic))).toBeGreaterThan(100);
});

test('a grid is saved as one picture with the faces at its corners', async ({ page }) => {
  await page.getByRole('radiogroup', { name: 'n' }).getByRole('radio', { name: '3', exact: true }).check();
  const { name, bytes } = await download(page, () => button(page, 'Export grid').click());
  expect(name).toBe(`${defaultModel.id}-map-3x3.png`);
  const grid = (await decodeImage(page, bytes, 'image/png')).frames[0]!;
  expect([grid.width, grid.height]).toEqual([384, 384]);
  for (const [index, [column, row]] of [
    [0, 0],
    [2, 0],
    [0, 2],
    [2, 2],
  ].entries()) {
    expect(difference(cell(grid, column!, row!), faces[index]!).largest).toBeLessThanOrEqual(2);
  }
});

test('an analogy and a grid of pinned faces are saved, too', async ({ page }) => {
  const kind = page.getByRole('radiogroup', { name: 'Grid of' });
  await page.getByRole('radiogroup', { name: 'n' }).getByRole('radio', { name: '3', exact: true }).check();
  await kind.getByRole('radio', { name: 'A : B' }).check();
  const analogy = await download(page, () => button(page, 'Export grid').click());
  expect(analogy.name).toBe(`${defaultModel.id}-analogy-3x3.png`);
  const answer = cell((await decodeImage(page, analogy.bytes, 'image/png')).frames[0]!, 2, 2);
  expect(difference(answer, faces[3]!).mean).toBeGreaterThan(1);
  await kind.getByRole('radio', { name: 'Pins' }).check();
  const mine = await download(page, () => button(page, 'Export grid').click());
  expect(mine.name).toBe(`${defaultModel.id}-mine-3x3.png`);
});

function unit(z: Float32Array): Float32Array {
  const length = Math.hypot(...z);
  return z.map((value) => value / length);
}

/** One picture of a grid of pictures of 128 by 128. */
function cell({ width, data }: Pixels, column: number, row: number): Pixels {
  const side = 128;
  const out = new Uint8Array(side * side * 4);
  for (let y = 0; y < side; y++) {
    const from = 4 * ((row * side + y) * width + column * side);
    out.set(data.subarray(from, from + 4 * side), 4 * y * side);
  }
  return { width: side, height: side, data: out };
}
