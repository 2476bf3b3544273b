/** Films from the Export dialog: videos are read back with Mediabunny, and the dialog keeps its promises while it works. */
import type { Locator, Page } from '@playwright/test';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import { andSee, button, download, openApp, openTab, settle, takeSeed } from '../support/app.ts';
import { defaultModel } from '../support/shipped.ts';
import { expect, test } from '../support/test.ts';

async function openExport(page: Page): Promise<Locator> {
  await button(page, 'Export').click();
  const dialog = page.getByRole('dialog', { name: 'Export', exact: true });
  await expect(dialog.getByRole('radiogroup', { name: 'Format' })).toBeVisible();
  return dialog;
}

async function choose(dialog: Locator, format: string, frames: number, fps: number): Promise<void> {
  await dialog.getByRole('radio', { name: format, exact: true }).check();
  await dialog.getByRole('combobox', { name: 'Size' }).selectOption('x1');
  await dialog.getByRole('spinbutton', { name: 'Frames per second' }).fill(String(fps));
  await dialog.getByRole('spinbutton', { name: 'Frames', exact: true }).fill(String(frames));
}

const exportIn = (dialog: Locator) => dialog.getByRole('button', { name: 'Export', exact: true });

/** Reads a video with an independent reader. */
async function readVideo(bytes: Buffer) {
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(bytes) });
  const track = await input.getPrimaryVideoTrack();
  if (!track) throw new Error('The file has no video.');
  const packets: { timestamp: number; type: string }[] = [];
  for await (const { timestamp, type } of new EncodedPacketSink(track).packets()) {
    packets.push({ timestamp, type });
  }
  const { comment } = await input.getMetadataTags();
  const size = [track.displayWidth, track.displayHeight];
  return { type: await input.getMimeType(), size, packets, seconds: await input.computeDuration(), comment };
}

/** The walk of two seeds, once. */
async function prepareWalk(page: Page): Promise<void> {
  await openApp(page, 'backend=wasm&seed=71');
  await openTab(page, 'Walk');
  await button(page, 'Set A').click();
  await takeSeed(page, 72);
  await button(page, 'Set B').click();
  await page.getByRole('radiogroup', { name: 'Repeat' }).getByRole('radio', { name: 'Once' }).check();
  await settle(page);
}

test('a walk becomes a WebM and an MP4 with the chosen number of frames, and the choices are remembered', async ({
  page,
}) => {
  await prepareWalk(page);
  const dialog = await openExport(page);
  await choose(dialog, 'WebM', 30, 12);
  await expect(dialog.getByRole('img', { name: 'Preview of the first frames' })).toBeVisible();
  const fact = dialog.getByRole('term').filter({ hasText: 'File' }).locator('xpath=following-sibling::dd');
  await expect(fact).toHaveText(/^about .+B$/, { timeout: 60_000 });
  const webm = await download(page, () => exportIn(dialog).click());
  expect(webm.name).toBe(`${defaultModel.id}-walk-seed-71-to-72-30f.webm`);
  const video = await readVideo(webm.bytes);
  expect(video.type).toMatch(/^video\/webm/);
  expect(video.size).toEqual([128, 128]);
  expect(video.packets).toHaveLength(30);
  // There is a key frame every other second for players to jump to.
  const keys = video.packets.flatMap(({ type }, i) => (type === 'key' ? [i] : []));
  expect(keys).toEqual([0, 24]);
  expect(video.seconds).toBeCloseTo(30 / 12, 2);
  await expect(dialog.getByRole('status', { name: 'Export' })).toContainText('.webm');

  await dialog.getByRole('radio', { name: 'MP4', exact: true }).check();
  const mp4 = await readVideo((await download(page, () => exportIn(dialog).click())).bytes);
  expect(mp4.type).toMatch(/^video\/mp4/);
  expect(mp4.packets.map(({ timestamp }) => Math.round(timestamp * 12))).toEqual(
    Array.from({ length: 30 }, (_, i) => i),
  );

  await page.reload();
  await settle(page);
  await button(page, 'Export').click();
  await expect(dialog.getByRole('radio', { name: 'MP4', exact: true })).toBeChecked();
  await expect(dialog.getByRole('spinbutton', { name: 'Frames per second' })).toHaveValue('12');
});

test('a film shows its progress, asks before it is stopped or if it is very long, and leaves nothing when stopped', async ({
  page,
}) => {
  await prepareWalk(page);
  let saved = 0;
  page.on('download', () => {
    saved += 1;
  });
  const dialog = await openExport(page);
  await choose(dialog, 'WebM', 1_000_000, 24);
  await exportIn(dialog).click();
  const long = page.getByRole('alertdialog', { name: /^This film has 1,000,000 frames/ });
  await expect(long.getByRole('button', { name: 'Back' })).toBeFocused();
  await long.getByRole('button', { name: 'Make it' }).click();
  const bar = dialog.getByRole('progressbar');
  await expect(bar).toHaveAttribute('aria-valuemax', '1000000');
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(4);
  await page.keyboard.press('Escape');
  const question = page.getByRole('alertdialog', { name: 'Stop making this film?' });
  await expect(question.getByRole('button', { name: 'Keep going' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(bar).toHaveCount(0);
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  // A film must have frames, and the field says so.
  await dialog.getByRole('spinbutton', { name: 'Frames', exact: true }).fill('0');
  await expect(dialog.getByRole('alert')).toContainText('whole number');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await andSee(page, () => button(page, 'New sample').click());
  expect(saved).toBe(0);
});

test('where the browser cannot encode video, the dialog says so and offers other formats', async ({
  page,
}) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'VideoEncoder');
  });
  await prepareWalk(page);
  const dialog = await openExport(page);
  await dialog.getByRole('radio', { name: 'MP4', exact: true }).check();
  await expect(dialog.getByText('This browser cannot encode MP4.')).toBeVisible();
  await expect(exportIn(dialog)).toBeDisabled();
});

test('a film whose worker cannot start fails with a sentence, and the dialog stays as it was', async ({
  page,
}) => {
  await page.route(/film\.worker/, (route) => route.abort());
  await prepareWalk(page);
  const dialog = await openExport(page);
  await choose(dialog, 'WebM', 4, 12);
  await exportIn(dialog).click();
  await expect(dialog.getByRole('alert')).toContainText('The film could not be made');
  await expect(exportIn(dialog)).toBeEnabled();
  await expect(dialog.getByRole('spinbutton', { name: 'Frames', exact: true })).toHaveValue('4');
});
