/** Previews for a user's own model: fitted in the background once it is on the canvas, and kept with it. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { button, download, frameCount, openApp, openTab, picture, takeSeed } from '../support/app.ts';
import { convert, fixture } from '../support/convert.ts';
import { watchedFrames } from '../support/frames.ts';
import { canvasPixels, difference } from '../support/pixels.ts';
import { defaultModel } from '../support/shipped.ts';
import { expect, test } from '../support/test.ts';

/** A bundle without previews, as the page makes it for a network that is too large to run many times without delay. */
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
  await expect(picture(page)).not.toHaveAttribute('data-model', defaultModel.id);
}

const fittingBar = (page: Page) => page.getByRole('progressbar', { name: /^Preparing previews for / });

interface Kept {
  manifest: {
    previewHeads: { resolution: number; error: number }[];
    preview?: string;
    files: { path: string; bytes: number; sha256: string }[];
  };
  /** Name and content (latin1) of every file in the bundle's folder. */
  files: Record<string, string>;
}

/** The files that the browser keeps for a user's own model. */
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

/** Waits until the model has gained its previews: nothing changes its files after that. */
async function fitted(page: Page, id: string): Promise<void> {
  // While the bundle is being replaced, a file that was listed may be gone before it is read.
  await expect(async () => {
    expect((await keptBundle(page, id)).manifest.previewHeads).toHaveLength(2);
  }).toPass({ timeout: 90_000 });
  await expect(fittingBar(page)).toHaveCount(0);
}

test('a model without previews can be used immediately, gains them, and keeps them', async ({ page }) => {
  await openApp(page, 'backend=wasm');
  await addBundle(page);
  const id = (await picture(page).getAttribute('data-model'))!;
  expect((await keptBundle(page, id)).manifest.previewHeads).toEqual([]);
  await takeSeed(page, 5);
  const before = await canvasPixels(picture(page));

  await fitted(page, id);
  const { manifest, files } = await keptBundle(page, id);
  expect(manifest.previewHeads.map(({ resolution }) => resolution)).toEqual([4, 8]);
  for (const { error } of manifest.previewHeads) expect(error).toBeGreaterThan(0);
  expect(manifest.preview).toBe('preview.png');
  // There are no files beside those in the manifest, and every file matches it.
  expect(Object.keys(files).sort()).toEqual(
    ['zscape.json', ...manifest.files.map(({ path }) => path)].sort(),
  );
  for (const { path, bytes, sha256 } of manifest.files) {
    const content = Buffer.from(files[path]!, 'latin1');
    expect(content.length).toBe(bytes);
    expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
  }
  // The face and its pixels stay the same.
  await expect(picture(page)).toHaveAttribute('data-seed', '5');
  expect(difference(before, await canvasPixels(picture(page))).largest).toBe(0);

  // It reopens unchanged without another fit, and its export is a bundle for the command line.
  await openApp(page, `model=${id}&backend=wasm`);
  await openTab(page, 'Models');
  const { name, bytes } = await download(page, () =>
    page.getByRole('button', { name: /as a bundle/ }).click(),
  );
  expect(name).toBe(`${id}.zip`);
  writeFileSync(join(folder, name), bytes);
  const { code, errors } = convert(join(folder, name), '--id', 'back', '--out', folder, '--verify', '0');
  expect(code, errors).toBe(0);
  // No fit has started again: there is not even a worker for it.
  expect(page.workers().filter((worker) => /previewFitting/.test(worker.url()))).toEqual([]);
  await expect(fittingBar(page)).toHaveCount(0);
});

test('a moving picture has priority, and the fit can be cancelled', async ({ page }) => {
  // The fit's script arrives once the walk is playing: before that, a busy machine would finish the fit.
  let letCome = () => {};
  const held = new Promise<void>((resolve) => {
    letCome = resolve;
  });
  await page.route(/assets\/previewFitting[\w.-]*\.js$/, async (route) => {
    await held;
    await route.continue();
  });
  await openApp(page, 'backend=wasm');
  await addBundle(page);
  const id = (await picture(page).getAttribute('data-model'))!;
  // A steady stream of pictures leaves the fit no turn, so it makes no progress.
  await openTab(page, 'Walk');
  await page.getByRole('radio', { name: 'Loop', exact: true }).click();
  await button(page, 'Play').click();
  await openTab(page, 'Models');
  await expect(fittingBar(page)).toBeVisible();
  letCome();
  const moreFrames = async () => {
    const frames = await frameCount(page);
    await expect.poll(() => frameCount(page)).toBeGreaterThan(frames + 30);
  };
  await expect(async () => {
    // What was begun before, or while a busy machine kept the walk waiting, has ended by then.
    await moreFrames();
    const from = (await watchedFrames(page)).asked.length;
    const before = await fittingBar(page).getAttribute('aria-valuenow');
    await moreFrames();
    const after = await fittingBar(page).getAttribute('aria-valuenow');
    const { asked } = await watchedFrames(page);
    const pauses = asked.slice(from).map((at, i) => at - asked[from + i - 1]!);
    // The fit may use the walk's pauses from 250 ms on.
    expect(Math.max(...pauses)).toBeLessThan(200);
    expect(after).toBe(before);
  }).toPass({ timeout: 60_000 });
  await button(page, 'Cancel').click();
  await expect(fittingBar(page)).toHaveCount(0);
  expect((await keptBundle(page, id)).manifest.previewHeads).toEqual([]);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('an interrupted change is completed when the page reopens, but half of one is not', async ({ page }) => {
  await openApp(page, 'backend=wasm');
  await addBundle(page);
  const id = (await picture(page).getAttribute('data-model'))!;
  await fitted(page, id);
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
  // Only one of the files has arrived, so the bundle is unchanged.
  await leave('model.json.next', 'Half');
  await openApp(page, `model=${id}&backend=wasm`);
  await openTab(page, 'Models');
  await expect(card('bare')).toContainText('On this device');
  // All have arrived, but have not been moved into place.
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
