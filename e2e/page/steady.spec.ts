/**
 * Nothing jumps under the pointer while the rest of the page arrives, and a page that nobody touches rests: motion without an end takes
 * time from the picture.
 */
import type { Page } from '@playwright/test';
import { button, openApp, openTab, picture, tabs } from '../support/app.ts';
import { expect, test } from '../support/test.ts';

/** All places where the picture and the strip have been since the page was opened. */
const placesOf = (page: Page) => page.evaluate(() => (window as unknown as { places: string[] }).places);

async function watchPlaces(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const places: string[] = [];
    (window as unknown as { places: string[] }).places = places;
    const look = () => {
      const boxes = ['canvas[aria-label^="Generated image"]', '[aria-label^="Latent vector"]'].map((name) => {
        const box = document.querySelector(name)?.getBoundingClientRect();
        return box && [box.x, box.y, box.width, box.height].map(Math.round).join(' ');
      });
      const place = boxes.join(', ');
      if (boxes.every((box) => box !== undefined) && places.at(-1) !== place) places.push(place);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
}

for (const tag of ['', ' @phone']) {
  test(`the picture and the strip stay in place while the page opens${tag}`, async ({ page }) => {
    await watchPlaces(page);
    await openApp(page, 'backend=wasm&seed=51');
    await expect(page.getByRole('region', { name: 'Pins' }).getByRole('button').first()).toBeVisible();
    await expect(page.getByRole('tabpanel').getByRole('slider').first()).toBeAttached();
    await expect(picture(page)).toBeVisible();
    expect(await placesOf(page)).toHaveLength(1);
  });
}

test('the first pin moves nothing', async ({ page }) => {
  await watchPlaces(page);
  await openApp(page, 'backend=wasm&seed=51');
  await button(page, 'Pin').click();
  await expect(page.getByRole('region', { name: 'Pins' }).getByRole('listitem')).toHaveCount(1);
  expect(await placesOf(page)).toHaveLength(1);
});

/** What moves at this moment. */
const moving = (page: Page) =>
  page.evaluate(() =>
    document.getAnimations().map((animation) => {
      const { animationName, transitionProperty } = animation as CSSAnimation & CSSTransition;
      return animationName ?? transitionProperty;
    }),
  );

for (const tag of ['', ' @phone']) {
  test.describe(`first visit${tag}`, () => {
    test.use({ firstVisit: true });

    test('the control that the first steps point at pulses and then rests', async ({ page }) => {
      await page.addInitScript(() => {
        document.addEventListener('animationend', ({ animationName }) => {
          document.documentElement.dataset.ended = animationName;
        });
      });
      await openApp(page, 'backend=wasm&seed=51');
      await expect(page.locator('html')).toHaveAttribute('data-ended', 'pointed');
      await expect(page.locator('[data-pointed]')).toHaveCSS('outline-style', 'dashed');
      await expect.poll(() => moving(page)).toEqual([]);
    });

    test('the pulse ends with the first act', async ({ page }) => {
      await openApp(page, 'backend=wasm&seed=51');
      const pointed = page.locator('[data-pointed]');
      await expect(pointed).toHaveAttribute('data-pointed', '');
      await page.keyboard.press('p');
      await expect(pointed).toHaveAttribute('data-pointed', 'calm');
    });
  });
}

test('nothing moves in any panel once its work is done', async ({ page }) => {
  await openApp(page, 'backend=wasm&seed=51');
  for (const name of tabs) {
    await openTab(page, name);
    await expect.poll(() => moving(page), { message: name }).toEqual([]);
  }
});
