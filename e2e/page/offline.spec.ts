/**
 * After one visit the page needs no network: every panel, dialog, menu and export works without one, from a subpath of a host that
 * is gone.
 */
import type { Page } from '@playwright/test';
import { andSee, button, download, openApp, openEveryTab, openTab, picture } from '../support/app.ts';
import { moveSlider } from '../support/frames.ts';
import { expectWhole, kept, serveHost } from '../support/offline/host.ts';
import { expect, test } from '../support/test.ts';

test.use({ serviceWorkers: 'allow' });

/** Returns why Chromium would not offer to install the page. */
async function installErrors(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // Tests run in a private window, where nothing can be installed.
  return installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito');
}

for (const isolated of [true, false]) {
  test(`the host is gone after the first visit${isolated ? '' : ', and had no headers'}`, async ({
    page,
  }) => {
    test.setTimeout(240_000);
    const host = await serveHost(undefined, isolated);
    await openApp(page, 'backend=wasm&seed=4', host.address);
    await kept(page);
    if (!isolated) {
      // The first worker only adds the headers; the isolated page then registers the full one.
      await page.waitForFunction(() => crossOriginIsolated);
      await page.waitForFunction(() => !navigator.serviceWorker.controller?.scriptURL.includes('?'));
    }
    expect(await installErrors(page)).toEqual([]);
    await host.down();

    await page.goto(`${host.address}?backend=wasm&seed=5`);
    await expect(picture(page)).toHaveAttribute('data-seed', '5');
    await expectWhole(page);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await openEveryTab(page);
    for (const menu of ['Settings', 'History', 'More exports']) {
      await button(page, menu).first().click();
      await page.keyboard.press('Escape');
    }
    for (const key of ['?', 'g', 'Control+k']) {
      await page.keyboard.press(key);
      await expect(page.getByRole('dialog')).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
    }
    const png = await download(page, () => button(page, 'Export PNG').click());
    expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
    await openTab(page, 'Walk');
    await button(page, 'Export GIF').first().click();
    const gif = await download(page, () =>
      page
        .getByRole('dialog')
        .getByRole('button', { name: /^Export|^Save/ })
        .click(),
    );
    expect(gif.bytes.subarray(0, 3).toString()).toBe('GIF');
    // The encoders of all other formats were kept, too.
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Size' }).selectOption({ index: 0 });
    await dialog.getByRole('spinbutton', { name: 'Frames', exact: true }).fill('4');
    for (const [format, ending] of [
      ['WebM', /\.webm$/],
      ['WebP', /\.webp$/],
      ['APNG', /\.png$/],
      ['PNG frames', /\.zip$/],
      ['Contact sheet', /\.png$/],
    ] as const) {
      await dialog.getByRole('radio', { name: format, exact: true }).check();
      const film = await download(page, () =>
        dialog.getByRole('button', { name: 'Export', exact: true }).click(),
      );
      expect(film.name).toMatch(ending);
      await expect(dialog.getByRole('status', { name: 'Export' })).toContainText(film.name);
    }
    await page.keyboard.press('Escape');
    // The model's measurements, and its attributes.
    await openTab(page, 'Attributes');
    await expect(page.getByRole('slider').first()).toBeVisible();
    await andSee(page, () => button(page, 'New sample').click());
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
}

test('everything of the default model is kept: card, directions and encoder', async ({ page }) => {
  const host = await serveHost(undefined);
  await openApp(page, 'backend=wasm&seed=4', host.address);
  await kept(page);
  const listed = await page.evaluate(async () => {
    const { models } = await (await fetch('./models/index.json')).json();
    const { id } = models.find((model: { default?: boolean }) => model.default) ?? models[0];
    const { files } = await (await fetch(`./models/${id}/zscape.json`)).json();
    return files.map(({ path }: { path: string }) => `./models/${id}/${path}`);
  });
  await host.down();
  const answers = await page.evaluate(
    (paths: string[]) => Promise.all(paths.map(async (path) => [path, (await fetch(path)).status])),
    listed,
  );
  expect(answers).toEqual(listed.map((path: string) => [path, 200]));
});

test('keeping the page waits while the visitor moves a slider, and ends afterwards', async ({ page }) => {
  const host = await serveHost(undefined);
  await openApp(page, 'backend=wasm&seed=4', host.address);
  await openTab(page, 'Sample');
  await expect.poll(() => host.requests.some(({ path }) => path === 'sw.js')).toBe(true);
  // The files that were on their way arrive.
  await moveSlider(page, { moves: 40 });
  const before = host.requests.length;
  await moveSlider(page, { moves: 150 });
  expect(await page.evaluate(() => navigator.serviceWorker.controller)).toBeNull();
  // Otherwise eighty and more would have been fetched.
  expect(host.requests.length - before).toBeLessThan(20);
  await kept(page);
  await host.down();
  await page.reload();
  await expectWhole(page);
});

test('a browser that refuses storage still shows the page', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'caches', {
      get: () => {
        throw new DOMException('refused', 'SecurityError');
      },
    });
    navigator.serviceWorker.register = () => Promise.reject(new DOMException('refused', 'SecurityError'));
  });
  await openApp(page, 'backend=wasm&seed=4');
  await openTab(page, 'Walk');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('storage that was cleared is filled again', async ({ page }) => {
  const host = await serveHost(undefined);
  await openApp(page, 'backend=wasm&seed=4', host.address);
  await kept(page);
  await page.evaluate(async () => {
    for (const name of await caches.keys()) await caches.delete(name);
    for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
  });
  await page.reload();
  await expect(picture(page)).toHaveAttribute('data-frame', /^[1-9]/);
  await kept(page);
  await host.down();
  await page.reload();
  await expect(picture(page)).toHaveAttribute('data-frame', /^[1-9]/);
});
