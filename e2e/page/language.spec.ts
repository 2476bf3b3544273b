/** The page in English, Japanese and Korean, chosen by the address, the browser or the visitor, and remembered. */
import { lookThrough, openApp } from '../support/app.ts';
import { leftoverEnglish } from '../support/leftoverEnglish.ts';
import { expect, test } from '../support/test.ts';

const words = {
  en: { settings: 'Settings', language: 'Language', title: 'Zscape: explore a GAN’s latent space' },
  ja: { settings: '設定', language: '言語', title: 'Zscape：GANの潜在空間を探索' },
  ko: { settings: '설정', language: '언어', title: 'Zscape: GAN의 잠재 공간 탐색' },
};

for (const language of ['en', 'ja', 'ko'] as const) {
  test(`the address chooses ${language}`, async ({ page }) => {
    await openApp(page, `lang=${language}`);
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expect(page).toHaveTitle(words[language].title);
    await page.getByRole('button', { name: words[language].settings, exact: true }).click();
    await expect(page.getByRole('combobox', { name: words[language].language, exact: true })).toHaveValue(
      language,
    );
  });
}

test('an unknown language falls back to the browser’s', async ({ page }) => {
  await openApp(page, 'lang=tlh');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});

test.describe('a browser that prefers Korean to English', () => {
  test.use({ locale: 'ko-KR' });
  test('gets Korean', async ({ page }) => {
    await openApp(page);
    await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
    await expect(page).toHaveTitle(words.ko.title);
  });
});

test('the switch in Settings changes everything immediately, is remembered, and overrides the address', async ({
  page,
}) => {
  await openApp(page, 'lang=ko');
  await page.getByRole('button', { name: words.ko.settings, exact: true }).click();
  await page.getByRole('combobox', { name: words.ko.language }).selectOption('日本語');
  await expect(page.getByRole('combobox', { name: words.ja.language })).toHaveValue('ja');
  await expect(page).not.toHaveURL(/lang=/);
  // Settings are written a moment after a change.
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem('zscape.settings')))
    .toContain('"language":"ja"');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ja');
  await expect(page).toHaveTitle(words.ja.title);
});

for (const language of ['ja', 'ko'] as const) {
  test(`no English is left in any panel in ${language}, and none is wider than a phone`, async ({ page }) => {
    test.setTimeout(300_000);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`./?lang=${language}`);
    await expect(page.locator('canvas[data-frame]').first()).toBeVisible({ timeout: 60_000 });
    const tabs = page.getByRole('tab');
    await expect(tabs).toHaveCount(9);
    for (const tab of await tabs.all()) {
      await tab.click();
      await lookThrough(page.getByRole('tabpanel'));
      expect(await leftoverEnglish(page)).toEqual([]);
      const { wide, room } = await page.evaluate(() => ({
        wide: document.documentElement.scrollWidth,
        room: document.documentElement.clientWidth,
      }));
      expect(wide, (await tab.textContent()) ?? '').toBeLessThanOrEqual(room);
    }
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog').getByRole('option').first()).toBeVisible();
    expect(await leftoverEnglish(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  test(`the frame of the HTML is in ${language} before it is first painted`, async ({ page }) => {
    // Records the frame's visible words from the first paint on.
    await page.addInitScript(() => {
      const seen = new Set<string>();
      Object.assign(window, { seenWords: seen });
      const look = () => {
        const rail = document.querySelector('[role="tab"]');
        if (rail?.checkVisibility({ visibilityProperty: true })) seen.add(rail.textContent ?? '');
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await page.goto(`./?lang=${language}`);
    await expect(page.locator('#root')).not.toHaveAttribute('inert');
    const seen = await page.evaluate(() => [...(window as unknown as { seenWords: Set<string> }).seenWords]);
    expect(seen).toEqual([{ ja: 'サンプル', ko: '샘플' }[language]]);
  });
}
