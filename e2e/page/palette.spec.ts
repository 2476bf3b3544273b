/** The command palette: every command by name. */
import { andSee, button, openApp, picture } from '../support/app.ts';
import { expect, test } from '../support/test.ts';

test('Ctrl+K finds a command by a few letters and runs it', async ({ page }) => {
  await openApp(page, 'seed=81');
  await page.keyboard.press('Control+K');
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  await expect(palette).toBeVisible();
  await page.keyboard.type('new sam');
  await page.keyboard.press('Enter');
  await expect(palette).toBeHidden();
  await expect(picture(page)).not.toHaveAttribute('data-seed', '81');
});

test('the palette reaches every panel and every pin', async ({ page }) => {
  await openApp(page, 'seed=82');
  await button(page, 'Pin').click();
  await andSee(page, () => button(page, 'New sample').click());
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  await page.keyboard.press('Control+K');
  await expect(palette).toBeVisible();
  await page.keyboard.type('Seed 82');
  await page.keyboard.press('Enter');
  await expect(picture(page)).toHaveAttribute('data-seed', '82');
  for (const panel of ['Walk', 'Models', 'Sample']) {
    await page.keyboard.press('Control+K');
    await expect(palette).toBeVisible();
    await page.keyboard.type(panel);
    await page.getByRole('option', { name: panel, exact: true }).click();
    await expect(page.getByRole('tab', { name: panel, exact: true })).toHaveAttribute(
      'aria-selected',
      'true',
    );
  }
});
