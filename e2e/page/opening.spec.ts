/** From the address to the first picture. */
import type { Request } from '@playwright/test';
import { engine, openApp, picture, seedField } from '../support/app.ts';
import { canvasPixels, colourCount } from '../support/pixels.ts';
import { defaultModel } from '../support/shipped.ts';
import { expect, test } from '../support/test.ts';

test('the page opens with a face, and says which engine draws it and how fast', async ({ page }) => {
  const messages: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') messages.push(message.text());
  });
  await openApp(page);
  await expect(page).toHaveTitle(/Zscape/);
  await expect(picture(page)).toHaveAttribute('data-model', defaultModel.id);
  await expect(picture(page)).toHaveAttribute('data-seed', /^\d+$/);
  expect(colourCount(await canvasPixels(picture(page)))).toBeGreaterThan(200);
  await expect(engine(page)).toContainText('WASM');
  await expect(engine(page)).toContainText(/\d+(\.\d+)? ms/);
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(messages).toEqual([]);
});

test('the page is cross-origin isolated, so that WASM has threads', async ({ page }) => {
  await openApp(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await expect(engine(page)).toHaveAttribute('title', /thread/);
});

test('the address chooses seed, model and backend', async ({ page, fixtureSite }) => {
  await openApp(page, 'seed=77&model=hub_b&backend=cpu', fixtureSite.address);
  await expect(picture(page)).toHaveAttribute('data-seed', '77');
  await expect(seedField(page)).toHaveValue('77');
  await expect(picture(page)).toHaveAttribute('data-model', 'hub_b');
  await expect(engine(page)).toContainText('CPU');
});

test('WebGL can be asked for', async ({ page, fixtureSite }) => {
  await openApp(page, 'model=hub_b&backend=webgl', fixtureSite.address);
  // A machine without WebGL says so and continues on WASM; otherwise (Chromium emulates it in software) WebGL runs.
  await expect(engine(page)).toContainText(/WebGL|WASM/);
  const backend = await engine(page).getAttribute('data-backend');
  if (backend !== 'webgl') await expect(page.getByRole('note')).toContainText('WebGL');
  expect(colourCount(await canvasPixels(picture(page)))).toBeGreaterThan(100);
});

test('weights are requested after at most three round trips', async ({ page, serve }) => {
  const site = await serve({ delay: () => 500 });
  /**
   * The round trip in which each file was requested and arrived: a request belongs to the round after the latest response that the
   * page had by then. This counts responses, not time.
   */
  let answered = 0;
  const rounds = new Map<Request, number>();
  // Counted when the page makes the request, not when it arrives: over HTTP/1.1 a browser opens at most six at a time.
  page.on('request', (request) => rounds.set(request, answered + 1));
  page.on('requestfinished', (request) => {
    answered = Math.max(answered, rounds.get(request) ?? 0);
  });
  await openApp(page, '', site.address);
  const asked = [...rounds].map(([request, round]) => ({ path: new URL(request.url()).pathname, round }));
  // Only the model that is shown, of all that the page has.
  const models = asked
    .map(({ path }) => /models\/([^/]+)\//.exec(path)?.[1])
    .filter((id) => id !== undefined);
  expect(new Set(models)).toEqual(new Set([defaultModel.id]));
  const weights = asked.find(({ path }) => path.endsWith('.bin'));
  expect(weights, 'a shard of weights').toBeDefined();
  expect(weights!.round, asked.map(({ path, round }) => `${round} ${path}`).join('\n')).toBeLessThanOrEqual(
    4,
  );
});

test("the first picture is shown before the page's own script has arrived, which then takes it over", async ({
  page,
}) => {
  let letCome = () => {};
  const held = new Promise<void>((resolve) => {
    letCome = resolve;
  });
  await page.route(/assets\/session-[\w-]+\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('./?seed=51');
  const root = page.locator('#root');
  const canvas = root.locator('.canvas canvas');
  await expect(canvas).toHaveAttribute('data-early');
  await expect(root).toHaveAttribute('inert');
  const early = await canvasPixels(canvas);
  expect(colourCount(early)).toBeGreaterThan(200);
  letCome();
  await expect(canvas).toHaveAttribute('data-seed', '51');
  await expect(root).not.toHaveAttribute('inert');
  expect(await canvasPixels(picture(page))).toEqual(early);
});

test.describe('with a service worker', () => {
  test.use({ serviceWorkers: 'allow' });

  test('even a host that sets no headers, on a subpath, serves an isolated page', async ({ page, serve }) => {
    const site = await serve({ base: '/some/where/', isolated: false });
    await openApp(page, 'seed=5', site.address);
    // The page reloads itself once, and waiting in it outlives that.
    await page.waitForFunction(() => crossOriginIsolated);
    await expect(picture(page)).toHaveAttribute('data-seed', '5');
    await expect(engine(page)).toHaveAttribute('title', /thread/);
    expect(site.requests.length).toBeGreaterThan(3);
  });
});
