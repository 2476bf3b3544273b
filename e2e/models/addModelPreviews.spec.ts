/** Previews for a model of the user's own: fitted beside the work once it is on the canvas, and kept with it. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { button, download, frameCount, openApp, openTab, picture, takeSeed } from '../support/app.ts';
import { convert, fixture } from '../support/convert.ts';
import { canvasPixels, difference } from '../support/pixels.ts';
import { expect, test } from '../support/test.ts';

/** A bundle without previews, as the page makes of a network that is too large to be run many times at once. */
let folder = '';
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zscape-previews-'));
  const options = ['--quantize', 'none', '--verify', '0', '--calibrate', 'none'];
  const { code, errors } = convert(
    fixture('hub_b', 'module.tar.gz'),
    ...['--id', 'bare', '--out', folder],
    ...options,
  );
  expect(code, errors).toBe(0);
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function addBundle(page: Page): Promise<void> {
  await openTab(page, 'Models');
  const picked = page.waitForEvent('filechooser');
  await button(page, 'Add a model').click();
  const files = readdirSync(join(folder, 'bare')).map((name) => join(folder, 'bare', name));
  await (await picked).setFiles(files);
  await expect(picture(page)).not.toHaveAttribute('data-model', 'avatars-128');
}

const fittingBar = (page: Page) => page.getByRole('progressbar', { name: /^Fitting previews of / });

interface Kept {
  manifest: {
    previewHeads: { resolution: number; error: number }[];
    preview?: string;
    files: { path: string; bytes: number; sha256: string }[];
  };
  /** Name and content (latin1) of every file in the bundle's folder. */
  files: Record<string, string>;
}

/** What the browser keeps of a model of the user's own. */
function keptBundle(page: Page, id: string): Promise<Kept> {
  return page.evaluate(async (name) => {
    const models = await (await navigator.storage.getDirectory()).getDirectoryHandle('models');
    const files: Record<string, string> = {};
    const entries = await models.getDirectoryHandle(name);
    for await (const [path, handle] of entries as unknown as AsyncIterable<[string, FileSystemFileHandle]>) {
      const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
      files[path] = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
    }
    return { manifest: JSON.parse(files['zscape.json'] ?? ''), files };
  }, id);
}

test('a model that comes without previews is used at once and gains them, whole and kept', async ({
  page,
}) => {
  await openApp(page, 'backend=wasm');
  await addBundle(page);
  const id = (await picture(page).getAttribute('data-model'))!;
  expect((await keptBundle(page, id)).manifest.previewHeads).toEqual([]);
  await takeSeed(page, 5);
  const before = await canvasPixels(picture(page));

  await expect
    .poll(async () => (await keptBundle(page, id)).manifest.previewHeads.length, { timeout: 90_000 })
    .toBe(2);
  await expect(fittingBar(page)).toHaveCount(0);
  const { manifest, files } = await keptBundle(page, id);
  expect(manifest.previewHeads.map(({ resolution }) => resolution)).toEqual([4, 8]);
  for (const { error } of manifest.previewHeads) expect(error).toBeGreaterThan(0);
  expect(manifest.preview).toBe('preview.png');
  // Nothing is left over beside what the manifest lists, and every file is what it says.
  expect(Object.keys(files).sort()).toEqual(
    ['zscape.json', ...manifest.files.map(({ path }) => path)].sort(),
  );
  for (const { path, bytes, sha256 } of manifest.files) {
    const content = Buffer.from(files[path]!, 'latin1');
    expect(content.length).toBe(bytes);
    expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
  }
  // The face stays, and so do its pixels.
  await expect(picture(page)).toHaveAttribute('data-seed', '5');
  expect(difference(before, await canvasPixels(picture(page))).largest).toBe(0);

  // It opens again as it is, is not fitted again, and what is exported is a bundle for the command line.
  await openApp(page, `model=${id}&backend=wasm`);
  await openTab(page, 'Models');
  const { name, bytes } = await download(page, () =>
    page.getByRole('button', { name: /as a bundle/ }).click(),
  );
  expect(name).toBe(`${id}.zip`);
  writeFileSync(join(folder, name), bytes);
  const { code, errors } = convert(join(folder, name), '--id', 'back', '--out', folder, '--verify', '0');
  expect(code, errors).toBe(0);
  // Nobody has begun to fit it again: there is not even a worker that would.
  expect(page.workers().filter((worker) => /previewFitting/.test(worker.url()))).toEqual([]);
  await expect(fittingBar(page)).toHaveCount(0);
});

test('a moving picture goes first, and the fit can be cancelled', async ({ page }) => {
  await openApp(page, 'backend=wasm');
  await addBundle(page);
  const id = (await picture(page).getAttribute('data-model'))!;
  // Pictures that follow each other leave the fit no turn, so that it stands where it began.
  await openTab(page, 'Walk');
  await button(page, 'Play').click();
  await openTab(page, 'Models');
  await expect(fittingBar(page)).toBeVisible();
  const frames = await frameCount(page);
  await expect.poll(() => frameCount(page)).toBeGreaterThan(frames + 30);
  await expect(fittingBar(page)).toHaveAttribute('aria-valuenow', '0');
  await button(page, 'Cancel').click();
  await expect(fittingBar(page)).toHaveCount(0);
  expect((await keptBundle(page, id)).manifest.previewHeads).toEqual([]);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a change that was cut short is made whole when the page opens again, and half of one is not', async ({
  page,
}) => {
  await openApp(page, 'backend=wasm');
  await addBundle(page);
  const id = (await picture(page).getAttribute('data-model'))!;
  const leave = (name: string, title: string) =>
    page.evaluate(
      async ([model, file, words]) => {
        const models = await (await navigator.storage.getDirectory()).getDirectoryHandle('models');
        const bundle = await models.getDirectoryHandle(model);
        const manifest = JSON.parse(
          await (await (await bundle.getFileHandle('zscape.json')).getFile()).text(),
        );
        const stream = await (await bundle.getFileHandle(file, { create: true })).createWritable();
        await stream.write(JSON.stringify({ ...manifest, title: words }));
        await stream.close();
      },
      [id, name, title] as const,
    );
  const card = (title: string) => page.getByRole('listitem').filter({ hasText: title });
  // Only one of the files came so far: the bundle is as it was.
  await leave('model.json.next', 'Half');
  await openApp(page, `model=${id}&backend=wasm`);
  await openTab(page, 'Models');
  await expect(card('bare')).toContainText('On this device');
  // All came, and nobody was there to put them in place.
  await page.evaluate(async (model) => {
    const models = await (await navigator.storage.getDirectory()).getDirectoryHandle('models');
    await (await models.getDirectoryHandle(model)).removeEntry('model.json.next');
  }, id);
  await leave('zscape.json.next', 'Whole');
  await openApp(page, `model=${id}&backend=wasm`);
  await openTab(page, 'Models');
  await expect(card('Whole')).toContainText('On this device');
  expect(Object.keys((await keptBundle(page, id)).files).filter((name) => name.endsWith('.next'))).toEqual(
    [],
  );
});
