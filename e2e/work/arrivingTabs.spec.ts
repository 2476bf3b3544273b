/**
 * Tabs that are duplicated, opened beside others, returned to, restored after a crash, or cannot store anything
 * (docs/page/arriving.md).
 */
import { chromium, type Page } from '@playwright/test';
import { andSee, button, openApp, picture, takeSeed } from '../support/app.ts';
import { allKept, hasLeft, keptSeeds, linkTo, shows } from '../support/arrivals.ts';
import { expect, test } from '../support/test.ts';

const pins = (page: Page) => page.getByRole('region', { name: 'Pins' }).getByRole('listitem');

/** Opens a tab with what browsers give a duplicated or restored one: the sessionStorage and the history entry. */
async function openWithMemoryOf(page: Page, memory: Record<string, string>, state: unknown): Promise<void> {
  await page.goto('./models/index.json');
  await page.evaluate((items) => {
    for (const [name, value] of Object.entries(items)) sessionStorage.setItem(name, value);
  }, memory);
  await page.addInitScript((entry) => {
    if (history.state === null) history.replaceState(entry, '');
  }, state);
  await openApp(page);
}

const memoryOf = (page: Page) =>
  page.evaluate(() => [{ ...sessionStorage } as Record<string, string>, history.state] as const);

test('a duplicated tab continues in a copy, and neither affects the other', async ({ page, context }) => {
  await openApp(page);
  await takeSeed(page, 321);
  await button(page, 'Pin').click();
  await allKept(page);
  const twin = await context.newPage();
  await openWithMemoryOf(twin, ...(await memoryOf(page)));
  await shows(twin, 321);
  await expect(pins(twin)).toHaveCount(1);
  await expect(twin.getByRole('note').filter({ hasText: 'copy' })).toHaveCount(1);
  await takeSeed(twin, 322);
  await takeSeed(page, 323);
  await Promise.all([allKept(page), allKept(twin)]);
  await Promise.all([page.reload(), twin.reload()]);
  await shows(page, 323);
  await shows(twin, 322);
});

test('where the browser has no locks, the second of two twins continues in a copy', async ({
  page,
  context,
}) => {
  await context.addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
  await openApp(page);
  await takeSeed(page, 324);
  await allKept(page);
  const twin = await context.newPage();
  await openWithMemoryOf(twin, ...(await memoryOf(page)));
  await shows(twin, 324);
  await takeSeed(page, 325);
  await allKept(page);
  await takeSeed(twin, 326);
  await allKept(twin);
  await expect.poll(() => keptSeeds(page).then((seeds) => seeds.sort())).toEqual([325, 326]);
  await Promise.all([page.reload(), twin.reload()]);
  await shows(page, 325);
  await shows(twin, 326);
});

test('a second tab starts afresh with the pins of the first', async ({ page, context }) => {
  await openApp(page);
  await takeSeed(page, 327);
  await button(page, 'Pin').click();
  await allKept(page);
  const second = await context.newPage();
  await openApp(second);
  await expect(pins(second)).toHaveCount(1);
  await takeSeed(second, 328);
  await allKept(second);
  await page.reload();
  await shows(page, 327);
});

test('back and forward lead from session to session', async ({ page }) => {
  await openApp(page);
  await takeSeed(page, 329);
  await allKept(page);
  await page.evaluate((hash) => {
    location.hash = hash;
  }, linkTo(330));
  await shows(page, 330);
  await hasLeft(page);
  await takeSeed(page, 331);
  await allKept(page);
  await page.goBack();
  await shows(page, 329);
  await page.goForward();
  await shows(page, 331);
  // So do entries for which the page is loaded again.
  await openApp(page, 'seed=332');
  await hasLeft(page);
  await page.goBack();
  await shows(page, 331);
  await page.goForward();
  await shows(page, 332);
});

test('a page from the back/forward cache continues', async ({ baseURL, page: _ }) => {
  const browser = await chromium.launch({
    ...test.info().project.use.launchOptions,
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
  try {
    const page = await browser.newPage({ baseURL: baseURL ?? '' });
    await openApp(page);
    await takeSeed(page, 333);
    await page.goto('./models/index.json');
    // Playwright waits for a load event, which does not fire for a page from the cache.
    await page.evaluate(() => history.back()).catch(() => undefined);
    await shows(page, 333);
    await takeSeed(page, 334);
    await allKept(page);
    await page.reload();
    await shows(page, 334);
  } finally {
    await browser.close();
  }
});

test('a tab restored after a crash continues where it was', async ({ page, context }) => {
  await openApp(page);
  await takeSeed(page, 335);
  await allKept(page);
  const memory = await memoryOf(page);
  const devtools = await context.newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  devtools.send('Page.crash').catch(() => undefined);
  await crashed;
  await page.close();
  const restored = await context.newPage();
  await openWithMemoryOf(restored, ...memory);
  await shows(restored, 335);
  await expect(button(restored, 'Undo')).toBeEnabled();
  await expect(restored.getByRole('note')).toHaveCount(0);
});

test('where nothing can be stored, a link stays in the address, and a reload shows it again', async ({
  page,
}) => {
  await page.addInitScript(() => {
    indexedDB.open = () => {
      throw new DOMException('no storage in a private window', 'SecurityError');
    };
  });
  await openApp(page, linkTo(336));
  await shows(page, 336);
  await expect(page.locator('.notice').filter({ hasText: 'saves no data' })).toHaveCount(1);
  await andSee(page, () => button(page, 'New sample').click());
  expect(page.url()).toContain('#v=2');
  expect(await page.evaluate(() => document.documentElement.dataset.saved)).toBeUndefined();
  await page.reload();
  await shows(page, 336);
});

test('work done while the site’s data were cleared is promised only once it is stored again', async ({
  page,
}) => {
  await openApp(page);
  await takeSeed(page, 337);
  await button(page, 'Pin').click();
  await allKept(page);
  await page.evaluate(
    () =>
      new Promise((done) => {
        indexedDB.deleteDatabase('zscape').onsuccess = done;
      }),
  );
  await takeSeed(page, 338);
  await allKept(page);
  await page.reload();
  await shows(page, 338);
  await expect(pins(page)).toHaveCount(1);
  await expect(picture(page)).toHaveAttribute('data-frame', /^[1-9]/);
});
