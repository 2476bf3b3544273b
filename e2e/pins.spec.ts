/** The tray of pins: keep, take, rename, delete, and all of it across a reload. */
import { andSee, button, openApp, picture, takeSeed } from './support/app.ts';
import { canvasPixels, difference } from './support/pixels.ts';
import { expect, test } from './support/test.ts';

test('a kept face can be taken again, also after a reload', async ({ page }) => {
  await openApp(page, 'seed=31');
  const kept = await canvasPixels(picture(page));
  await button(page, 'Pin').click();
  const tray = page.getByRole('region', { name: 'Kept faces' });
  const pin = tray.getByRole('button', { name: 'Seed 31', exact: true }).first();
  await expect(pin).toBeVisible();
  await takeSeed(page, 32);
  await button(page, 'Pin').click();
  await expect(tray.getByRole('listitem')).toHaveCount(2);

  await page.reload();
  await expect(tray.getByRole('listitem')).toHaveCount(2);
  await expect(picture(page)).toHaveAttribute('data-frame', /^[1-9]/);
  await takeSeed(page, 33);
  await andSee(page, () => pin.click());
  await expect(picture(page)).toHaveAttribute('data-seed', '31');
  expect(difference(await canvasPixels(picture(page)), kept).largest).toBe(0);
});

test('pins are renamed and deleted, and stay so after a reload', async ({ page }) => {
  await openApp(page, 'seed=41');
  const tray = page.getByRole('region', { name: 'Kept faces' });
  await button(page, 'Pin').click();
  await takeSeed(page, 42);
  await button(page, 'Pin').click();

  await button(page, 'Actions for Seed 41').click();
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  const field = tray.getByRole('textbox', { name: 'Name' });
  await expect(field).toBeFocused();
  await page.keyboard.type('Beret');
  await page.keyboard.press('Enter');
  await expect(tray.getByText('Beret', { exact: true })).toBeVisible();

  await button(page, 'Actions for Seed 42').click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(tray.getByRole('listitem')).toHaveCount(1);

  await page.reload();
  await expect(tray.getByText('Beret', { exact: true })).toBeVisible();
  await expect(tray.getByRole('listitem')).toHaveCount(1);
});
