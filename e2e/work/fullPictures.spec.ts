/** Exports and pins get the full picture of the intended face, however soon after a change they are requested. */
import type { Page } from '@playwright/test';
import { button, download, openApp, openTab, picture, takeSeed } from '../support/app.ts';
import { moveSlider, watchedFrames, watchFrames } from '../support/frames.ts';
import { canvasPixels, decodeImage, difference } from '../support/pixels.ts';
import { defaultModel } from '../support/shipped.ts';
import { expect, test } from '../support/test.ts';

/** Waits until the newest requested picture is on the canvas in full. */
async function rest(page: Page): Promise<void> {
  const rested = async () => {
    const { asked, frames } = await watchedFrames(page);
    const last = frames.at(-1);
    return last?.stamp === asked.length - 1 && !last.preview;
  };
  await expect.poll(rested, { timeout: 60_000 }).toBe(true);
}

/** Types a seed and presses a button, before anything can respond or as soon as the first frame, a preview, is shown. */
const typeAndPress = (page: Page, seed: number, name: string, when: 'at once' | 'at the preview') =>
  page.evaluate(
    async ([text, pressed, first]) => {
      const input = document.querySelector<HTMLInputElement>('input[aria-label="Seed"]')!;
      const canvas = document.querySelector<HTMLCanvasElement>('canvas[aria-label^="Generated image"]')!;
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!;
      const frame = new Promise<void>((resolve) => {
        new MutationObserver(() => resolve()).observe(canvas, { attributeFilter: ['data-frame'] });
      });
      set.call(input, text);
      input.dispatchEvent(new Event('input', { bubbles: true }));
      if (first === 'at the preview') await frame;
      const buttons = [...document.querySelectorAll('button')];
      buttons.find((one) => (one.ariaLabel ?? one.firstChild?.textContent) === pressed)!.click();
    },
    [String(seed), name, when] as const,
  );

const pinPicture = (page: Page, name: string) => button(page, name).locator('img');

test.beforeEach(async ({ page }) => {
  await watchFrames(page.context());
  // In plain JavaScript the shipped model is slow on every machine, so drags show previews.
  await openApp(page, 'seed=3&backend=cpu');
  await openTab(page, 'Sample');
  await moveSlider(page, { moves: 20 });
  await rest(page);
  expect((await watchedFrames(page)).frames.some(({ preview }) => preview)).toBe(true);
});

for (const when of ['at once', 'at the preview'] as const) {
  test(`the PNG of a face exported ${when} is its full picture`, async ({ page }) => {
    test.setTimeout(240_000);
    const { name, bytes } = await download(page, () => typeAndPress(page, 31, 'Export PNG', when));
    expect(name).toBe(`${defaultModel.id}-seed-31.png`);
    const saved = (await decodeImage(page, bytes, 'image/png')).frames[0]!;
    await rest(page);
    await expect(picture(page)).toHaveAttribute('data-seed', '31');
    expect(difference(saved, await canvasPixels(picture(page))).largest).toBeLessThanOrEqual(1);
  });
}

test('a face pinned right after its seed was typed gets its own picture', async ({ page }) => {
  test.setTimeout(240_000);
  await typeAndPress(page, 31, 'Pin', 'at once');
  await expect(pinPicture(page, 'Seed 31')).toHaveAttribute('src', /^data:image\/png/);
  const early = await pinPicture(page, 'Seed 31').getAttribute('src');
  await takeSeed(page, 32);
  await takeSeed(page, 31);
  await rest(page);
  // A face can be pinned only once, so the earlier pin has to go.
  await button(page, 'Actions for Seed 31').click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(pinPicture(page, 'Seed 31')).toHaveCount(0);
  await button(page, 'Pin').click();
  await expect(pinPicture(page, 'Seed 31')).toHaveAttribute('src', /^data:image\/png/);
  expect((await pinPicture(page, 'Seed 31').getAttribute('src')) === early).toBe(true);
});
