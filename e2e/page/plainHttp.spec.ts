/** The page over plain http from another machine, where browsers withhold what they keep for secure pages. */
import { andSee, button, openApp, openTab, picture } from '../support/app.ts';
import { serveSite } from '../support/site.ts';
import { expect, test } from '../support/test.ts';

test.use({
  launchOptions: async ({ launchOptions }, use) => {
    const args = [...(launchOptions.args ?? []), '--host-resolver-rules=MAP zscape.test 127.0.0.1'];
    await use({ ...launchOptions, args });
  },
});

test('it opens, and faces are kept for as long as it is open', async ({ page }) => {
  const site = await serveSite();
  try {
    await openApp(page, 'seed=91', site.address.replace('localhost', 'zscape.test'));
    expect(await page.evaluate(() => [isSecureContext, 'randomUUID' in crypto])).toEqual([false, false]);
    await button(page, 'Pin').click();
    await andSee(page, () => button(page, 'New sample').click());
    await button(page, 'Pin').click();
    await expect(page.getByRole('region', { name: 'Kept faces' }).getByRole('listitem')).toHaveCount(2);
    await openTab(page, 'Path');
    await button(page, 'Add to path').click();
    await page.reload();
    await expect(picture(page)).toHaveAttribute('data-frame', /^[1-9]/);
    await expect(page.getByRole('region', { name: 'Kept faces' }).getByRole('listitem')).toHaveCount(2);
  } finally {
    await site.close();
  }
});
