/** The first minute: an introduction, three steps on the real controls, and the gallery. */
import type { Page } from '@playwright/test';
import { andSee, button, openApp, openTab, picture, slider, slideTo } from '../support/app.ts';
import { openAttributes } from '../support/shipped.ts';
import { expect, test } from '../support/test.ts';

const welcome = (page: Page) => page.getByRole('region', { name: 'Welcome to Zscape' });
const pointed = (page: Page) => page.locator('[data-pointed]');

test.describe('first visit', () => {
  test.use({ firstVisit: true });

  test('the steps point at the real controls, are ticked when done, and stay away once hidden', async ({
    page,
  }) => {
    await openApp(page);
    const steps = welcome(page).getByRole('listitem');
    await expect(steps).toHaveCount(3);
    await expect(pointed(page)).toHaveAccessibleName(/^New sample/);
    await andSee(page, () => page.keyboard.press(' '));
    await expect(steps.nth(0)).toContainText('Done');

    await expect(pointed(page)).toHaveAccessibleName('Attributes');
    await button(page, 'Show me: Open Attributes and drag a slider to change the face.').click();
    await expect(page.getByRole('tabpanel', { name: 'Attributes' })).toBeVisible();
    const first = slider(page, openAttributes[0] ?? '');
    await expect(first).toBeFocused();
    await andSee(page, () => slideTo(first, 3));
    await expect(steps.nth(1)).toContainText('Done');

    await openTab(page, 'Walk');
    await expect(pointed(page)).toHaveAccessibleName(/^Play/);
    await pointed(page).click();
    await expect(welcome(page)).toContainText('That is all');
    await expect(pointed(page)).toHaveCount(0);

    await button(page, 'Hide the first steps').click();
    await expect(welcome(page)).toHaveCount(0);
    await expect
      .poll(() => page.evaluate(() => localStorage.getItem('zscape.settings')))
      .toContain('"firstVisit":{"over":true');
    await page.reload();
    await openApp(page);
    await expect(page.getByRole('tabpanel')).toBeVisible();
    await expect(welcome(page)).toHaveCount(0);
    await button(page, 'Keyboard shortcuts').click();
    await button(page, 'Show the first steps').click();
    await expect(welcome(page)).toBeVisible();
  });

  test('they cover nothing and fit on a phone @phone', async ({ page }) => {
    await openApp(page);
    await expect(welcome(page)).toBeVisible();
    await expect(picture(page)).toBeInViewport({ ratio: 1 });
    await expect(button(page, 'New sample')).toBeInViewport({ ratio: 1 });
    await andSee(page, () => button(page, 'New sample').tap());
    await expect(welcome(page)).toContainText('Attributes');
    const sideways = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(sideways).toBeLessThanOrEqual(0);
  });

  for (const [language, name, what] of [
    ['en', 'Welcome to Zscape', 'What is this?'],
    ['ja', 'Zscapeへようこそ', 'Zscapeとは？'],
    ['ko', 'Zscape에 오신 것을 환영합니다', 'Zscape란?'],
  ] as const) {
    test(`on a phone most of the panel stays free in ${language}, and the introduction opens on request @phone`, async ({
      page,
    }) => {
      await openApp(page, `lang=${language}`);
      const card = page.getByRole('region', { name });
      await expect(card).toBeVisible();
      const share = await card.evaluate((element) => {
        const panel = element.closest('.panel')!;
        return element.getBoundingClientRect().height / panel.clientHeight;
      });
      expect(share).toBeLessThan(0.4);
      await expect(card.getByRole('paragraph')).toBeHidden();
      await button(page, what).tap();
      await expect(card.getByRole('paragraph')).toBeVisible();
    });
  }
});

test('help explains latent space, with faces of the model', async ({ page }) => {
  await openApp(page);
  await button(page, 'Keyboard shortcuts').click();
  const about = page.getByRole('region', { name: 'What is latent space?' });
  await expect(about).toContainText('list of 512 numbers');
  await expect(about.getByRole('img').locator('canvas:not(.waiting)')).toHaveCount(25);
});

// `gallery.test.ts` opens every entry.
test('a gallery entry of each kind and each model opens, and undo leads back', async ({ page }) => {
  await openApp(page, 'seed=3');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('gallery');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Gallery' });
  await expect(dialog.locator('canvas:not(.waiting)').first()).toBeVisible();
  // The current model's entries come first.
  const names = await dialog.getByRole('region').evaluateAll((models) =>
    models.flatMap((model, at) => {
      const entries = [...model.querySelectorAll('button')];
      const kinds = at === 0 ? ['Walk', 'Path', 'Edit'] : ['Edit'];
      const ofEach = kinds.map((kind) =>
        entries.find((entry) => entry.querySelector('.pill')?.textContent?.trim() === kind),
      );
      return ofEach.map((entry) => entry?.getAttribute('aria-label') ?? '');
    }),
  );
  expect(names.length).toBeGreaterThanOrEqual(3);
  await page.keyboard.press('Escape');
  for (const name of names) {
    await button(page, 'Keyboard shortcuts').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Gallery', exact: true }).click();
    await dialog.getByRole('button', { name, exact: true }).click();
    await expect(dialog).toHaveCount(0);
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(picture(page)).not.toHaveAttribute('data-seed', '3');
    // Playing is a step of its own; after an entry of another model, undo loads the previous model.
    await expect(async () => {
      await page.keyboard.press('Control+z');
      await expect(picture(page)).toHaveAttribute('data-seed', '3', { timeout: 8000 });
    }).toPass();
  }
});
