/**
 * The page's Content-Security-Policy and Trusted Types: nothing that the page does for a user is refused (every test looks at
 * that, `support/test.ts`), and what it must not do is.
 */
import { button, openApp, openTab, picture } from '../support/app.ts';
import { expect, test } from '../support/test.ts';

test('all panels, menus and dialogs live with the policy', async ({ page }) => {
  await openApp(page, 'seed=4');
  for (const tab of ['Walk', 'Path', 'Map', 'Attributes', 'Arithmetic', 'Models', 'Sample'] as const)
    await openTab(page, tab);
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
  await button(page, 'All kept…').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(picture(page)).toBeVisible();
});

/** What was refused on purpose: the browser tells of it in a moment of its own. */
async function forget(uncaught: Error[]): Promise<void> {
  await expect
    .poll(() => {
      const told = uncaught.length;
      uncaught.length = 0;
      return told;
    })
    .toBe(0);
}

test('neither a script from elsewhere nor one out of a text can be run', async ({ page, uncaught }) => {
  await openApp(page, 'seed=4');
  const refused = await page.evaluate(async () => {
    // What DevTools runs itself may compile texts, until it waits for something.
    await new Promise((resolve) => setTimeout(resolve));
    const attempts: Record<string, () => unknown> = {
      'a worker from elsewhere': () => new Worker('https://elsewhere.example/worker.js'),
      'a worker out of a text': () => new Worker('data:text/javascript,postMessage(1)'),
      'HTML out of a text': () => {
        document.createElement('div').innerHTML = '<img src=x onerror=alert(1)>';
      },
      'code out of a text': () => new Function('return 1')(),
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
    'a worker out of a text',
    'HTML out of a text',
    'code out of a text',
    'another policy',
  ]);
  await forget(uncaught);
});

test('a style out of a text is not applied', async ({ page, uncaught }) => {
  await openApp(page, 'seed=4');
  const colour = await page.evaluate(() => {
    const style = document.createElement('style');
    style.textContent = 'body { color: rgb(1, 2, 3) !important; }';
    document.head.append(style);
    return getComputedStyle(document.body).color;
  });
  expect(colour).not.toBe('rgb(1, 2, 3)');
  // The page's own policy and the server's both say no.
  await expect.poll(() => uncaught.length).toBeGreaterThan(0);
  await forget(uncaught);
});
