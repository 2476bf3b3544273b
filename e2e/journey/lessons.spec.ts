/** Lessons: one from start to end with the keyboard, across a reload; and on a phone, where the card must cover nothing. */
import type { Page } from '@playwright/test';
import { byPalette, pressOn, said } from '../page/byKeyboard.ts';
import { button, openApp, slider } from '../support/app.ts';
import { expect, test } from '../support/test.ts';

const card = (page: Page) => page.getByRole('region', { name: /^Lesson:/ });
const marked = (page: Page) => page.locator('[data-lesson]');

test('a lesson is taken with the keyboard, resumes after a reload, and can be undone', async ({ page }) => {
  await openApp(page, 'seed=51');
  await page.keyboard.press('?');
  await pressOn(page, button(page, 'Take a lesson'));
  const list = page.getByRole('dialog', { name: 'Lessons' });
  await expect(list.getByRole('listitem')).toHaveCount(5);
  await pressOn(page, list.getByRole('button', { name: 'Start: Smooth, not jagged' }));
  await expect(list).toHaveCount(0);
  await expect(card(page)).toBeFocused();
  await expect(said(page)).toContainText('Step 1 of 5. A and B are two faces.');

  // The control is in a closed panel, so its tab is marked. Focusing that tab would open it, so the focus goes to the open one.
  await expect(marked(page)).toHaveAccessibleName('Walk');
  await page.keyboard.press('F6');
  await expect(page.getByRole('tab', { name: 'Sample' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(marked(page)).toHaveAccessibleName('Position');
  await page.keyboard.press('F6');
  await expect(button(page, 'Skip')).toBeFocused();
  await page.keyboard.press('F6');
  await expect(slider(page, 'Position')).toBeFocused();
  for (let k = 0; k < 3; k++) await page.keyboard.press('PageUp');
  await expect(card(page)).toContainText('Done');
  await expect(said(page)).toContainText('Done. The faces are not laid over each other.');

  // As if the card came right after the control.
  await page.keyboard.press('Tab');
  await expect(button(page, 'Next')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(said(page)).toContainText('Step 2 of 5.');
  await expect(button(page, 'Go to 0%')).toBeFocused();
  await pressOn(page, button(page, 'Go to 50%'));
  await expect(slider(page, 'Position')).toHaveValue('0.5');
  await page.keyboard.press('F6');
  await expect(button(page, 'Next')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: 'Slerp' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(card(page)).toContainText('Done');

  await page.reload();
  await openApp(page);
  await expect(card(page)).toContainText('Step 3 of 5');
  // The visitor has not come back for the lesson.
  await expect(card(page)).not.toBeFocused();
  await page.keyboard.press('F6');
  // Whether the step is done already depends on whether Lerp was kept before the reload.
  await expect(card(page).getByRole('button', { name: /^(Next|Skip)$/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('switch', { name: 'Constant speed' })).toBeFocused();

  // Escape first closes an open dialog, and then the lesson.
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(card(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(card(page)).toHaveCount(0);
  await expect(marked(page)).toHaveCount(0);
  await expect(said(page)).toContainText('The lesson has ended.');

  await byPalette(page, 'Lessons');
  await pressOn(page, list.getByRole('button', { name: 'Continue: Smooth, not jagged' }));
  await expect(card(page)).toContainText('Step 4 of 5');
  for (const step of [4, 5]) {
    await expect(card(page)).toContainText(`Step ${step} of 5`);
    await pressOn(page, card(page).getByRole('button', { name: 'Show me' }));
    await expect(card(page)).toContainText('Done');
    await expect(button(page, step === 4 ? 'Next' : 'Next lesson: What is a latent space')).toBeFocused();
    await page.keyboard.press('Enter');
  }
  await expect(card(page)).toHaveAccessibleName('Lesson: What is a latent space');
  await byPalette(page, 'Lessons');
  await expect(list.getByRole('button', { name: 'Start again: Smooth, not jagged' })).toBeVisible();
});

test('on a phone the card is below the control and does not cover it @phone', async ({ page }) => {
  await openApp(page);
  await button(page, 'Keyboard shortcuts').tap();
  await button(page, 'Take a lesson').tap();
  await button(page, 'Start: Smooth, not jagged').tap();
  for (let step = 1; step <= 4; step++) {
    await expect(card(page)).toContainText(`Step ${step} of 5`);
    await button(page, 'Show me').tap();
    await expect(card(page)).toContainText('Done');
    await expect(marked(page)).not.toHaveRole('tab');
    await expect(marked(page)).toBeInViewport({ ratio: 1 });
    const covered = await card(page).evaluate((element) => {
      const own = element.getBoundingClientRect();
      const other = document.querySelector('[data-lesson]')!.getBoundingClientRect();
      return own.top < other.bottom && other.top < own.bottom;
    });
    expect(covered).toBe(false);
    await button(page, 'Next').tap();
  }
  await button(page, 'End').tap();
  await expect(card(page)).toHaveCount(0);
});
