/** Helpers for tests of visits without a network. */
import { expect, type Page } from '@playwright/test';
import { type Site, serveSite } from '../site.ts';

/** Waits until the page's service worker has stored everything and controls the page. */
export async function kept(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, undefined, {
    timeout: 90_000,
  });
}

/** A host that can go down, and whose build can be replaced at any moment. */
export interface Host extends Site {
  /** From now on every connection is refused. */
  down(): Promise<void>;
  /** From now on it serves the build in this folder. */
  deploy(folder: string): void;
}

export async function serveHost(
  first: string | undefined,
  isolated = true,
  base = '/some/where/',
): Promise<Host> {
  let folder = first;
  const site = await serveSite({
    ...{ base, isolated, cacheControl: 'no-cache' },
    ...(first !== undefined && { build: () => folder ?? first }),
  });
  return {
    ...site,
    down: () => site.close(),
    deploy: (next) => {
      folder = next;
    },
  };
}

/** The page's scripts and styles that the browser has loaded. */
export const partsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => path.includes('/assets/')),
  );

/** Checks that no part of the page is blank: its frame is there, and its panel has content. */
export async function expectWhole(page: Page): Promise<void> {
  await expect(page.getByRole('navigation', { name: 'Panels' })).toBeVisible();
  await expect(page.getByRole('img', { name: /^Generated image/ })).toBeVisible();
}
