/** Files that another app shares with the installed one: the browser posts them to `share`, which only the service worker answers. */
import type { Page } from '@playwright/test';
import { button, download, openApp, takeSeed } from '../support/app.ts';
import { shows } from '../support/arrivals.ts';
import { fixture } from '../support/convert.ts';
import { kept, serveHost } from '../support/offline/host.ts';
import { expect, test } from '../support/test.ts';

test.use({ serviceWorkers: 'allow' });

type Shared = string | { name: string; mimeType: string; buffer: Buffer };

/** Posts a file as the browser does on behalf of the sharing app: from elsewhere, into a blank tab. */
async function share(page: Page, address: string, file: Shared): Promise<void> {
  await page.goto('about:blank');
  await page.setContent(
    `<form method="post" enctype="multipart/form-data" action="${address}share"><input type="file" name="files" /><button>Share</button></form>`,
  );
  await page.setInputFiles('input', file);
  await page.getByRole('button', { name: 'Share' }).click();
  // The request for the files is removed from the address, so a reload does not repeat it.
  await expect.poll(() => page.url(), { timeout: 60_000 }).toBe(address);
}

test('a picture with its link, a session and a model open when they are shared', async ({
  page,
  context,
}) => {
  test.setTimeout(240_000);
  const host = await serveHost(undefined);
  await openApp(page, '', host.address);
  await kept(page);
  await takeSeed(page, 351);
  const png = await download(page, () => button(page, 'Export PNG').click());
  await takeSeed(page, 352);
  const session = await download(page, () => page.keyboard.press('Control+s'));

  const other = await context.newPage();
  await share(other, host.address, { name: png.name, mimeType: 'image/png', buffer: png.bytes });
  await shows(other, 351);
  await share(other, host.address, {
    name: session.name,
    mimeType: 'application/json',
    buffer: session.bytes,
  });
  await shows(other, 352);
  await share(other, host.address, fixture('hub_b', 'module.tar.gz'));
  const card = other.getByRole('tabpanel', { name: 'Models' }).getByRole('listitem');
  await expect(card.filter({ hasText: 'On this device' }).filter({ hasText: 'Current model' })).toBeVisible({
    timeout: 120_000,
  });
  // They have been removed from the cache.
  expect(await other.evaluate(() => caches.keys())).not.toContain('zscape-shared-1');
  await host.close();
});
