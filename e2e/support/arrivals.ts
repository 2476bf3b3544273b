/** Helpers for the tests of arriving: links made by hand, and the page's promises about its work. */
import { expect, type Page } from '@playwright/test';
import { picture } from './app.ts';
import { defaultModel } from './shipped.ts';

/** The part after `#` in a link to a seed's face. */
export function linkTo(seed: number, model = defaultModel.id): string {
  const text = `v=2&model=${model}&face=s${seed}`;
  // FNV-1a, as specified in docs/latent-space.md.
  let sum = 0x811c9dc5;
  for (const character of text) sum = Math.imul(sum ^ character.charCodeAt(0), 0x01000193);
  return `#${text}&sum=${(sum >>> 0).toString(36)}`;
}

/** Waits until the page promises that all of its work is kept (docs/page/arriving.md). */
export async function allKept(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const { work, saved } = document.documentElement.dataset;
    return work !== undefined && work === saved;
  });
}

export async function shows(page: Page, seed: number | string): Promise<void> {
  await expect(picture(page)).toHaveAttribute('data-seed', String(seed), { timeout: 60_000 });
}

/** Waits until nothing in the page's address requests anything. */
export async function hasLeft(page: Page): Promise<void> {
  await expect.poll(() => page.url()).not.toMatch(/#v=|[?&](seed|model)=/);
}

/** Seeds of the sessions that the browser has stored. */
export function keptSeeds(page: Page): Promise<number[]> {
  return page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const request = indexedDB.open('zscape');
        request.onsuccess = () => {
          const all = request.result.transaction('sessions').objectStore('sessions').getAll();
          all.onsuccess = () => {
            request.result.close();
            resolve(all.result.map(({ state }) => state.face.seed));
          };
        };
      }),
  );
}
