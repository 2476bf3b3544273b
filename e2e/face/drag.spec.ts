/** Fast drags of a slider: the newest z is shown, and nothing queues up. */
import type { Page } from '@playwright/test';
import {
  chooseFromMore,
  download,
  engine,
  frameCount,
  openApp,
  openTab,
  picture,
  settle,
  slider,
} from '../support/app.ts';
import { readNpy } from '../support/npy.ts';
import { canvasPixels } from '../support/pixels.ts';
import { defaultModel } from '../support/shipped.ts';
import { expect, test } from '../support/test.ts';

declare global {
  interface Window {
    drag?: { inputs: number; framesAfterLast: number };
  }
}

const events = 200;

/** Counts the input events of z 0, and the frames after the last of them. */
async function watchDrag(page: Page): Promise<void> {
  await page.evaluate(() => {
    const drag = { inputs: 0, framesAfterLast: 0 };
    window.drag = drag;
    document.querySelector('[aria-label="z 0"]')?.addEventListener('input', () => {
      drag.inputs += 1;
      drag.framesAfterLast = 0;
    });
    const canvas = document.querySelector('canvas[aria-label^="Generated image"]');
    if (!canvas) throw new Error('no canvas');
    new MutationObserver(() => {
      drag.framesAfterLast += 1;
    }).observe(canvas, { attributeFilter: ['data-frame'] });
  });
}

/** Drags z 0 back and forth with the mouse until there have been 200 input events. */
async function drag(page: Page): Promise<number> {
  await slider(page, 'z 0').scrollIntoViewIfNeeded();
  const box = (await slider(page, 'z 0').boundingBox())!;
  const y = box.y + box.height / 2;
  const x = (share: number) => box.x + box.width * share;
  const inputs = () => page.evaluate(() => window.drag?.inputs ?? 0);
  const before = await inputs();
  await page.mouse.move(x(0.5), y);
  await page.mouse.down();
  for (let sweep = 0; (await inputs()) - before < events && sweep < 40; sweep++) {
    await page.mouse.move(x(sweep % 2 === 0 ? 0.95 : 0.05), y, { steps: 40 });
  }
  await page.mouse.up();
  return (await inputs()) - before;
}

// Whether its tasks block the page's thread is measured by `npm run bench`, on an otherwise idle machine.
test('a drag of 200 events builds up no queue and ends at its last z', async ({ page }) => {
  test.setTimeout(240_000);
  await openApp(page, 'backend=wasm&seed=81');
  await openTab(page, 'Sample');
  await settle(page);
  await watchDrag(page);

  const framesBefore = await frameCount(page);
  const count = await drag(page);
  expect(count).toBeGreaterThanOrEqual(events);
  await settle(page);
  const frames = (await frameCount(page)) - framesBefore;
  expect(frames).toBeGreaterThan(3);
  // At most a preview and a full picture for each event, and no others.
  expect(frames).toBeLessThanOrEqual(2 * count);
  // No queue: after the last event came the frame in progress, and the event's own, each with at most a preview.
  const { framesAfterLast } = (await page.evaluate(() => window.drag))!;
  expect(framesAfterLast).toBeLessThanOrEqual(4);

  // The picture is that of the last z, not of an earlier one.
  const z0 = Number(await slider(page, 'z 0').inputValue());
  const z = readNpy((await download(page, () => chooseFromMore(page, 'Latent (.npy)'))).bytes).data;
  expect(z[0]).toBeCloseTo(z0, 4);
  const values = readNpy((await download(page, () => chooseFromMore(page, 'Image values (.npy)'))).bytes);
  const [lo, hi] = await page.evaluate(async (id) => {
    const { image } = await (await fetch(`models/${id}/zscape.json`)).json();
    return image.range as [number, number];
  }, defaultModel.id);
  const shown = await canvasPixels(picture(page));
  for (let i = 0; i < shown.width * shown.height; i += 37) {
    for (let c = 0; c < 3; c++) {
      const level = Math.min(255, Math.max(0, (255 * (values.data[3 * i + c]! - lo)) / (hi - lo)));
      expect(Math.abs(shown.data[4 * i + c]! - level)).toBeLessThanOrEqual(1);
    }
  }
});

test('as many tensors live after 1,000 frames as after 10', async ({ page, fixtureSite }) => {
  test.setTimeout(300_000);
  await openApp(page, 'model=hub_b&backend=wasm', fixtureSite.address);
  await openTab(page, 'Sample');
  const shownFrames = async () => Number(await engine(page).getAttribute('data-frames'));
  const tensors = () => engine(page).getAttribute('data-tensors');
  /** Moves z 0 once per frame, in the page, until so many frames have been shown. */
  const renderUntil = (frames: number) =>
    page.evaluate(async (wanted) => {
      const field = document.querySelector<HTMLInputElement>('[aria-label="z 0"]');
      const status = document.querySelector<HTMLElement>('[role="status"][aria-label="Engine"]');
      const canvas = document.querySelector<HTMLElement>('canvas[aria-label^="Generated image"]');
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
      if (!field || !status || !canvas || !set) throw new Error('not the page that was expected');
      for (let i = 0; Number(status.dataset.frames) < wanted; i++) {
        const before = canvas.dataset.frame;
        set.call(field, String(((i % 100) - 50) / 20));
        field.dispatchEvent(new Event('input', { bubbles: true }));
        const give = performance.now() + 2000;
        while (canvas.dataset.frame === before && performance.now() < give) {
          await new Promise((wake) => setTimeout(wake));
        }
      }
    }, frames);
  await expect(slider(page, 'z 0')).toBeVisible();
  await renderUntil(10);
  await settle(page);
  const early = await tensors();
  expect(Number(early)).toBeGreaterThan(0);
  await renderUntil(1000);
  await settle(page);
  expect(await shownFrames()).toBeGreaterThanOrEqual(1000);
  expect(await tensors()).toBe(early);
});
