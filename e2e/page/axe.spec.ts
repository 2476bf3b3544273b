/**
 * axe over every panel and dialog: WCAG 2.0 to 2.2 at A and AA, and best practice. Every size is tested in both themes, with the
 * languages in turn; `ZSCAPE_AXE=all` tests every size in all of them. A theme changes colours only, so in the second one
 * the rule about contrast is enough.
 */
import type { Page } from '@playwright/test';
import { lookThrough } from '../support/app.ts';
import { axeComplaints } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
const languages = ['en', 'ja', 'ko'] as const;
const sizes = [
  [1280, 800],
  [834, 1112],
  [390, 844],
  [640, 400],
] as const;

/** Dialogs that can be opened without words of any language. */
const dialogs: Record<string, (page: Page) => Promise<unknown>> = {
  film: (page) => page.keyboard.press('g'),
  keys: (page) => page.keyboard.press('?'),
  sessions: (page) => page.keyboard.press('o'),
  palette: (page) => page.keyboard.press('Control+k'),
  settings: (page) => page.getByRole('banner').getByRole('button').nth(-2).click(),
  batch: async (page) => {
    await page.getByRole('banner').getByRole('button').nth(-3).click();
    await page.getByRole('menuitem', { name: /Batch|バッチ|일괄/ }).click();
  },
  exports: (page) => page.getByRole('banner').getByRole('button').nth(-3).click(),
  lessons: openLessons,
};

async function openLessons(page: Page): Promise<void> {
  await page.keyboard.press('?');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Take a lesson|レッスン|수업/ })
    .click();
  // The dialog before it goes when this one has come.
  await page.getByRole('dialog').locator('ol > li').first().waitFor();
}

/** One line for each element that violates a rule of axe in either theme. */
async function complaints(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const theme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme: theme });
    const inTheme = await axeComplaints(page, { runOnly: theme === 'dark' ? ['color-contrast'] : tags });
    found.push(...inTheme.map((one) => `${theme}, ${one}`));
  }
  return found;
}

for (const [index, [width, height]] of sizes.entries()) {
  test(`axe finds nothing in any panel or dialog at ${width}x${height}`, async ({ page }) => {
    test.slow();
    await page.setViewportSize({ width, height });
    const chosen = process.env.ZSCAPE_AXE === 'all' ? languages : [languages[index % languages.length]!];
    for (const language of chosen) {
      await page.goto(`./?backend=wasm&seed=51&lang=${language}`);
      // Its name differs in each language.
      await page.locator('main canvas[data-frame]').waitFor({ timeout: 60_000 });
      // A reopened page resumes where it was.
      await page.getByRole('tab').first().click();
      await expect(page.getByRole('tabpanel').getByRole('slider').first()).toBeAttached();
      const look = async (part: string) => {
        const found = (await complaints(page)).map((one) => `${part}, ${language}, ${one}`);
        expect.soft(found).toEqual([]);
      };
      await page.keyboard.press('p');
      const panels = page.getByRole('tab');
      for (let k = 0; k < (await panels.count()); k++) {
        const tab = panels.nth(k);
        await tab.click();
        await lookThrough(page.getByRole('tabpanel'));
        await look((await tab.textContent()) ?? '');
      }
      for (const [name, open] of Object.entries(dialogs)) {
        await page.locator('body').focus();
        await open(page);
        const dialog = page.locator('[role="dialog"], [role="menu"]');
        await dialog.first().waitFor();
        await look(name);
        await page.keyboard.press('Escape');
        await expect(dialog).toHaveCount(0);
      }
      await openLessons(page);
      await page.getByRole('dialog').locator('ol > li').first().getByRole('button').click();
      const card = page.locator('#lesson');
      await expect(card).toBeFocused();
      await look('lesson card');
      await page.keyboard.press('Escape');
      await expect(card).toHaveCount(0);
    }
  });
}
