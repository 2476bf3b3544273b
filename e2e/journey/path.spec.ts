/** The Path panel: its faces, moved by dragging and by keys, its time, constant speed, export as GIF, and links. */
import type { Page } from '@playwright/test';
import {
  andSee,
  button,
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
import { canvasPixels, decodeImage, difference } from '../support/pixels.ts';
import { defaultModel } from '../support/shipped.ts';
import { slowDown } from '../support/slowMachine.ts';
import { expect, test } from '../support/test.ts';

const cards = (page: Page) => page.getByRole('list', { name: 'Faces of the path' }).getByRole('button');
const order = async (page: Page) =>
  (await cards(page).all()).length === 0
    ? []
    : cards(page).evaluateAll((all) =>
        all.map((card) => card.getAttribute('aria-label')?.replace(/^Face \d+: Seed /, '')),
      );
const position = async (page: Page) => Number(await slider(page, 'Time').inputValue());

async function addSeeds(page: Page, ...seeds: number[]): Promise<void> {
  for (const seed of seeds) {
    await takeSeed(page, seed);
    await button(page, 'Add to path').click();
  }
}

test.beforeEach(async ({ page }) => {
  await openApp(page, 'backend=wasm&seed=31');
  await openTab(page, 'Path');
});

test('faces are added, dragged, moved by keys, removed, and undone', async ({ page }) => {
  await addSeeds(page, 31, 32, 33, 34);
  await expect.poll(() => order(page)).toEqual(['31', '32', '33', '34']);
  await cards(page).first().scrollIntoViewIfNeeded();
  const from = (await cards(page).nth(0).boundingBox())!;
  const to = (await cards(page).nth(2).boundingBox())!;
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 8 });
  await page.mouse.up();
  await expect.poll(() => order(page)).toEqual(['32', '33', '31', '34']);

  await cards(page).nth(3).focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(() => order(page)).toEqual(['32', '34', '33', '31']);
  await expect(cards(page).nth(1)).toBeFocused();
  await expect(page.getByRole('status', { name: 'Order' })).toHaveText('Seed 34 is now face 2 of 4.');
  await page.keyboard.press('Delete');
  await expect.poll(() => order(page)).toEqual(['32', '33', '31']);
  await button(page, 'Remove face 1').click();
  await expect.poll(() => order(page)).toEqual(['33', '31']);
  for (let step = 0; step < 5; step++) await button(page, 'Undo').click();
  await expect.poll(() => order(page)).toEqual(['31', '32', '33', '34']);
});

test('pinned faces are inserted after the one that the path is at', async ({ page }) => {
  await addSeeds(page, 31, 32);
  await takeSeed(page, 35);
  await button(page, 'Pin').click();
  await andSee(page, () => cards(page).first().click());
  await page.getByLabel('Insert a pinned face').selectOption({ label: 'Seed 35' });
  await expect.poll(() => order(page)).toEqual(['31', '35', '32']);
});

test('Time goes through every face, and rests at holds', async ({ page }) => {
  await addSeeds(page, 31, 32, 33);
  const faces = [];
  for (const [index, time] of [0, 4, 8].entries()) {
    await andSee(page, () => slideTo(slider(page, 'Time'), index === 0 ? 1 : time - 0.5));
    await expect(picture(page)).toHaveAttribute('data-seed', '');
    await andSee(page, () => slideTo(slider(page, 'Time'), time));
    await expect(picture(page)).toHaveAttribute('data-seed', String(31 + index));
    faces.push(await canvasPixels(picture(page)));
  }
  await andSee(page, () => cards(page).nth(1).click());
  await slideTo(slider(page, 'Hold at face 2'), 2);
  await andSee(page, () => slideTo(slider(page, 'Time'), 3));
  await andSee(page, () => slideTo(slider(page, 'Time'), 5.5));
  await expect(picture(page)).toHaveAttribute('data-seed', '32');
  expect(difference(await canvasPixels(picture(page)), faces[1]!).largest).toBe(0);
  await slider(page, 'Time').press('End');
  await expect(slider(page, 'Time')).toHaveValue('10');
});

test('smooth and straight paths meet at the faces and differ between them', async ({ page }) => {
  await addSeeds(page, 31, 32, 33);
  const curve = (name: string) =>
    page.getByRole('radiogroup', { name: 'Curve' }).getByRole('radio', { name });
  await andSee(page, () => slideTo(slider(page, 'Time'), 2));
  const smooth = await canvasPixels(picture(page));
  await andSee(page, () => curve('Straight').check());
  const straight = await canvasPixels(picture(page));
  expect(difference(smooth, straight).mean).toBeGreaterThan(0.2);
  await andSee(page, () => slideTo(slider(page, 'Time'), 4));
  await expect(picture(page)).toHaveAttribute('data-seed', '32');
});

test('Play goes round a closed loop until it is stopped', async ({ page }) => {
  await addSeeds(page, 31, 32, 33);
  await page.getByRole('switch', { name: 'Closed loop' }).check();
  await slideTo(slider(page, 'Length'), 3);
  const before = await frameCount(page);
  await button(page, 'Play').click();
  await expect(button(page, 'Pause')).toBeVisible();
  const seen = await watchField(page, 'Time', { back: 1.5, on: 3 });
  expect(await frameCount(page)).toBeGreaterThan(before + 3);
  const steps = seen.slice(1).map((value, i) => value - seen[i]!);
  // Always forward, except for the jump from the end to the start, which is the same place.
  expect(steps.filter((step) => step < 0 && step > -1.5)).toEqual([]);
  expect(Math.min(...steps)).toBeLessThan(-1.5);
  await page.keyboard.press('k');
  await expect(button(page, 'Play')).toBeVisible();
  const stopped = await position(page);
  await animationFrames(page, 20);
  expect(await position(page)).toBe(stopped);
});

test('constant speed steadies the pace of a model that leaps, until an easing is added', async ({ page }) => {
  test.slow();
  await openApp(page, 'model=avatars-128&backend=wasm&seed=31');
  await openTab(page, 'Path');
  await addSeeds(page, 31, 32, 33);
  await page.getByRole('radiogroup', { name: 'Curve' }).getByRole('radio', { name: 'Straight' }).check();
  await slideTo(slider(page, 'Length'), 3);
  const figure = page.getByRole('figure');
  await expect(figure).toContainText(/the largest step changes \d+(\.\d)? times as much as the average/, {
    timeout: 90_000,
  });
  const pacing = await slowDown(page);
  await page.getByRole('switch', { name: 'Constant speed' }).check();
  await expect(page.getByRole('progressbar', { name: 'Finding a steady pace' })).toBeVisible();
  await pacing.goOn();
  await expect(figure).toContainText('Pace: steady', { timeout: 90_000 });
  await cards(page).first().click();
  await page.getByLabel('How the path leaves face 1').selectOption({ label: 'starting gently' });
  await expect(figure).toContainText('Pace: uneven', { timeout: 90_000 });
});

test('finding a steady pace can be cancelled, which turns constant speed off', async ({ page }) => {
  await addSeeds(page, 31, 32, 33, 34);
  const even = page.getByRole('switch', { name: 'Constant speed' });
  const pacing = await slowDown(page);
  await even.check();
  const bar = page.getByRole('progressbar', { name: 'Finding a steady pace' });
  await expect(bar).toBeVisible();
  await page.getByRole('tabpanel').getByRole('button', { name: 'Cancel' }).click();
  await pacing.goOn();
  await expect(bar).toBeHidden();
  await expect(even).not.toBeChecked();
});

test('the path becomes a GIF of as many frames as asked for; the walk keeps its own', async ({ page }) => {
  await addSeeds(page, 31, 32, 33);
  await andSee(page, () => cards(page).first().click());
  const first = await canvasPixels(picture(page));
  await page.getByRole('switch', { name: 'Closed loop' }).check();
  await settle(page);
  await button(page, 'Export GIF').click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('radio', { name: 'Path', exact: true })).toBeChecked();
  await dialog.getByRole('combobox', { name: 'Size' }).selectOption('x1');
  await dialog.getByRole('spinbutton', { name: 'Frames per second' }).fill('10');
  await dialog.getByRole('spinbutton', { name: 'Frames', exact: true }).fill('12');
  const { name, bytes } = await download(page, () =>
    dialog.getByRole('button', { name: 'Export', exact: true }).click(),
  );
  expect(name).toBe(`${defaultModel.id}-path-12f.gif`);
  const { frames } = await decodeImage(page, bytes, 'image/gif');
  expect(frames).toHaveLength(12);
  expect(frames[0]!.duration).toBeCloseTo(100, 0);
  expect(difference(frames[0]!, first).mean).toBeLessThan(8);
  expect(difference(frames[6]!, first).mean).toBeGreaterThan(difference(frames[0]!, first).mean);
  await page.keyboard.press('Escape');
  await openTab(page, 'Walk');
  await button(page, 'Export GIF').click();
  await expect(dialog.getByRole('radio', { name: 'Walk', exact: true })).toBeChecked();
});

test('ready-made loops replace the path, and undo brings it back', async ({ page }) => {
  await addSeeds(page, 31, 32);
  await slideTo(slider(page, 'Faces of the random loop'), 5);
  await andSee(page, () => button(page, 'Random loop').click());
  await expect(cards(page)).toHaveCount(5);
  await expect(page.getByRole('switch', { name: 'Closed loop' })).toBeChecked();
  await andSee(page, () => button(page, 'Noise loop').click());
  await expect(cards(page)).toHaveCount(8);
  await button(page, 'Undo').click();
  await button(page, 'Undo').click();
  await expect.poll(() => order(page)).toEqual(['31', '32']);
});

test('a link carries the path and the place on it', async ({ page, context }) => {
  await addSeeds(page, 31, 32, 33);
  await andSee(page, () => slideTo(slider(page, 'Time'), 2.5));
  const shown = await canvasPixels(picture(page));
  await button(page, 'Share link').click();
  await expect.poll(() => page.url()).toContain('#v=2');
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(picture(other)).toHaveAttribute('data-frame', /^[1-9]/, { timeout: 60_000 });
  await expect(other.getByRole('tab', { name: 'Path' })).toHaveAttribute('aria-selected', 'true');
  await expect.poll(() => order(other)).toEqual(['31', '32', '33']);
  await expect(slider(other, 'Time')).toHaveValue('2.5');
  await settle(other);
  expect(difference(await canvasPixels(picture(other)), shown).largest).toBeLessThanOrEqual(1);
});
