/** Films whose worker dies midway or whose tab is hidden, and what can be done with an exported file. */
import type { Locator, Page } from '@playwright/test';
import { button, download, openApp, openTab, picture, settle, takeSeed } from '../support/app.ts';
import { canvasPixels, decodeImage, difference } from '../support/pixels.ts';
import { defaultModel } from '../support/shipped.ts';
import { slowDown } from '../support/slowMachine.ts';
import { expect, test } from '../support/test.ts';

/** Opens the Export dialog for the walk of two seeds, at the model's own size. */
async function openWalkExport(page: Page, format: string, frames: number): Promise<Locator> {
  await openApp(page, 'backend=wasm&seed=71');
  await openTab(page, 'Walk');
  await button(page, 'Set A').click();
  await takeSeed(page, 72);
  await button(page, 'Set B').click();
  await page.getByRole('radiogroup', { name: 'Repeat' }).getByRole('radio', { name: 'Once' }).check();
  await settle(page);
  await button(page, 'Export').click();
  const dialog = page.getByRole('dialog', { name: 'Export', exact: true });
  await dialog.getByRole('radio', { name: format, exact: true }).check();
  await dialog.getByRole('combobox', { name: 'Size' }).selectOption('x1');
  await dialog.getByRole('spinbutton', { name: 'Frames per second' }).fill('12');
  await dialog.getByRole('spinbutton', { name: 'Frames', exact: true }).fill(String(frames));
  return dialog;
}

const exportIn = (dialog: Locator) => dialog.getByRole('button', { name: 'Export', exact: true });

/** How many frames a GIF has, as decoded by the browser. */
const framesOf = async (page: Page, bytes: Buffer) =>
  (await decodeImage(page, bytes, 'image/gif')).frames.length;

test('a film whose worker dies midway ends with a sentence; earlier exports stay, and it can be exported again', async ({
  page,
}) => {
  // The browser kills the real worker at its sixth frame, as it would when memory runs out.
  await page.addInitScript(() => {
    const Real = window.Worker;
    class Mortal extends Real {
      frames = 0;
      readonly called: string | undefined;
      constructor(address: string | URL, options?: WorkerOptions) {
        super(address, options);
        this.called = options?.name;
      }
      override postMessage(message: unknown, transfer?: unknown): void {
        super.postMessage(message, transfer as Transferable[]);
        const isFrame = this.called === 'film' && (message as { kind?: string }).kind === 'frame';
        if (!isFrame || ++this.frames !== 6 || !('filmsDie' in window)) return;
        this.terminate();
        this.dispatchEvent(new ErrorEvent('error', { message: 'out of memory', cancelable: true }));
      }
    }
    window.Worker = Mortal;
  });
  const dialog = await openWalkExport(page, 'GIF', 12);
  const first = await download(page, () => exportIn(dialog).click());
  expect(await framesOf(page, first.bytes)).toBe(12);

  const saved: string[] = [];
  page.on('download', (file) => saved.push(file.suggestedFilename()));
  await page.evaluate(() => Object.assign(window, { filmsDie: true }));
  await exportIn(dialog).click();
  await expect(dialog.getByRole('alert')).toContainText('The film could not be made');
  await expect(dialog.getByRole('progressbar')).toHaveCount(0);
  await expect(dialog.getByRole('spinbutton', { name: 'Frames', exact: true })).toHaveValue('12');
  // Half a film is useless: nothing was saved, and nothing is left in the browser's storage.
  expect(saved).toEqual([]);
  const left = await page.evaluate(async () => {
    const names: string[] = [];
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('films', { create: true });
    for await (const name of folder.keys()) names.push(name);
    return names;
  });
  expect(left).toEqual([]);

  await page.evaluate(() => Reflect.deleteProperty(window, 'filmsDie'));
  const again = await download(page, () => exportIn(dialog).click());
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  expect(again.bytes.equals(first.bytes)).toBe(true);
});

test('a film whose worker ends without a word is not waited for', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const dialog = await openWalkExport(page, 'GIF', 240);
  const started = page.waitForEvent('worker', (worker) => /film\.worker/.test(worker.url()));
  const film = await slowDown(page);
  await exportIn(dialog).click();
  const worker = await started;
  await expect(dialog.getByRole('progressbar')).toHaveAttribute('aria-valuenow', /^[1-9]/);
  await worker.evaluate(() => self.close());
  await film.goOn();
  await expect(dialog.getByRole('alert')).toContainText('the browser ended its worker');
  await expect(dialog.getByRole('alert')).toBeInViewport();
  await expect(dialog.getByRole('progressbar')).toHaveCount(0);
  await dialog.getByRole('spinbutton', { name: 'Frames', exact: true }).fill('12');
  expect(await framesOf(page, (await download(page, () => exportIn(dialog).click())).bytes)).toBe(12);
});

test('an engine whose worker ends without a word is started again', async ({ page }) => {
  await openApp(page, 'backend=wasm&seed=71');
  await settle(page);
  const before = await canvasPixels(picture(page));
  const engine = page.workers().find((worker) => /engine\.worker/.test(worker.url()))!;
  const again = page.waitForEvent('worker', (worker) => /engine\.worker/.test(worker.url()));
  await engine.evaluate(() => self.close());
  await again;
  await takeSeed(page, 72);
  await takeSeed(page, 71);
  expect(difference(await canvasPixels(picture(page)), before).largest).toBe(0);
});

test('a film continues in a hidden tab', async ({ page }) => {
  // Like a browser's hidden tab: nothing is drawn, and timers fire once a second.
  await page.addInitScript(() => {
    const hide = () => {
      window.requestAnimationFrame = () => 0;
      const timer = window.setTimeout;
      window.setTimeout = ((act: TimerHandler, ms = 0, ...rest: unknown[]) =>
        timer(act, Math.max(1000, ms), ...rest)) as typeof window.setTimeout;
      Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
      Object.defineProperty(document, 'hidden', { get: () => true });
      document.dispatchEvent(new Event('visibilitychange'));
    };
    Object.assign(window, { hide });
  });
  const dialog = await openWalkExport(page, 'GIF', 24);
  const film = await download(page, async () => {
    await exportIn(dialog).click();
    await page.evaluate(() => (window as unknown as { hide: () => void }).hide());
  });
  expect(await framesOf(page, film.bytes)).toBe(24);
  await expect(dialog.getByRole('status', { name: 'Export' })).toContainText('.gif');
});

/** Adds the browser's own sharing, which headless browsers lack. */
async function withSharing(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shared: File[] = [];
    const answers: Sharing['answers'] = { name: null, calls: 0 };
    Object.assign(window, { shared, answers });
    Object.assign(navigator, {
      canShare: (data: ShareData) => (data.files ?? []).every(({ type }) => type === 'image/gif'),
      share: async (data: ShareData) => {
        answers.calls++;
        if (answers.name !== null) throw new DOMException('no', answers.name);
        shared.push(...(data.files ?? []));
      },
    });
  });
}

interface Sharing {
  shared: File[];
  /** How sharing ends, and how often it was requested. */
  answers: { name: string | null; calls: number };
}

test('an exported film is passed to other apps unchanged, and a refusal is reported', async ({ page }) => {
  await withSharing(page);
  const dialog = await openWalkExport(page, 'GIF', 4);
  const { name, bytes } = await download(page, () => exportIn(dialog).click());
  const share = dialog.getByRole('button', { name: 'Share…', exact: true });
  const calls = () => page.evaluate(() => (window as unknown as Sharing).answers.calls);
  await share.click();
  await expect.poll(calls).toBe(1);
  const got = await page.evaluate(async () => {
    const [file] = (window as unknown as Sharing).shared;
    const text = Array.from(new Uint8Array(await file!.arrayBuffer()), (byte) => String.fromCharCode(byte));
    return { name: file!.name, type: file!.type, base64: btoa(text.join('')) };
  });
  expect({ name: got.name, type: got.type }).toEqual({ name, type: 'image/gif' });
  expect(Buffer.from(got.base64, 'base64').equals(bytes)).toBe(true);

  const answer = (error: string) =>
    page.evaluate((text) => {
      (window as unknown as Sharing).answers.name = text;
    }, error);
  // Cancelling gives no message.
  await answer('AbortError');
  await share.click();
  await expect.poll(calls).toBe(2);
  await answer('NotAllowedError');
  const refused = dialog.getByRole('alert').filter({ hasText: 'The browser did not share the file.' });
  await expect(refused).toHaveCount(0);
  await share.click();
  await expect(refused).toHaveCount(1);

  // A format that other apps do not accept has no such button.
  await dialog.getByRole('radio', { name: 'PNG frames', exact: true }).check();
  await download(page, () => exportIn(dialog).click());
  await expect(dialog.getByRole('status', { name: 'Export' })).toContainText('.zip');
  await expect(share).toHaveCount(0);
});

test('an exported picture can be copied, and so can code that draws it', async ({ page }) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const dialog = await openWalkExport(page, 'GIF', 4);
  await dialog.getByRole('radio', { name: 'Still', exact: true }).check();
  await dialog.getByRole('radio', { name: 'PNG', exact: true }).check();
  const { bytes } = await download(page, () => exportIn(dialog).click());
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click();
  const said = page.getByRole('status', { name: 'Announcements' });
  await expect(said).toContainText('File copied.');
  const copied = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const bytes = new Uint8Array(await (await item!.getType('image/png')).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  });
  const [file] = (await decodeImage(page, bytes, 'image/png')).frames;
  const [pasted] = (await decodeImage(page, Buffer.from(copied, 'base64'), 'image/png')).frames;
  expect(difference(file!, pasted!).largest).toBe(0);
  await page.keyboard.press('Escape');

  for (const [command, line] of [
    ['Copy as code (TF.js)', `/models/${defaultModel.id}/model.json`],
    ['Copy as code (PyTorch)', 'torch.tensor('],
  ] as const) {
    await page.evaluate(() => navigator.clipboard.writeText('nothing yet'));
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill(command);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain(line);
  }
  await expect(said).toContainText('Code copied.');
});
