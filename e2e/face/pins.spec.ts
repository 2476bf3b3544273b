/** The tray of pins: pinning, using, renaming and deleting, also across a reload. */
import { andSee, button, download, openApp, picture, takeSeed } from '../support/app.ts';
import { canvasPixels, difference } from '../support/pixels.ts';
import { expect, test } from '../support/test.ts';

test('a pin can be used again, even after a reload', async ({ page }) => {
  await openApp(page, 'seed=31');
  const kept = await canvasPixels(picture(page));
  await button(page, 'Pin').click();
  const tray = page.getByRole('region', { name: 'Pins' });
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
  const tray = page.getByRole('region', { name: 'Pins' });
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

test('of five hundred pins only those in view are in the document, and the keyboard reaches all', async ({
  page,
}) => {
  await openApp(page, 'seed=43');
  await button(page, 'Pin').click();
  const { bytes } = await download(page, () => button(page, 'Export session').click());
  const file = JSON.parse(bytes.toString());
  const [pin] = file.state.pins;
  file.state.pins = Array.from({ length: 500 }, (_, index) => ({
    ...pin,
    id: `pin ${index}`,
    name: `Face ${index}`,
    created: index,
  }));
  const picked = page.waitForEvent('filechooser');
  await button(page, 'Open session').click();
  await (await picked).setFiles({
    name: 'many.zscape.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(file)),
  });
  const tray = page.getByRole('region', { name: 'Pins' });
  const face = (index: number) => tray.locator('.pin-face').and(button(page, `Face ${index}`));
  await expect(face(0)).toBeVisible();
  expect(await tray.getByRole('listitem').count()).toBeLessThan(40);

  // The row is a single Tab stop; arrow keys move within it.
  await face(0).focus();
  await page.keyboard.press('ArrowRight');
  await expect(face(1)).toBeFocused();
  await page.keyboard.press('End');
  await expect(face(499)).toBeFocused();
  await expect(face(499)).toBeInViewport();
  await page.keyboard.press('Delete');
  await expect(face(498)).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(button(page, 'Actions for Face 498')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Use' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(button(page, 'Actions for Face 498')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(button(page, 'Export session')).toBeFocused();
});

test('a pin goes into the path from its menu', async ({ page }) => {
  await openApp(page, 'seed=44');
  await button(page, 'Pin').click();
  await button(page, 'Actions for Seed 44').click();
  await page.getByRole('menuitem', { name: 'Add to path' }).click();
  await expect(page.getByRole('button', { name: 'Face 1: Seed 44' })).toBeVisible();
  await button(page, 'Undo').click();
  await expect(page.getByRole('button', { name: 'Face 1: Seed 44' })).toBeHidden();
});

test('a face is pinned once: the second time the page shows its pin', async ({ page }) => {
  await openApp(page, 'seed=45');
  await button(page, 'Pin').click();
  const tray = page.getByRole('region', { name: 'Pins' });
  await expect(tray.getByRole('listitem')).toHaveCount(1);
  await button(page, 'Pin').click();
  await expect(page.getByText('This face is already pinned as “Seed 45”.').first()).toBeVisible();
  await expect(tray.getByRole('listitem')).toHaveCount(1);
  // Its actions are visible without hovering.
  await expect(button(page, 'Actions for Seed 45')).toHaveCSS('opacity', '1');
});
