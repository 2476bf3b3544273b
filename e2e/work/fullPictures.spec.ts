/** What is saved or kept is the full picture of the face that was meant, however soon after the hand it is asked for. */
import type { Page } from '@playwright/test';
import { button, download, openApp, openTab, picture, takeSeed } from '../support/app.ts';
import { moveSlider, watchedFrames, watchFrames } from '../support/frames.ts';
import { canvasPixels, decodeImage, difference } from '../support/pixels.ts';
import { expect, test } from '../support/test.ts';

/** The newest picture that was asked for is on the canvas in full. */
async function rest(page: Page): Promise<void> {
  const rested = async () => {
    const { asked, frames } = await watchedFrames(page);
    const last = frames.at(-1);
    return last?.stamp === asked.length - 1 && !last.preview;
  };
  await expect.poll(rested, { timeout: 60_000 }).toBe(true);
}

/** Changes a field as a hand does, and presses a button before anything can answer. */
const changeAndPress = (page: Page, field: string, value: string, name: string) =>
  page.evaluate(
    ([label, text, pressed]) => {
      const input = document.querySelector<HTMLInputElement>(`input[aria-label="${label}"]`)!;
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!;
      set.call(input, text);
      input.dispatchEvent(new Event('input', { bubbles: true }));
      const buttons = [...document.querySelectorAll('button')];
      buttons.find((one) => (one.ariaLabel ?? one.firstChild?.textContent) === pressed)!.click();
    },
    [field, value, name] as const,
  );

const pinPicture = (page: Page, name: string) => button(page, name).locator('img');

test.beforeEach(async ({ page }) => {
  await watchFrames(page);
  // In plain JavaScript the shipped model is slow on every machine: a moving hand gets previews.
  await openApp(page, 'seed=3&backend=cpu');
  await openTab(page, 'Sample');
  await moveSlider(page, { moves: 20 });
  await rest(page);
  expect((await watchedFrames(page)).frames.some(({ preview }) => preview)).toBe(true);
});

test('the PNG of a face of which only a preview is there is its full picture', async ({ page }) => {
  test.setTimeout(240_000);
  const before = await canvasPixels(picture(page));
  const { bytes } = await download(page, () => changeAndPress(page, 'z 0', '2.9', 'Export PNG'));
  await rest(page);
  const full = await canvasPixels(picture(page));
  const saved = (await decodeImage(page, bytes, 'image/png')).frames[0]!;
  expect(difference(full, before).mean).toBeGreaterThan(1);
  expect(difference(saved, full).largest).toBeLessThanOrEqual(1);
});

test('a face that is kept right after its seed was typed gets its own picture', async ({ page }) => {
  test.setTimeout(240_000);
  await changeAndPress(page, 'Seed', '31', 'Pin');
  await expect(pinPicture(page, 'Seed 31')).toHaveAttribute('src', /^data:image\/png/);
  const early = await pinPicture(page, 'Seed 31').getAttribute('src');
  await takeSeed(page, 32);
  await takeSeed(page, 31);
  await rest(page);
  await button(page, 'Pin').click();
  await expect(pinPicture(page, 'Seed 31 (2)')).toHaveAttribute('src', /^data:image\/png/);
  expect(await pinPicture(page, 'Seed 31 (2)').getAttribute('src')).toBe(early);
});
