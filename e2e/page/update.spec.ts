/**
 * A tab that outlives a deployment, and a page kept from before one: no part is ever blank, no two versions mix, no work is lost.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { button, openApp, openEveryTab, openTab, picture } from '../support/app.ts';
import { expectWhole, kept, partsOf, serveHost } from '../support/offline/host.ts';
import { makeOtherBuild } from '../support/offline/otherBuild.ts';
import { projectRoot } from '../support/site.ts';
import { expect, test } from '../support/test.ts';

test.use({ serviceWorkers: 'allow' });

const dist = join(projectRoot, 'dist');
let other = '';
test.beforeAll(() => {
  other = makeOtherBuild();
});
test.afterAll(() => rmSync(join(other, '..'), { recursive: true, force: true }));

const versionOf = (page: Page) =>
  page
    .evaluate(() => document.querySelector<HTMLMetaElement>('meta[name="zscape-version"]')?.content)
    // While the page is navigating there is none.
    .catch(() => undefined);

test.describe('without a service worker', () => {
  test.use({ serviceWorkers: 'block' });

  test('an old tab says that Zscape was updated, whatever is clicked, and comes back with its work', async ({
    page,
  }) => {
    const host = await serveHost(dist);
    await openApp(page, 'backend=wasm', host.address);
    await button(page, 'New sample').click();
    await expect(picture(page)).not.toHaveAttribute('data-seed', '1');
    const seed = await picture(page).getAttribute('data-seed');
    host.deploy(other);

    await page.getByRole('tab', { name: 'Walk', exact: true }).click();
    const panel = page.getByRole('tabpanel', { name: 'Walk' });
    await expect(panel.getByRole('alert')).toContainText('Zscape was updated');
    await expect(panel.getByRole('button', { name: 'Reload' })).toBeVisible();
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog')).toContainText('Zscape was updated');
    await page.keyboard.press('Escape');
    await button(page, 'Export GIF').first().click();
    await expect(page.getByRole('dialog')).toContainText('Zscape was updated');
    await page.keyboard.press('Escape');
    await expectWhole(page);
    await expect(page.getByRole('status', { name: 'New version' })).toContainText('Zscape was updated');

    await page.getByRole('status', { name: 'New version' }).getByRole('button', { name: 'Reload' }).click();
    await expect.poll(() => versionOf(page)).not.toBe(undefined);
    await expect(page.getByRole('status', { name: 'New version' })).toBeHidden();
    await expect(picture(page)).toHaveAttribute('data-seed', seed ?? '');
    await expect(page.getByRole('tabpanel', { name: 'Walk' })).toBeVisible();
  });

  test('a part that could not be fetched can be tried again, and is not requested until then', async ({
    page,
  }) => {
    const host = await serveHost(dist);
    // Some parts are still to come then, and all of them fail.
    await openApp(page, 'backend=wasm&seed=4', host.address);
    const failed = new Map<string, number>();
    page.on('requestfailed', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.includes('/assets/')) failed.set(pathname, (failed.get(pathname) ?? 0) + 1);
    });
    await page.context().setOffline(true);
    await page.getByRole('tab', { name: 'Walk', exact: true }).click();
    const panel = page.getByRole('tabpanel', { name: 'Walk' });
    await expect(panel.getByRole('alert')).toContainText('could not be loaded');
    await panel.getByRole('button', { name: 'Try again' }).click();
    await expect(panel.getByRole('alert')).toContainText('could not be loaded');
    await expectWhole(page);
    // Once ahead, once when it was rendered, and once for the second try.
    expect([...failed].filter(([, times]) => times > 3)).toEqual([]);
    await page.context().setOffline(false);
    await panel.getByRole('button', { name: 'Try again' }).click();
    await expect(panel.getByRole('alert')).toHaveCount(0);
    await expect(panel.getByRole('button', { name: 'Play' })).toBeVisible();
    // What nobody can see to try it again comes by itself.
    await expect(page.locator('.stage-tools button').first()).toBeVisible();
  });
});

test('an old tab that is kept stays at its own version until the new one is requested', async ({ page }) => {
  test.setTimeout(240_000);
  const host = await serveHost(dist);
  await openApp(page, 'backend=wasm&seed=4', host.address);
  await kept(page);
  const first = await versionOf(page);
  host.deploy(other);
  await openTab(page, 'Walk');
  await openTab(page, 'Map');
  await expect(page.getByRole('alert')).toHaveCount(0);

  // A visitor who comes back now gets the complete old version, and a notice of the new one.
  await page.reload();
  await expect(picture(page)).toHaveAttribute('data-frame', /^[1-9]/);
  expect(await versionOf(page)).toBe(first);
  const notice = page.getByRole('status', { name: 'New version' });
  await expect(notice).toBeVisible({ timeout: 60_000 });
  const old = await partsOf(page);
  await button(page, 'New sample').click();
  await expect(picture(page)).not.toHaveAttribute('data-seed', '4');
  const seed = await picture(page).getAttribute('data-seed');
  await notice.getByRole('button', { name: 'Reload' }).click();
  await expect.poll(() => versionOf(page).catch(() => first)).not.toBe(first);
  await expect(picture(page)).toHaveAttribute('data-seed', seed ?? '');
  await openEveryTab(page);
  const parts = await partsOf(page);
  expect(parts.filter((path) => old.includes(path))).toEqual([]);
  await host.down();
  await page.reload();
  await expect(picture(page)).toHaveAttribute('data-frame', /^[1-9]/);
  await expect(page.getByRole('alert')).toHaveCount(0);
});
