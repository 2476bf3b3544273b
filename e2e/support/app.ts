/** The app as a user sees it: roles, names and gestures, and waiting for the states that it reports. */
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
  // Its name differs in each language.
  await expect(page.locator('main canvas[data-frame]')).toHaveAttribute('data-frame', /^[1-9]/, {
    timeout: 60_000,
  });
}

/** All tabs, in the page's order. */
export const tabs = [
  'Sample',
  'Walk',
  'Path',
  'Map',
  'Attributes',
  'Arithmetic',
  'Photo',
  'Network',
  'Models',
] as const;

export async function openTab(page: Page, name: (typeof tabs)[number]): Promise<void> {
  await page.getByRole('tab', { name, exact: true }).click();
  const panel = page.getByRole('tabpanel', { name });
  await expect(panel).toBeVisible();
  // Its code may still be loading.
  await panel.locator('> *').first().waitFor({ state: 'attached' });
}

/**
 * Scrolls each part of the open panel into view and waits until nothing is pending: parts are fetched one by one, and
 * computed once they are in view.
 */
export async function lookThrough(panel: Locator): Promise<void> {
  await panel.locator('button, input, select, a').first().waitFor();
  await expect(panel.locator('[aria-busy="true"]:empty')).toHaveCount(0);
  for (const section of await panel.locator('section').all()) {
    await section.evaluate(async (element) => {
      for (const part of [element, ...element.querySelectorAll(':scope > div > *')]) {
        part.scrollIntoView({ block: 'center' });
        // An IntersectionObserver is called after the next frame.
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      }
    });
    await expect(section.locator('[aria-busy="true"]')).toHaveCount(0);
  }
}

export async function openEveryTab(page: Page): Promise<void> {
  for (const tab of tabs) await openTab(page, tab);
}

/** Frames shown since the page opened. */
export async function frameCount(page: Page): Promise<number> {
  return Number((await picture(page).getAttribute('data-frame')) ?? 0);
}

/**
 * Waits until the picture rests: the newest that the page requested from the engine has arrived in full and is drawn.
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

/** Makes the page save its session, by opening the list of sessions, which waits for that. */
export async function writeSession(page: Page): Promise<void> {
  await button(page, 'Sessions').click();
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

/** Opens a latent file as a user does: menu, file picker, file. */
export async function openLatentFile(page: Page, name: string, bytes: Buffer): Promise<void> {
  const picked = page.waitForEvent('filechooser');
  await chooseFromMore(page, 'Open latent (.npy)');
  await (await picked).setFiles({ name, mimeType: 'application/octet-stream', buffer: bytes });
}

/** Does something that starts a download. @returns the downloaded file */
export async function download(
  page: Page,
  gesture: () => Promise<unknown>,
): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent('download', { timeout: 120_000 }), gesture()]);
  const chunks: Buffer[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
  return { name: file.suggestedFilename(), bytes: Buffer.concat(chunks) };
}
