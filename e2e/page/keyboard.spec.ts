/** The keyboard alone is enough. */
import { andSee, button, openApp, openTab, picture, slider } from '../support/app.ts';
import { expect, test } from '../support/test.ts';

test('Space samples, P pins, and ? lists the keys', async ({ page }) => {
  await openApp(page, 'seed=61');
  await andSee(page, () => page.keyboard.press('Space'));
  const seed = await picture(page).getAttribute('data-seed');
  expect(seed).not.toBe('61');
  await page.keyboard.press('p');
  await expect(page.getByRole('button', { name: `Seed ${seed}`, exact: true }).first()).toBeVisible();

  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: /Keyboard/ });
  await expect(help).toBeVisible();
  for (const name of ['New sample', 'Pin', 'Play'])
    await expect(help.getByText(name, { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(help).toHaveCount(0);
});

test('Space still samples after a button was clicked, and types nothing into the seed', async ({ page }) => {
  await openApp(page, 'seed=62');
  await andSee(page, () => button(page, 'New sample').click());
  const first = await picture(page).getAttribute('data-seed');
  await andSee(page, () => page.keyboard.press('Space'));
  expect(await picture(page).getAttribute('data-seed')).not.toBe(first);
});

test('arrow keys move every slider in view', async ({ page }) => {
  await openApp(page, 'seed=63');
  for (const tab of ['Sample', 'Walk'] as const) {
    await openTab(page, tab);
    const sliders = page.getByRole('tabpanel', { name: tab }).getByRole('slider');
    await expect(sliders.first()).toBeVisible();
    const count = Math.min(6, await sliders.count());
    for (let i = 0; i < count; i++) {
      const one = sliders.nth(i);
      const name = (await one.getAttribute('aria-label')) ?? `slider ${i}`;
      await one.focus();
      await one.press('Home');
      const low = Number(await one.inputValue());
      await one.press('ArrowRight');
      expect(Number(await one.inputValue()), name).toBeGreaterThan(low);
    }
  }
});

test('Tab reaches the tabs, and arrow keys switch them', async ({ page }) => {
  await openApp(page);
  await page.getByRole('tab', { name: 'Sample' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('tab', { name: 'Walk' })).toHaveAttribute('aria-selected', 'true');
  await expect(slider(page, 'Position')).toBeVisible();
});
