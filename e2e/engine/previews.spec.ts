/** Models that are slow here: a drag shows previews, and at its end the full picture. */
import type { Page } from '@playwright/test';
import { openApp, openTab, picture } from '../support/app.ts';
import { moveSlider, type Watched, watchedFrames } from '../support/frames.ts';
import { canvasPixels, type Pixels } from '../support/pixels.ts';
import { expect, test } from '../support/test.ts';

/** Whether the newest requested picture is shown in full. */
const rested = ({ asked, frames }: Watched): boolean =>
  frames.at(-1)?.stamp === asked.length - 1 && frames.at(-1)?.preview === false;

async function dragAndRest(page: Page, moves: number): Promise<Watched> {
  const from = (await watchedFrames(page)).frames.length;
  await moveSlider(page, { moves });
  await expect.poll(async () => rested(await watchedFrames(page)), { timeout: 60_000 }).toBe(true);
  const { asked, frames, batch } = await watchedFrames(page);
  return { asked, frames: frames.slice(from), batch };
}

/** Mean of a channel over the whole picture. */
const mean = ({ data, width, height }: Pixels, channel: number): number => {
  let sum = 0;
  for (let i = channel; i < data.length; i += 4) sum += data[i]!;
  return sum / (width * height);
};

/** Mean difference between one picture and another shifted right by some pixels. */
function differenceMoved(one: Pixels, other: Pixels, by: number): number {
  let sum = 0;
  let count = 0;
  for (let y = 0; y < one.height; y++)
    for (let x = Math.max(0, by); x < Math.min(one.width, one.width + by); x++)
      for (let c = 0; c < 3; c++) {
        sum += Math.abs(
          one.data[4 * (y * one.width + x) + c]! - other.data[4 * (y * one.width + x - by) + c]!,
        );
        count++;
      }
  return sum / count;
}

test('previews have the size, place and colours of the full picture that follows', async ({ page }) => {
  test.setTimeout(240_000);
  // In plain JavaScript the shipped model is slow on every machine.
  await openApp(page, 'seed=3&backend=cpu');
  await openTab(page, 'Sample');
  await page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('canvas[aria-label^="Generated image"]')!;
    const sizes = new Set<string>();
    let last = '';
    // The canvas at each change: the last one before the full picture is its preview.
    new MutationObserver(() => {
      sizes.add(`${canvas.width}x${canvas.height}`);
      canvas.dataset.sizes = [...sizes].join();
      canvas.dataset.before = last;
      last = canvas.toDataURL();
    }).observe(canvas, { attributeFilter: ['data-frame'] });
  });
  const { frames } = await dragAndRest(page, 60);
  // Their number depends on the machine, but there must be a preview, and a full picture after it.
  expect(frames.some(({ preview }) => preview)).toBe(true);
  expect(frames.at(-1)!.stamp).toBe(frames.at(-2)!.stamp);
  expect(frames.at(-2)!.preview).toBe(true);
  await expect(picture(page)).toHaveAttribute('data-sizes', '128x128');

  const full = await canvasPixels(picture(page));
  await page.evaluate(async () => {
    const canvas = document.querySelector<HTMLCanvasElement>('canvas[aria-label^="Generated image"]')!;
    const image = new Image();
    image.src = canvas.dataset.before!;
    await image.decode();
    const copy = document.createElement('canvas');
    copy.id = 'preview';
    copy.width = image.width;
    copy.height = image.height;
    copy.getContext('2d')!.drawImage(image, 0, 0);
    document.body.append(copy);
  });
  const preview = await canvasPixels(page.locator('#preview'));
  for (const channel of [0, 1, 2])
    expect(Math.abs(mean(full, channel) - mean(preview, channel))).toBeLessThan(12);
  const here = differenceMoved(preview, full, 0);
  expect(here).toBeGreaterThan(0);
  // A blurred picture of the same face: edges differ, areas do not.
  expect(here).toBeLessThan(40);
  for (const by of [-4, 4]) expect(differenceMoved(preview, full, by)).toBeGreaterThan(here);
});

test('a model of full size shows previews during a drag on WASM, and the full picture after it', async ({
  page,
  serve,
  wideModel,
}) => {
  test.setTimeout(240_000);
  const site = await serve({ models: [wideModel] });
  await openApp(page, 'backend=wasm', site.address);
  await openTab(page, 'Sample');
  for (let drag = 0; drag < 2; drag++) {
    const { frames } = await dragAndRest(page, 60);
    const previews = frames.filter(({ preview }) => preview);
    expect(previews.length).toBeGreaterThan(0);
    // Newest wins: no picture is older than the one before it.
    const stamps = frames.map(({ stamp }) => stamp);
    expect(stamps).toEqual(stamps.toSorted((a, b) => a - b));
  }
});
