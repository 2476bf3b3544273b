/** Storage that fails, hangs, is cleared, is shared or is refused: the page still shows a face, and reports the trouble. */
import type { Page } from '@playwright/test';
import { andSee, button, download, openApp, openTab, picture, takeSeed } from '../support/app.ts';
import { fixture } from '../support/convert.ts';
import { dump } from '../support/library.ts';
import { serveSite } from '../support/site.ts';
import { expect, test } from '../support/test.ts';

const tray = (page: Page) => page.getByRole('region', { name: 'Pins' });
const sessionsDialog = (page: Page) => page.getByRole('dialog', { name: 'Sessions' });

function neverAnswer(): void {
  indexedDB.open = () => Object.setPrototypeOf(new EventTarget(), IDBOpenDBRequest.prototype);
}

test('a database that never answers does not delay the picture, and is reported', async ({ page }) => {
  await page.addInitScript(neverAnswer);
  await openApp(page, 'seed=82');
  await expect(page.locator('.notice').filter({ hasText: 'is not answering' })).toHaveCount(1);
  await andSee(page, () => button(page, 'New sample').click());
});

test('nor does it after a reload', async ({ page }) => {
  await openApp(page);
  await takeSeed(page, 83);
  await button(page, 'Pin').click();
  await expect.poll(async () => JSON.parse(await dump(page, 'pins')).length).toBe(1);
  await page.addInitScript(neverAnswer);
  await page.reload();
  await expect(picture(page)).toHaveAttribute('data-frame', /^[1-9]/);
  await expect(page.locator('.notice').filter({ hasText: 'is not answering' })).toHaveCount(1);
});

test('a database that is deleted under the page is written again', async ({ page }) => {
  await openApp(page);
  await takeSeed(page, 84);
  await button(page, 'Pin').click();
  await expect.poll(async () => JSON.parse(await dump(page, 'pins')).length).toBe(1);
  await page.evaluate(
    () =>
      new Promise((done) => {
        indexedDB.deleteDatabase('zscape').onsuccess = done;
      }),
  );
  await andSee(page, () => button(page, 'New sample').click());
  await button(page, 'Pin').click();
  await expect.poll(async () => JSON.parse(await dump(page, 'pins')).length).toBe(2);
  await page.reload();
  await expect(tray(page).getByRole('listitem')).toHaveCount(2);
});

test('a failed write is retried automatically', async ({ page }) => {
  await page.addInitScript(() => {
    const { put } = IDBObjectStore.prototype;
    let failures = 2;
    IDBObjectStore.prototype.put = function write(...given) {
      if (this.name === 'pins' && failures-- > 0) throw new DOMException('no room', 'QuotaExceededError');
      return put.apply(this, given);
    };
  });
  await openApp(page);
  await takeSeed(page, 85);
  await button(page, 'Pin').click();
  await expect(page.locator('.notice').filter({ hasText: 'no room left' })).toHaveCount(1);
  await expect.poll(async () => JSON.parse(await dump(page, 'pins')).length).toBe(1);
  await expect(page.locator('.notice').filter({ hasText: 'can save data for this page again' })).toHaveCount(
    1,
  );
});

test('a session that is open in another tab is marked, and opened as a copy', async ({ page, context }) => {
  await openApp(page);
  await takeSeed(page, 86);
  await button(page, 'Pin').click();
  await button(page, 'Sessions').click();
  await sessionsDialog(page).getByRole('button', { name: 'Name Unnamed' }).first().click();
  await page.keyboard.type('Monday');
  await page.keyboard.press('Enter');
  await expect(sessionsDialog(page).getByText('Monday')).toBeVisible();
  await page.keyboard.press('Escape');
  const other = await context.newPage();
  await openApp(other);
  await button(other, 'Sessions').click();
  const item = sessionsDialog(other).getByRole('listitem').filter({ hasText: 'Monday' });
  await expect(item).toContainText('open in another tab');
  await expect(item.getByRole('button', { name: /^(Delete|Name)/ })).toHaveCount(0);
  await item.getByRole('button', { name: 'Go to Monday, as a copy' }).click();
  await expect(picture(other)).toHaveAttribute('data-seed', '86');
  await expect(other.getByRole('note').filter({ hasText: 'in a copy' })).toHaveCount(1);
  await takeSeed(other, 87);
  await button(other, 'Pin').click();
  await takeSeed(page, 88);
  await button(page, 'Sessions').click();
  await expect(sessionsDialog(page).getByText('Monday', { exact: true })).toBeVisible();
  await expect(sessionsDialog(page).getByText('Monday (copy)')).toBeVisible();
  await page.reload();
  await expect(picture(page)).toHaveAttribute('data-seed', '88');
  await expect(tray(page).getByRole('listitem')).toHaveCount(1);
});

for (const [name, refuse] of [
  [
    'throw',
    () => {
      LockManager.prototype.request = () => {
        throw new DOMException('not allowed', 'SecurityError');
      };
    },
  ],
  [
    'never answer',
    () => {
      LockManager.prototype.request = () => new Promise(() => undefined);
    },
  ],
] as const) {
  test(`locks that ${name} do not prevent saving`, async ({ page }) => {
    await page.addInitScript(refuse);
    await openApp(page);
    await takeSeed(page, 89);
    await button(page, 'Pin').click();
    await expect.poll(async () => JSON.parse(await dump(page, 'pins')).length).toBe(1);
    await page.reload();
    await expect(picture(page)).toHaveAttribute('data-seed', '89');
  });
}

for (const [name, only] of [
  ['none at all', ''],
  ['none for films', 'film'],
  ['none for the converter', 'zscape-converter'],
  ['none for long sums', 'zscape-maths'],
] as const) {
  test(`a browser that starts no worker, ${name}, says so`, async ({ page }) => {
    await page.addInitScript((refused) => {
      const RealWorker = Worker;
      globalThis.Worker = class extends RealWorker {
        constructor(url: string | URL, options?: WorkerOptions) {
          if (refused === '' || options?.name === refused) throw new DOMException('Denied.', 'SecurityError');
          super(url, options);
        }
      };
    }, only);
    const says = page.getByRole('alert').filter({ hasText: 'does not let the page start a worker' });
    if (only === '') {
      await page.goto('./');
      await expect(says).toContainText('Pictures cannot be computed');
      await expect(page.getByRole('tab', { name: 'Models' })).toBeVisible();
      return;
    }
    await openApp(page, 'backend=wasm');
    if (only === 'film') {
      await openTab(page, 'Walk');
      await button(page, 'Set A').click();
      await andSee(page, () => button(page, 'New sample').click());
      await button(page, 'Set B').click();
      await button(page, 'Export GIF').click();
      await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
    } else if (only === 'zscape-converter') {
      await openTab(page, 'Models');
      const picked = page.waitForEvent('filechooser');
      await button(page, 'Add a model').click();
      await (await picked).setFiles(fixture('hub_b', 'module.tar.gz'));
    } else await openTab(page, 'Attributes');
    await expect(page.getByText('does not let the page start a worker').first()).toBeVisible({
      timeout: 60_000,
    });
    await page.keyboard.press('Escape');
    await andSee(page, () => button(page, 'New sample').click());
  });
}

test('a session that breaks the page is offered as a file, and a fresh one begins', async ({
  page,
  uncaught,
}) => {
  // The header shows the engine's speed in numbers; panels and the row of pins would only break on their own.
  await page.addInitScript(() => {
    // Existing formatters are reused.
    const { get } = Object.getOwnPropertyDescriptor(Intl.NumberFormat.prototype, 'format')!;
    Object.defineProperty(Intl.NumberFormat.prototype, 'format', {
      get() {
        if (sessionStorage.getItem('broken-for-the-test')) throw new Error('broken for the test');
        return get!.call(this);
      },
    });
  });
  await openApp(page);
  await takeSeed(page, 90);
  await button(page, 'Pin').click();
  await expect.poll(async () => JSON.parse(await dump(page, 'pins')).length).toBe(1);
  // In one go: a header that is drawn anew in between would take the button away.
  await button(page, 'New sample').evaluate((element: HTMLElement) => {
    sessionStorage.setItem('broken-for-the-test', 'yes');
    element.click();
  });
  const broken = page.getByRole('alert').filter({ hasText: 'This page stopped working' });
  await expect(broken).toContainText('broken for the test');
  const file = await download(page, () =>
    broken.getByRole('button', { name: 'Export the session as a file' }).click(),
  );
  expect(JSON.parse(file.bytes.toString()).state.pins).toHaveLength(1);
  // A manual reload does not break again: the page remembers that the session broke it.
  await expect.poll(async () => JSON.parse(await dump(page, 'pins')).length).toBe(1);
  await page.evaluate(() => sessionStorage.removeItem('broken-for-the-test'));
  await page.reload();
  await expect(picture(page)).toHaveAttribute('data-frame', /^[1-9]/);
  await expect(page.getByRole('note').filter({ hasText: 'broke the page' })).toHaveCount(1);
  uncaught.length = 0;
});

test('a missing default model is replaced by another', async ({ page }) => {
  const site = await serveSite({
    tamper: (path) =>
      path === 'models/index.json'
        ? Buffer.from(
            JSON.stringify({
              schema: 1,
              models: [
                { id: 'gone', title: 'Gone', bytes: 1, default: true },
                { id: 'avatars-128', title: 'Avatars', bytes: 1 },
              ],
            }),
          )
        : undefined,
  });
  try {
    await openApp(page, '', site.address);
    await expect(picture(page)).toHaveAttribute('data-model', 'avatars-128');
    await expect(page.getByRole('alert')).toContainText('gone/zscape.json');
  } finally {
    await site.close();
  }
});

for (const [what, answer] of [
  ['is gone', () => null],
  ['has other bytes', (bytes: Buffer) => Buffer.alloc(bytes.length)],
] as const) {
  test(`a model whose previews file ${what} opens without previews`, async ({ page }) => {
    const site = await serveSite({
      tamper: (path, bytes) => (path.endsWith('/previews.bin') ? answer(bytes) : undefined),
    });
    try {
      await openApp(page, '', site.address);
      await expect(page.getByRole('alert')).toHaveCount(0);
    } finally {
      await site.close();
    }
  });
}

test('a full disk is explained when a model is added', async ({ page, context }) => {
  await openApp(page, 'backend=wasm');
  const devtools = await context.newCDPSession(page);
  const origin = new URL(page.url()).origin;
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 20_000 });
  await openTab(page, 'Models');
  const picked = page.waitForEvent('filechooser');
  await button(page, 'Add a model').click();
  await (await picked).setFiles(fixture('hub_b', 'module.tar.gz'));
  // The database has no room either, and reports that separately.
  const alert = page.getByRole('alert').filter({ hasText: 'has no room for that' });
  await expect(alert).toContainText('has no room for that', { timeout: 60_000 });
  await expect(alert).toContainText('STORAGE_FULL');
});
