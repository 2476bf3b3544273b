/** Sessions: saved continuously, one per tab; named; exported as a file and opened again; broken files refused. */
import type { Page } from '@playwright/test';
import {
  andSee,
  button,
  download,
  openApp,
  picture,
  slider,
  slideTo,
  takeSeed,
  writeSession,
} from '../support/app.ts';
import { canvasPixels, difference } from '../support/pixels.ts';
import { defaultModel } from '../support/shipped.ts';
import { expect, test } from '../support/test.ts';

const tray = (page: Page) => page.getByRole('region', { name: 'Pins' });

async function openFile(page: Page, name: string, text: string): Promise<void> {
  const picked = page.waitForEvent('filechooser');
  await button(page, 'Open session').click();
  await (await picked).setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
}

test('a reload continues where it was', async ({ page }) => {
  await openApp(page);
  await takeSeed(page, 71);
  await andSee(page, () => slideTo(slider(page, 'z 3'), -2));
  const before = await canvasPixels(picture(page));
  await writeSession(page);
  await page.reload();
  await expect(picture(page)).toHaveAttribute('data-frame', /^[1-9]/);
  await expect(slider(page, 'z 3')).toHaveValue('-2');
  expect(difference(await canvasPixels(picture(page)), before).largest).toBe(0);
});

test('tabs do not overwrite each other', async ({ page, context }) => {
  await openApp(page);
  await takeSeed(page, 72);
  await button(page, 'Pin').click();
  await writeSession(page);
  const other = await context.newPage();
  await openApp(other);
  await expect(tray(other).getByRole('listitem')).toHaveCount(1);
  await takeSeed(other, 73);
  await button(other, 'Pin').click();
  await writeSession(other);
  await page.reload();
  await expect(picture(page)).toHaveAttribute('data-seed', '72');
  await expect(tray(page).getByRole('listitem')).toHaveCount(1);
  await other.reload();
  await expect(picture(other)).toHaveAttribute('data-seed', '73');
  await expect(tray(other).getByRole('listitem')).toHaveCount(2);
});

test('a session file restores everything in another browser', async ({ page, browser }) => {
  await openApp(page);
  await takeSeed(page, 74);
  await button(page, 'Pin').click();
  await andSee(page, () => slideTo(slider(page, 'z 0'), 2.25));
  const shown = await canvasPixels(picture(page));
  const file = await download(page, () => button(page, 'Export session').click());
  expect(file.name).toMatch(/\.zscape\.json$/);

  const context = await browser.newContext();
  const other = await context.newPage();
  await openApp(other, '', page.url());
  await andSee(other, () => openFile(other, file.name, file.bytes.toString()));
  await expect(slider(other, 'z 0')).toHaveValue('2.25');
  await expect(tray(other).getByRole('button', { name: 'Seed 74', exact: true }).first()).toBeVisible();
  expect(difference(await canvasPixels(picture(other)), shown).largest).toBe(0);
  await context.close();
});

test('a named session is found again', async ({ page }) => {
  await openApp(page);
  await takeSeed(page, 75);
  await button(page, 'Sessions').click();
  const dialog = page.getByRole('dialog', { name: 'Sessions' });
  await dialog.getByRole('button', { name: 'Name Unnamed' }).first().click();
  await page.keyboard.type('Monday');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('Monday')).toBeVisible();
  await dialog.getByRole('button', { name: 'Continue in a copy' }).click();
  await expect(dialog.getByRole('button', { name: 'Go to Monday' })).toBeVisible();
  await page.keyboard.press('Escape');
  await takeSeed(page, 76);
  await button(page, 'Sessions').click();
  await dialog.getByRole('button', { name: 'Go to Monday' }).click();
  await expect(picture(page)).toHaveAttribute('data-seed', '75');
});

test('files that are not a complete session are refused with an explanation, and everything stays', async ({
  page,
}) => {
  await openApp(page);
  await takeSeed(page, 77);
  await button(page, 'Pin').click();
  const { bytes } = await download(page, () => button(page, 'Export session').click());
  const whole = bytes.toString();
  const nan = Buffer.from(new Float32Array(512).fill(Number.NaN).buffer).toString('base64');
  const broken: [string, string, RegExp][] = [
    ['cut.zscape.json', whole.slice(0, whole.length / 2), /cut off/],
    ['other.zscape.json', '{"hello": 1}', /not a Zscape session/],
    ['later.zscape.json', whole.replace('"version":1', '"version":9'), /version 9/],
    ['nan.zscape.json', whole.replace(/"f32":"[^"]+"/, `"f32":"${nan}"`), /finite/],
    ['size.zscape.json', whole.replace('"latent":512', '"latent":64'), /64 dimensions/],
    ['model.zscape.json', whole.replaceAll(`"${defaultModel.id}"`, '"not-here"'), /not-here/],
  ];
  for (const [name, text, says] of broken) {
    await openFile(page, name, text);
    await expect(page.getByRole('alert').filter({ hasText: says })).toBeVisible();
    await page.getByRole('alert').filter({ hasText: says }).getByRole('button', { name: 'Dismiss' }).click();
    await expect(picture(page)).toHaveAttribute('data-seed', '77');
    await expect(tray(page).getByRole('listitem')).toHaveCount(1);
  }
});

for (const [name, breakStorage, says] of [
  [
    'refused',
    () => {
      indexedDB.open = () => {
        throw new DOMException('no storage in a private window', 'SecurityError');
      };
    },
    /saves no data for this page/,
  ],
  [
    'full',
    () => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('no room', 'QuotaExceededError');
      };
    },
    /no room left/,
  ],
] as const) {
  test(`where storage is ${name} the page says so once, and everything works`, async ({ page }) => {
    await page.addInitScript(breakStorage);
    await openApp(page, 'seed=78');
    await button(page, 'Pin').click();
    await expect(page.locator('.notice').filter({ hasText: says })).toHaveCount(1);
    await andSee(page, () => button(page, 'New sample').click());
    await button(page, 'Pin').click();
    await expect(tray(page).getByRole('listitem')).toHaveCount(2);
    const file = await download(page, () => button(page, 'Export session').click());
    expect(JSON.parse(file.bytes.toString()).state.pins).toHaveLength(2);
  });
}
