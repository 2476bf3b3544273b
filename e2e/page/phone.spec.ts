/** The page on a phone: everything fits, and the main tasks can be done with a thumb. */
import {
  andSee,
  button,
  download,
  openApp,
  openTab,
  picture,
  settle,
  slider,
  slideTo,
} from '../support/app.ts';
import { decodeImage } from '../support/pixels.ts';
import { expect, test } from '../support/test.ts';

for (const width of [390, 360]) {
  test(`nothing is cut off or scrolls sideways at ${width} px @phone`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await openApp(page);
    for (const tab of ['Sample', 'Walk', 'Models'] as const) {
      await openTab(page, tab);
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(sideways, tab).toBeLessThanOrEqual(0);
      await expect(picture(page)).toBeInViewport();
    }
    for (const name of ['New sample', 'Pin', 'Export GIF', 'Export PNG']) {
      const box = (await button(page, name).boundingBox())!;
      expect(box.x, name).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width, name).toBeLessThanOrEqual(width + 0.5);
      expect(Math.min(box.width, box.height), `${name} is large enough for a thumb`).toBeGreaterThanOrEqual(
        24,
      );
    }
  });
}

test('sample, walk and export by touch @phone', async ({ page }) => {
  await openApp(page, 'seed=101');
  await andSee(page, () => button(page, 'New sample').tap());
  await openTab(page, 'Walk');
  await button(page, 'Set A').tap();
  await andSee(page, () => button(page, 'New sample').tap());
  await button(page, 'Set B').tap();
  await settle(page);
  await andSee(page, () => slideTo(slider(page, 'Position'), 0.5));
  await button(page, 'Export GIF').tap();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Size' }).selectOption('x1');
  await dialog.getByRole('spinbutton', { name: 'Frames', exact: true }).fill('4');
  const { bytes } = await download(page, () =>
    dialog.getByRole('button', { name: 'Export', exact: true }).tap(),
  );
  expect((await decodeImage(page, bytes, 'image/gif')).frames).toHaveLength(4);
});

for (const width of [390, 360]) {
  test(`history shows pictures, in one row with undo, at ${width} px @phone`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await openApp(page, 'seed=102');
    const [undo, history] = [button(page, 'Undo'), button(page, 'History')];
    const moments = page.getByRole('list', { name: 'History' }).getByRole('button');
    // A moment gets its picture once it has been shown for a while; one that is left immediately has none.
    for (const pictures of [1, 2]) {
      await history.tap();
      await expect(moments.locator('img')).toHaveCount(pictures);
      await page.keyboard.press('Escape');
      await expect(moments).toHaveCount(0);
      await andSee(page, () => button(page, 'New sample').tap());
    }
    expect((await history.boundingBox())!.y).toBe((await undo.boundingBox())!.y);
    expect((await history.boundingBox())!.y).toBeLessThan((await button(page, 'Pin').boundingBox())!.y + 20);
    await history.tap();
    await expect(moments).toHaveCount(3);
    await expect(moments.locator('img')).toHaveCount(3);
    await andSee(page, () => moments.nth(1).tap());
    await expect(moments.nth(1)).toHaveAttribute('aria-current', 'step');
  });
}
