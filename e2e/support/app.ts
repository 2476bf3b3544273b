/** The app as a user meets it: roles, names, gestures, and waiting for what it says of itself. */
import { expect, type Locator, type Page } from '@playwright/test';
import { animationFrames, watchFrames } from './frames.ts';

export const picture = (page: Page): Locator => page.getByRole('img', { name: 'Generated image' });
export const engine = (page: Page): Locator => page.getByRole('status', { name: 'Engine' });
export const seedField = (page: Page): Locator => page.getByRole('spinbutton', { name: 'Seed', exact: true });
export const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
export const slider = (page: Page, name: string): Locator => page.getByRole('slider', { name, exact: true });

/** Opens the page and waits for its first picture. @param query without the question mark; @param base another site's address */
export async function openApp(page: Page, query = '', base = './'): Promise<void> {
  await watchFrames(page.context());
  await page.goto(`${base}${query === '' ? '' : `?${query}`}`);
  await expect(picture(page)).toHaveAttribute('data-frame', /^[1-9]/, { timeout: 60_000 });
}

export async function openTab(
  page: Page,
  name: 'Sample' | 'Walk' | 'Path' | 'Map' | 'Attributes' | 'Arithmetic' | 'Models',
): Promise<void> {
  await page.getByRole('tab', { name, exact: true }).click();
  const panel = page.getByRole('tabpanel', { name });
  await expect(panel).toBeVisible();
  // Its code may still be on its way.
  await panel.locator('> *').first().waitFor({ state: 'attached' });
}

/** Frames shown since the page opened. */
export async function frameCount(page: Page): Promise<number> {
  return Number((await picture(page).getAttribute('data-frame')) ?? 0);
}

/**
 * Waits until the picture rests: the newest that the page asked the engine for is there in full, and drawn.
 * @returns frames shown since the page opened
 */
export async function settle(page: Page): Promise<number> {
  await page.waitForFunction(
    () => {
      const { asked, frames } = window.watched ?? { asked: [], frames: [] };
      const newest = frames.at(-1);
      return newest?.stamp === asked.length - 1 && !newest.preview;
    },
    undefined,
    { timeout: 60_000 },
  );
  await animationFrames(page, 2);
  return frameCount(page);
}

/** What the page keeps is written by the time its list is shown. */
export async function writeSession(page: Page): Promise<void> {
  await button(page, 'All kept…').click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('listitem').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
}

/** Does something that changes the picture, and waits for the frame that shows it. */
export async function andSee(page: Page, gesture: () => Promise<unknown>): Promise<void> {
  const before = await settle(page);
  await gesture();
  await expect.poll(() => frameCount(page)).toBeGreaterThan(before);
  await settle(page);
}

/** Types a seed and waits for its picture. */
export async function takeSeed(page: Page, seed: number): Promise<void> {
  if ((await picture(page).getAttribute('data-seed')) !== String(seed)) {
    await andSee(page, () => seedField(page).fill(String(seed)));
  }
  await expect(picture(page)).toHaveAttribute('data-seed', String(seed));
}

/** Sets a range input as a drag does: one input event at the value. */
export async function slideTo(target: Locator, value: number): Promise<void> {
  await target.fill(String(value));
}

export async function chooseFromMore(page: Page, item: string): Promise<void> {
  await button(page, 'More exports').click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

/** Opens a latent as a user does: menu, file picker, file. */
export async function openLatentFile(page: Page, name: string, bytes: Buffer): Promise<void> {
  const picked = page.waitForEvent('filechooser');
  await chooseFromMore(page, 'Open latent (.npy)');
  await (await picked).setFiles({ name, mimeType: 'application/octet-stream', buffer: bytes });
}

/** What a download holds. */
export async function download(
  page: Page,
  gesture: () => Promise<unknown>,
): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent('download'), gesture()]);
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
  return { name: file.suggestedFilename(), bytes: Buffer.concat(chunks) };
}
