/**
 * The page's Content-Security-Policy and Trusted Types: they refuse nothing that the page does for a user (every test checks that,
 * `support/test.ts`), and everything that it must not do.
 */
import { button, openApp, openEveryTab, picture } from '../support/app.ts';
import { expect, test } from '../support/test.ts';

test('all panels, menus and dialogs work under the policy', async ({ page }) => {
  await openApp(page, 'seed=4');
  await openEveryTab(page);
  for (const menu of ['Settings', 'History', 'More exports']) {
    await button(page, menu).first().click();
    await page.keyboard.press('Escape');
  }
  await button(page, 'Pin').click();
  await button(page, 'Actions for Seed 4').click();
  await expect(page.getByRole('menu')).toBeVisible();
  await page.keyboard.press('Escape');
  for (const key of ['?', 'g', 'Control+k']) {
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
  await button(page, 'Sessions').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(picture(page)).toBeVisible();
});

/** Forgets violations made on purpose; the browser reports them some time later. */
async function forget(uncaught: Error[]): Promise<void> {
  await expect
    .poll(() => {
      const told = uncaught.length;
      uncaught.length = 0;
      return told;
    })
    .toBe(0);
}

test('neither a script from elsewhere nor one from a string can run', async ({ page, uncaught }) => {
  await openApp(page, 'seed=4');
  const refused = await page.evaluate(async () => {
    // Code run by DevTools may compile strings until it first awaits something.
    await new Promise((resolve) => setTimeout(resolve));
    const attempts: Record<string, () => unknown> = {
      'a worker from elsewhere': () => new Worker('https://elsewhere.example/worker.js'),
      'a worker from a string': () => new Worker('data:text/javascript,postMessage(1)'),
      'HTML from a string': () => {
        document.createElement('div').innerHTML = '<img src=x onerror=alert(1)>';
      },
      'code from a string': () => new Function('return 1')(),
      'another policy': () =>
        (
          globalThis as unknown as { trustedTypes: { createPolicy(name: string, rules: object): object } }
        ).trustedTypes.createPolicy('other', {}),
    };
    return Object.entries(attempts)
      .filter(([, attempt]) => {
        try {
          attempt();
          return false;
        } catch {
          return true;
        }
      })
      .map(([name]) => name);
  });
  expect(refused).toEqual([
    'a worker from elsewhere',
    'a worker from a string',
    'HTML from a string',
    'code from a string',
    'another policy',
  ]);
  await forget(uncaught);
});

test('a style from a string is not applied', async ({ page, uncaught }) => {
  await openApp(page, 'seed=4');
  const colour = await page.evaluate(() => {
    const style = document.createElement('style');
    style.textContent = 'body { color: rgb(1, 2, 3) !important; }';
    document.head.append(style);
    return getComputedStyle(document.body).color;
  });
  expect(colour).not.toBe('rgb(1, 2, 3)');
  // The page's own policy and the server's both refuse it.
  await expect.poll(() => uncaught.length).toBeGreaterThan(0);
  await forget(uncaught);
});
