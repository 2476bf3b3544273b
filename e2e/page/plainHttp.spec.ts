/** The page over plain http from another machine, where browsers withhold features reserved for secure pages. */
import { andSee, button, openApp, openTab, picture } from '../support/app.ts';
import { serveSite } from '../support/site.ts';
import { serveSource } from '../support/source.ts';
import { expect, test } from '../support/test.ts';

test.use({
  launchOptions: async ({ launchOptions }, use) => {
    const args = [...(launchOptions.args ?? []), '--host-resolver-rules=MAP zscape.test 127.0.0.1'];
    await use({ ...launchOptions, args });
  },
});

test('it opens, and faces are kept while it is open', async ({ page }) => {
  const site = await serveSite();
  try {
    await openApp(page, 'seed=91', site.address.replace('localhost', 'zscape.test'));
    expect(await page.evaluate(() => [isSecureContext, 'randomUUID' in crypto])).toEqual([false, false]);
    await button(page, 'Pin').click();
    await andSee(page, () => button(page, 'New sample').click());
    await button(page, 'Pin').click();
    await expect(page.getByRole('region', { name: 'Pins' }).getByRole('listitem')).toHaveCount(2);
    await openTab(page, 'Path');
    await button(page, 'Add to path').click();
    await page.reload();
    await expect(picture(page)).toHaveAttribute('data-frame', /^[1-9]/);
    await expect(page.getByRole('region', { name: 'Pins' }).getByRole('listitem')).toHaveCount(2);
  } finally {
    await site.close();
  }
});

test('it may not make requests to the visitor’s own machine', async ({ page, uncaught }) => {
  const site = await serveSite({ isolated: false });
  const host = await serveSource({ files: new Map([['a.zip', new Uint8Array(10)]]) });
  try {
    await openApp(page, 'seed=91', site.address.replace('localhost', 'zscape.test'));
    const ask = (address: string) =>
      page.evaluate((url) => fetch(url).then(String, (error: Error) => error.name), address);
    expect(await ask(`${host.address}a.zip`)).toBe('TypeError');
    await openTab(page, 'Models');
    await button(page, 'From an address').click();
    await page.getByRole('textbox', { name: 'Address' }).fill(`${host.address}a.zip`);
    await button(page, 'Open').click();
    await expect(page.getByRole('alert')).toContainText('ADDRESS_INSECURE');
    expect(host.requests).toEqual([]);
    // Refused by the policy, as intended.
    await expect.poll(() => uncaught.length).toBeGreaterThan(0);
    uncaught.length = 0;
  } finally {
    await site.close();
    await host.close();
  }
});
