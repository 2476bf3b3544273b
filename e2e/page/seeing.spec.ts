/**
 * The page's look with forced colours and with reduced motion: screenshots of its controls, compared with stored ones. They are
 * taken without text, so they are the same wherever the same Chromium draws them.
 */
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { button, openApp, openTab, picture, slider, slideTo } from '../support/app.ts';
import { expect, test } from '../support/test.ts';

// The page's policy allows no styles but its own.
test.use({ bypassCSP: true });
test.skip(process.platform !== 'linux', 'The browser’s own controls look different there.');

const stylePath = join(import.meta.dirname, '..', 'support', 'noText.css');
/** A slider's thumb, or the mark of a tab or a choice, takes up more than this share of its screenshot. */
const maxDiffPixelRatio = 0.008;

async function looksAsKept(part: Locator, name: string): Promise<void> {
  await expect(part).toHaveScreenshot(`${name}.png`, { stylePath, maxDiffPixelRatio });
}

const choice = (page: Page, name: string) => page.getByRole('radiogroup', { name, exact: true });

for (const scheme of ['light', 'dark'] as const) {
  test(`forced colours show tabs, sliders, choices and switches, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ forcedColors: 'active', colorScheme: scheme });
    await openApp(page, 'backend=wasm&seed=51&lang=en');
    await slideTo(slider(page, 'z 0'), 1.5);
    await page.mouse.move(640, 2);
    await looksAsKept(page.getByRole('tablist'), `forced-tabs-${scheme}`);
    await looksAsKept(slider(page, 'z 0'), `forced-slider-${scheme}`);
    await looksAsKept(page.getByRole('separator', { name: 'Panel size' }), `forced-edge-${scheme}`);
    await button(page, 'Settings').click();
    await looksAsKept(choice(page, 'Theme'), `forced-choice-${scheme}`);
    await page.keyboard.press('Escape');
    await openTab(page, 'Walk');
    await looksAsKept(slider(page, 'Position'), `forced-walk-${scheme}`);
    await openTab(page, 'Attributes');
    await looksAsKept(page.getByRole('tabpanel').getByRole('slider').first(), `forced-attribute-${scheme}`);
    await page.keyboard.press('?');
    await looksAsKept(page.getByRole('dialog').getByRole('switch').first(), `forced-switch-${scheme}`);
  });
}

test('with reduced motion nothing moves by itself while the first picture loads', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'dark' });
  // The weights never arrive.
  await page.route(/\/models\/.*\.bin/, () => {});
  await page.goto('./?backend=wasm&seed=51&lang=en');
  await expect(button(page, 'Settings')).toBeVisible();
  // Playwright waits until two screenshots in a row are equal, and is told here not to stop animations.
  await expect(page.getByRole('banner')).toHaveScreenshot('still-header.png', {
    ...{ stylePath, maxDiffPixelRatio },
    animations: 'allow',
  });
  const moving = await page.evaluate(() => document.getAnimations().length);
  expect(moving).toBe(0);
  await expect(picture(page)).toBeVisible();
});
