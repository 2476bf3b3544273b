/** A published model with one click, from a host of another origin: the requests made, the files kept, and the hosts' failures. */
import type { Page } from '@playwright/test';
import { button, openApp, openTab, picture } from '../support/app.ts';
import { makePublished } from '../support/models/published.ts';
import { defaultModel } from '../support/shipped.ts';
import { type Fault, type SourceHost, type SourceOptions, serveSource } from '../support/source.ts';
import { test as base, expect } from '../support/test.ts';

const test = base.extend<
  { host: (options?: Partial<SourceOptions>) => Promise<SourceHost> },
  { small: Map<string, Uint8Array> }
>({
  small: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures out of this pattern
    async ({}, use) => use(makePublished('--small')),
    { scope: 'worker' },
  ],
  host: async ({ small }, use) => {
    const hosts: SourceHost[] = [];
    await use(async (options = {}) => {
      const host = await serveSource({ files: new Map(small), ...options });
      hosts.push(host);
      return host;
    });
    for (const host of hosts) await host.close();
  },
});

const get = (page: Page) => page.getByRole('button', { name: /^Get ProGAN CelebA 128/ });
const bar = (page: Page) => page.getByRole('progressbar', { name: 'Getting ProGAN CelebA 128' });
const binaries = ({ requests }: SourceHost) => requests.filter(({ path }) => path.endsWith('.bin'));

async function openModels(page: Page, host: SourceHost, query = ''): Promise<void> {
  await openApp(page, `backend=wasm&source=${host.address}${query}`);
  await openTab(page, 'Models');
}

async function shown(page: Page): Promise<void> {
  await expect(picture(page)).toHaveAttribute('data-model', 'progan-128', { timeout: 60_000 });
}

// A model on the device should work without a network, so the page is kept, too.
test.use({ serviceWorkers: 'allow' });

test('only the click contacts the other host; the model stays in 8 bits, and works without a network', async ({
  page,
  context,
  host,
}) => {
  const source = await host({ latency: 20 });
  const hosts = new Set<string>();
  context.on('request', (request) => hosts.add(new URL(request.url()).host));
  await openModels(page, source);
  const card = page.getByRole('listitem').filter({ hasText: 'ProGAN CelebA 128' });
  const name = new URL(source.address).host;
  await expect(card).toContainText(`512 latent numbers · real faces · from ${name}`);
  await expect(card).toContainText('Nothing is downloaded until you click');
  await expect(page.getByRole('radiogroup', { name: 'Size' }).getByRole('radio')).toHaveCount(2);
  await expect(page.getByRole('radio', { name: '8 bits' })).toBeChecked();
  expect([...hosts].filter((one) => one !== new URL(page.url()).host && one !== '')).toEqual([]);
  expect(source.requests).toEqual([]);

  await get(page).click();
  await shown(page);
  await expect(card.getByText('On this device', { exact: true })).toBeVisible();
  await expect(get(page)).toHaveCount(0);
  await expect(page.getByText(`Its files are not the published ones.`).first()).toBeVisible();
  await expect(page.locator('dt:text("Weights") + dd')).toHaveText('uint8');
  const asked = source.requests.map(({ path }) => path);
  expect(new Set(asked).size).toBe(asked.length);
  expect(asked.every((path) => path === 'files.json' || path.includes('quantized_uint8'))).toBe(true);
  // The downloaded files are deleted once the model is complete.
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const names: string[] = [];
        const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('downloads');
        for await (const one of folder.keys()) names.push(one);
        return names;
      }),
    )
    .toEqual([]);

  // The complete page is kept, too.
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await source.close();
  await context.setOffline(true);
  await page.goto('./?backend=wasm&model=progan-128&seed=5');
  await shown(page);
  await expect(picture(page)).toHaveAttribute('data-seed', '5');
  await openTab(page, 'Walk');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('in full precision it is another download, and stays in float32', async ({ page, host }) => {
  const source = await host();
  await openModels(page, source);
  await page.getByRole('radio', { name: 'Full' }).check();
  await get(page).click();
  await shown(page);
  await expect(page.locator('dt:text("Weights") + dd')).toHaveText('float32');
  expect(binaries(source).every(({ path }) => path.startsWith('model/progan128/'))).toBe(true);
});

test('a link for it offers to get it, and then shows the linked face', async ({ page, host }) => {
  const source = await host();
  await openApp(page, `backend=wasm&model=progan-128&seed=7&source=${source.address}`);
  await expect(page.getByRole('status').filter({ hasText: 'The link you opened' })).toBeVisible();
  await expect(picture(page)).toHaveAttribute('data-model', defaultModel.id);
  expect(source.requests).toEqual([]);
  await get(page).click();
  await shown(page);
  await expect(picture(page)).toHaveAttribute('data-seed', '7');

  await button(page, 'Share link').click();
  await expect(page).toHaveURL(/#v=/);
  const link = page.url();
  const other = await page.context().browser()!.newContext();
  const fresh = await other.newPage();
  await fresh.goto(link.replace('#', `&source=${source.address}#`));
  await get(fresh).click();
  await shown(fresh);
  await expect(picture(fresh)).toHaveAttribute('data-seed', '7');
  await other.close();
});

test('a download resumes where the connection broke', async ({ page, host }) => {
  const broken = new Set<string>();
  const source = await host({
    fault: (path) => {
      if (!path.endsWith('.bin') || broken.has(path)) return undefined;
      broken.add(path);
      return { kind: 'broken', after: 1000 };
    },
  });
  await openModels(page, source);
  await get(page).click();
  await shown(page);
  expect(broken.size).toBeGreaterThan(1);
  for (const path of broken) {
    const asked = binaries(source).filter((one) => one.path === path);
    expect(asked.map(({ range }) => range)).toEqual([undefined, 'bytes=1000-']);
  }
});

test('a cancelled download resumes after a reload, without the files that had arrived', async ({
  page,
  host,
}) => {
  const source = await host({ bytesPerSecond: 10_000 });
  await openModels(page, source);
  await get(page).click();
  await expect(bar(page)).toBeVisible();
  await expect(bar(page)).toHaveAttribute('aria-valuetext', /kB of .*kB.*\/s.*left/);
  await expect.poll(() => binaries(source).length).toBeGreaterThan(4);
  await button(page, 'Cancel').click();
  await expect(get(page)).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  const first = binaries(source).map(({ path }) => path);
  await page.reload();
  await openTab(page, 'Models');
  await get(page).click();
  await shown(page);
  const again = binaries(source)
    .slice(first.length)
    .map(({ path }) => path);
  // The first had arrived before the fifth was requested.
  expect(again).not.toContain(first[0]);
});

const shard = (path: string) => /shard2of\d+\.bin$/.test(path);
const faults: { what: string; fault: (path: string) => Fault | undefined; cors?: boolean; says: RegExp }[] = [
  {
    what: 'a host without CORS',
    fault: () => undefined,
    cors: false,
    says: /localhost.*(CORS|lets? .*(page|read))/i,
  },
  {
    what: 'a file with another hash',
    fault: (path) => (shard(path) ? { kind: 'changed' } : undefined),
    says: /group1-shard2of\d+\.bin from localhost:\d+ is not the one that was published/,
  },
  {
    what: 'a file that is missing',
    fault: (path) => (shard(path) ? { kind: 'missing' } : undefined),
    says: /404/,
  },
  {
    what: 'a web page in a file’s place',
    fault: (path) => (shard(path) ? { kind: 'page' } : undefined),
    says: /web page|HTML/i,
  },
  {
    what: 'a connection that breaks immediately, again and again',
    fault: (path) => (shard(path) ? { kind: 'broken', after: 0 } : undefined),
    says: /localhost/,
  },
  {
    what: 'a list that is a web page',
    fault: (path) => (path === 'files.json' ? { kind: 'page' } : undefined),
    says: /web page|HTML/i,
  },
];

for (const { what, fault, cors = true, says } of faults) {
  test(`${what} is reported, and the next try works`, async ({ page, host }) => {
    let faulty = true;
    const source = await host({ cors, fault: (path) => (faulty ? fault(path) : undefined) });
    await openModels(page, source);
    await get(page).click();
    await expect(page.getByRole('alert')).toContainText(says);
    await expect(picture(page)).toHaveAttribute('data-model', defaultModel.id);
    await expect(page.getByText('On this device', { exact: true })).toHaveCount(0);
    const asked = binaries(source).filter(({ path }) => shard(path)).length;
    if (says.source.includes('not the one')) expect(asked).toBe(2);
    if (!cors) return;
    faulty = false;
    await get(page).click();
    await shown(page);
  });
}

test('the table’s own hosts are contacted in order, and only after the click', async ({ page, context }) => {
  const asked: string[] = [];
  await context.route(/githubusercontent\.com|github\.io/, (route) => {
    asked.push(new URL(route.request().url()).host);
    return route.fulfill({ status: 404, headers: { 'Access-Control-Allow-Origin': '*' } });
  });
  await openApp(page, 'backend=wasm');
  await openTab(page, 'Models');
  const card = page.getByRole('listitem').filter({ hasText: 'ProGAN CelebA 128' });
  await expect(card).toContainText('512 latent numbers · real faces · 23 MB from github.com');
  await page.getByRole('radio', { name: 'Full' }).check();
  await expect(card).toContainText('92 MB from github.com');
  await expect(card).toContainText('raw.githubusercontent.com (or josephrocca.github.io, if that fails)');
  expect(asked).toEqual([]);
  await get(page).click();
  await expect(page.getByRole('alert')).toContainText('raw.githubusercontent.com');
  expect(asked[0]).toBe('raw.githubusercontent.com');
  expect(asked).toContain('josephrocca.github.io');
});

test('a quiet line offers real faces until it is dismissed', async ({ page }) => {
  await openApp(page);
  const line = page.getByText('Real faces are one click away');
  await expect(line).toBeVisible();
  await button(page, 'ProGAN CelebA 128').click();
  await expect(get(page)).toBeVisible();
  await openTab(page, 'Sample');
  await button(page, 'Hide the note about real faces').click();
  await expect(line).toHaveCount(0);
  await page.waitForFunction(() => localStorage.getItem('zscape.settings')?.includes('"realFacesTold":true'));
  await page.reload();
  await openTab(page, 'Sample');
  await expect(line).toHaveCount(0);
});
