/** Undo, redo, the history and its branches. */
import {
  andSee,
  button,
  openApp,
  openTab,
  picture,
  settle,
  slider,
  slideTo,
  takeSeed,
} from '../support/app.ts';
import { canvasPixels, difference } from '../support/pixels.ts';
import { expect, test } from '../support/test.ts';

test('undo and redo step through the acts, by button and by key', async ({ page }) => {
  await openApp(page, 'seed=51');
  await expect(button(page, 'Undo')).toBeDisabled();
  const first = await canvasPixels(picture(page));
  await andSee(page, () => button(page, 'New sample').click());
  const second = await canvasPixels(picture(page));
  await andSee(page, () => button(page, 'Undo').click());
  expect(difference(await canvasPixels(picture(page)), first).largest).toBe(0);
  await andSee(page, () => page.keyboard.press('Control+Shift+Z'));
  expect(difference(await canvasPixels(picture(page)), second).largest).toBe(0);
  await andSee(page, () => page.keyboard.press('Control+Z'));
  await expect(picture(page)).toHaveAttribute('data-seed', '51');
});

test('a drag of a slider is one step', async ({ page }) => {
  await openApp(page, 'seed=52');
  const z = slider(page, 'z 1');
  await z.scrollIntoViewIfNeeded();
  const start = await z.inputValue();
  const box = (await z.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  for (let step = 0; step <= 20; step++) {
    await page.mouse.move(box.x + box.width * (0.3 + step * 0.03), box.y + box.height / 2);
  }
  await page.mouse.up();
  expect(Number(await z.inputValue())).toBeGreaterThan(1);
  await andSee(page, () => button(page, 'Undo').click());
  await expect(z).toHaveValue(start);
  await expect(button(page, 'Undo')).toBeDisabled();
});

test('going back and doing something else keeps the other branch', async ({ page }) => {
  await openApp(page, 'seed=53');
  await andSee(page, () => button(page, 'New sample').click());
  const left = await picture(page).getAttribute('data-seed');
  await andSee(page, () => button(page, 'Undo').click());
  await takeSeed(page, 54);
  await button(page, 'History').click();
  const history = page.getByRole('list', { name: 'History' });
  await expect(history.getByRole('listitem')).toHaveCount(2);
  await andSee(page, () => history.getByRole('button', { name: 'New sample' }).click());
  await expect(picture(page)).toHaveAttribute('data-seed', left ?? '');
});

test('a deleted pin comes back', async ({ page }) => {
  await openApp(page, 'seed=55');
  await button(page, 'Pin').click();
  const tray = page.getByRole('region', { name: 'Pins' });
  await button(page, 'Actions for Seed 55').click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(tray.getByRole('listitem')).toHaveCount(0);
  await button(page, 'Undo').click();
  await expect(tray.getByRole('listitem')).toHaveCount(1);
  await slideTo(slider(page, 'Pull'), 0.2);
});

test('loading a model is a step: undo loads the previous one in its old state', async ({
  page,
  fixtureSite,
}) => {
  await openApp(page, 'model=hub_a&seed=56&backend=wasm', fixtureSite.address);
  await andSee(page, () => slideTo(slider(page, 'z 1'), 2));
  const before = await canvasPixels(picture(page));
  await openTab(page, 'Models');
  await page.getByRole('button', { name: /^Load hub_b/i }).click();
  await expect(picture(page)).toHaveAttribute('data-model', 'hub_b');
  await openTab(page, 'Sample');
  await andSee(page, () => button(page, 'New sample').click());
  const later = await picture(page).getAttribute('data-seed');
  await button(page, 'Undo').click();
  await button(page, 'Undo').click();
  await expect(picture(page)).toHaveAttribute('data-model', 'hub_a');
  await expect(slider(page, 'z 1')).toHaveValue('2');
  await settle(page);
  expect(difference(await canvasPixels(picture(page)), before).largest).toBe(0);
  await button(page, 'Redo').click();
  await expect(picture(page)).toHaveAttribute('data-model', 'hub_b');
  await button(page, 'Redo').click();
  await expect(picture(page)).toHaveAttribute('data-seed', later ?? '');
});
