/**
 * Models by address: typed, pasted or linked, from a host of another origin that behaves like real ones. No request is made before
 * the user agrees.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { button, openApp, openTab, picture, takeSeed } from '../support/app.ts';
import { fixture } from '../support/convert.ts';
import { canvasPixels, difference } from '../support/pixels.ts';
import { defaultModel } from '../support/shipped.ts';
import { type Fault, type SourceHost, type SourceOptions, serveSource } from '../support/source.ts';
import { test as base, expect } from '../support/test.ts';

interface Host extends SourceHost {
  /** `http://localhost:PORT/` */
  address: string;
}

/** A host with hub_b: its archive, the same as a model of TF.js, and as a bundle of ours. */
const test = base.extend<{ host: (options?: Partial<SourceOptions>) => Promise<Host> }>({
  host: async ({ fixtureModels }, use) => {
    const hosts: Host[] = [];
    await use(async (options) => {
      const files = new Map<string, Uint8Array>();
      files.set('nets/Horses.tar.gz', readFileSync(fixture('hub_b', 'module.tar.gz')));
      const bundle = join(fixtureModels, 'hub_b');
      for (const name of readdirSync(bundle)) {
        const bytes = readFileSync(join(bundle, name));
        files.set(`bundle/${name}`, bytes);
        if (name !== 'zscape.json') files.set(`nets/zebras/${name}`, bytes);
      }
      const host = await serveSource({ files, ...options });
      hosts.push(host);
      return host;
    });
    for (const host of hosts) await host.close();
  },
});

async function openForm(page: Page) {
  await openTab(page, 'Models');
  await button(page, 'From an address').click();
  return page.getByRole('textbox', { name: 'Address' });
}

const isShown = (page: Page, id: string) =>
  expect(picture(page)).toHaveAttribute('data-model', id, { timeout: 90_000 });

/** Hosts that the page has asked, other than its own. */
function watchHosts(page: Page): Set<string> {
  const hosts = new Set<string>();
  page.on('request', (request) => {
    const { host, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && host !== new URL(page.url()).host) hosts.add(host);
  });
  return hosts;
}

async function paste(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((words) => navigator.clipboard.writeText(words), text);
  await page.keyboard.press('Control+v');
}

test('a model.json is opened by its address, kept with it, and shared by a link that asks first', async ({
  page,
  host,
  browser,
  baseURL,
}) => {
  const { address, requests } = await host();
  const model = `${address}nets/zebras/model.json`;
  await openApp(page, 'backend=wasm');
  const asked = watchHosts(page);
  const field = await openForm(page);
  await field.fill(model);
  expect(asked.size).toBe(0);
  await field.press('Enter');
  await isShown(page, 'zebras');
  // Other files in the folder are not part of the model.
  expect(requests.map(({ path }) => path)).not.toContain('nets/zebras/preview.png');
  await expect(page.getByRole('link', { name: new URL(address).host })).toHaveAttribute('href', model);

  await openTab(page, 'Sample');
  await takeSeed(page, 23);
  await page.keyboard.press('Escape');
  await button(page, 'Share link').click();
  await expect.poll(() => new URL(page.url()).searchParams.get('model')).toBe(model);
  const link = page.url();
  const before = await canvasPixels(picture(page));

  // Once it is on this device, no further requests are needed.
  const told = requests.length;
  await page.goto('about:blank');
  await page.goto(link);
  await isShown(page, 'zebras');
  expect(requests).toHaveLength(told);

  const other = await browser.newContext({ baseURL: baseURL! });
  const visitor = await other.newPage();
  await visitor.goto(link);
  const question = visitor.getByRole('dialog');
  await expect(question).toContainText(new URL(address).host);
  await isShown(visitor, defaultModel.id);
  await expect(question).toContainText(model);
  expect(requests).toHaveLength(told);
  await button(visitor, 'Open').click();
  await isShown(visitor, 'zebras');
  await expect(picture(visitor)).toHaveAttribute('data-seed', '23');
  await expect.poll(async () => difference(before, await canvasPixels(picture(visitor))).largest).toBe(0);
  await other.close();
});

test('the page asks about a pasted address, and fetches an archive from it', async ({ page, host }) => {
  const { address, requests } = await host();
  await openApp(page, 'backend=wasm');
  const asked = watchHosts(page);
  const archive = `${address}nets/Horses.tar.gz`;
  await paste(page, archive);
  await expect(page.getByRole('dialog')).toContainText(archive);
  await button(page, 'Not now').click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  // In a field, a paste is just text.
  const field = await openForm(page);
  await field.focus();
  await paste(page, archive);
  await expect(field).toHaveValue(archive);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect([...asked, ...requests]).toEqual([]);
  await field.blur();
  await paste(page, archive);
  await button(page, 'Open').last().click();
  await isShown(page, 'horses');
});

test('a folder with a bundle of ours is used unchanged', async ({ page, host }) => {
  const { address, requests } = await host();
  await openApp(page, 'backend=wasm');
  const field = await openForm(page);
  await field.fill(`${address}bundle/`);
  await button(page, 'Open').click();
  await isShown(page, 'bundle');
  expect(requests[0]?.path).toBe('bundle/zscape.json');
  await expect(page.getByText('On this device', { exact: true })).toBeVisible();
});

test('a download resumes where the connection broke, shows bytes, speed and the time left, and can be cancelled', async ({
  page,
  host,
}) => {
  const whole = readFileSync(fixture('hub_b', 'module.tar.gz')).length;
  let broken = 0;
  const breaks = await host({
    tagShown: true,
    fault: () => (broken++ === 0 ? { kind: 'broken', after: whole >> 1 } : undefined),
  });
  await openApp(page, 'backend=wasm');
  const field = await openForm(page);
  await field.fill(`${breaks.address}nets/Horses.tar.gz`);
  await field.press('Enter');
  await isShown(page, 'horses');
  const [first, second] = breaks.requests;
  expect(first?.range).toBeUndefined();
  expect(second?.range).toMatch(/^bytes=\d+-$/);

  const slow = await host({ bytesPerSecond: whole / 20 });
  await field.fill(`${slow.address}nets/Horses.tar.gz`);
  await field.press('Enter');
  const bar = page.getByRole('progressbar', { name: /^Adding/ });
  await expect(bar).toHaveAttribute('aria-valuetext', /of .* · .*\/s · .* left/);
  await button(page, 'Cancel').click();
  await expect(bar).toHaveCount(0);
  await expect(field).toHaveValue(`${slow.address}nets/Horses.tar.gz`);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await isShown(page, 'horses');
  await expect(page.getByText('On this device', { exact: true })).toHaveCount(1);
});

const faults: {
  what: string;
  fault?: Fault;
  options?: Partial<SourceOptions>;
  says: RegExp;
  code: string;
}[] = [
  {
    what: 'sends no CORS headers',
    options: { cors: false },
    code: 'HOST_UNREADABLE',
    says: /CORS.*drop it here/i,
  },
  {
    what: 'has no such file',
    fault: { kind: 'missing' },
    code: 'FILE_MISSING',
    says: /no Horses\.tar\.gz at localhost:\d+/,
  },
  {
    what: 'sends a web page',
    fault: { kind: 'page' },
    code: 'FILE_IS_PAGE',
    says: /web page instead of Horses/,
  },
  { what: 'sends a Git LFS pointer', fault: { kind: 'pointer' }, code: 'FILE_IS_POINTER', says: /Git LFS/ },
  {
    what: 'breaks off again and again',
    fault: { kind: 'broken', after: 1000 },
    code: 'DOWNLOAD_CUT_OFF',
    // Chromium keeps the bytes received and resumes by itself, so their number varies.
    says: /\d+ bytes of Horses/,
  },
  {
    what: 'redirects to http',
    fault: { kind: 'moved', to: 'http://elsewhere.example/a' },
    code: 'REDIRECT_INSECURE',
    says: /unencrypted/,
  },
  {
    what: 'announces too many bytes',
    fault: { kind: 'announced', bytes: 9e8 },
    code: 'DOWNLOAD_TOO_LARGE',
    says: /900 MB.*limit is 805 MB/,
  },
];

for (const { what, fault, options, says, code } of faults) {
  test(`a host that ${what} gets its own message, and everything stays as it was`, async ({
    page,
    host,
    uncaught,
  }) => {
    const { address, requests } = await host({ ...options, fault: () => fault });
    await openApp(page, 'seed=121');
    const before = await canvasPixels(picture(page));
    const field = await openForm(page);
    await field.fill(`${address}nets/Horses.tar.gz`);
    await field.press('Enter');
    const alert = page.getByRole('alert');
    await expect(alert).toContainText(says);
    await expect(alert).toContainText(code);
    await expect(field).toHaveValue(`${address}nets/Horses.tar.gz`);
    await isShown(page, defaultModel.id);
    expect(difference(before, await canvasPixels(picture(page))).largest).toBe(0);
    expect(requests.length).toBeGreaterThan(0);
    // Where the policy blocked a redirect's target, the browser logs it to the console.
    if (fault?.kind === 'moved') uncaught.length = 0;
  });
}

test('an invalid or forbidden address is refused before any request', async ({ page }) => {
  await openApp(page, 'seed=121');
  const asked = watchHosts(page);
  const field = await openForm(page);
  for (const [text, code] of [
    ['a face', 'ADDRESS_INVALID'],
    ['ftp://example.org/a.zip', 'ADDRESS_INVALID'],
    ['http://example.org/a.zip', 'ADDRESS_INSECURE'],
  ] as const) {
    await field.fill(text);
    await button(page, 'Open').click();
    await expect(page.getByRole('alert').last()).toContainText(code);
  }
  expect(asked.size).toBe(0);
});

test('a device that is offline says so', async ({ page, host }) => {
  const { address } = await host();
  await openApp(page, 'seed=121');
  const field = await openForm(page);
  await field.fill(`${address}nets/Horses.tar.gz`);
  await page.context().setOffline(true);
  await field.press('Enter');
  await expect(page.getByRole('alert')).toContainText('OFFLINE');
  await page.context().setOffline(false);
});
