/** The page at every size: nothing is out of reach, and the visitor decides how large the panel is. */
import type { Page } from '@playwright/test';
import { andSee, button, openApp, openTab, picture, settle } from '../support/app.ts';
import { expect, test } from '../support/test.ts';

/** 640x400 and 320x200 are a screen of 1280x800 at 200 % and 400 % zoom. */
const sizes = [
  [320, 256],
  [320, 200],
  [360, 560],
  [390, 844],
  [568, 320],
  [600, 600],
  [640, 400],
  [821, 700],
  [834, 1112],
  [844, 390],
  [900, 700],
  [1000, 800],
  [1280, 800],
  [1920, 1080],
  [3840, 2160],
] as const;

/** Elements that are wholly or partly where no scrolling brings them into view. */
const outOfReach = (page: Page) =>
  page.evaluate(() => {
    const lost: string[] = [];
    const main = document.querySelectorAll<HTMLElement>(
      '.app button, .app input, .app select, .app canvas, .app [role="tab"]',
    );
    for (const element of main) {
      if (!element.checkVisibility({ visibilityProperty: true })) continue;
      // The row of pins and the list of z scroll on their own.
      let { left, right, top, bottom } = element.getBoundingClientRect();
      let scrollsX = false;
      let scrollsY = false;
      for (let box = element.parentElement; box; box = box.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(box);
        scrollsX ||= overflowX === 'auto' || overflowX === 'scroll';
        scrollsY ||= overflowY === 'auto' || overflowY === 'scroll';
        if (overflowX === 'visible' && overflowY === 'visible') continue;
        const room = box.getBoundingClientRect();
        if (!scrollsX && (left < room.left - 1 || right > room.right + 1)) break;
        if (scrollsX) [left, right] = [room.left, room.right];
        if (scrollsY) [top, bottom] = [room.top, room.bottom];
      }
      const cut =
        (!scrollsX && (left < -1 || right > innerWidth + 1)) ||
        (!scrollsY && (top < -1 || bottom > innerHeight + 1));
      if (cut) lost.push(element.getAttribute('aria-label') ?? element.textContent ?? element.className);
    }
    return lost;
  });

test('nothing is cut off without scrolling, from 320x200 to 3840x2160', async ({ page }) => {
  test.slow();
  await openApp(page, 'backend=wasm&seed=51');
  await expect(button(page, 'Settings')).toBeVisible();
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height });
    const name = `${width}x${height}`;
    for (const tab of ['Walk', 'Sample'] as const) {
      await openTab(page, tab);
      await settle(page);
      expect(await outOfReach(page), `${name} ${tab}`).toEqual([]);
      const sideways = await page.evaluate(() => {
        const app = document.querySelector('.app')!;
        return Math.max(app.scrollWidth - app.clientWidth, document.documentElement.scrollWidth - innerWidth);
      });
      expect(sideways, `${name} ${tab} scrolls sideways`).toBeLessThanOrEqual(0);
    }
    for (const label of ['Export GIF', 'Settings', 'Keyboard shortcuts', 'Hide the panel'])
      await expect(button(page, label), `${name} ${label}`).toBeVisible();
    await button(page, 'Export GIF').click({ trial: true });
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  }
});

test('the picture is as large as the space allows', async ({ page }) => {
  await openApp(page, 'backend=wasm&seed=51');
  const side = async (width: number, height: number) => {
    await page.setViewportSize({ width, height });
    return (await picture(page).boundingBox())!.width;
  };
  expect(await side(1280, 800)).toBeGreaterThan(480);
  expect(await side(1920, 1080)).toBeGreaterThan(740);
  expect(await side(3840, 2160)).toBeGreaterThan(1700);
  expect(await side(844, 390)).toBeGreaterThan(270);
  expect(await side(640, 400)).toBeGreaterThan(200);
  expect(await side(390, 844)).toBeGreaterThan(240);
  await button(page, 'Hide the panel').click();
  expect(await side(390, 844)).toBeGreaterThan(340);
});

for (const size of [
  { width: 1280, height: 800, key: 'ArrowLeft', at: 'width' },
  { width: 700, height: 1000, key: 'ArrowUp', at: 'height' },
] as const) {
  test(`the panel is resized by pointer and by key, and keeps its size, at ${size.width} px`, async ({
    page,
  }) => {
    const { width, height, key, at } = size;
    await page.setViewportSize({ width, height });
    await openApp(page, 'backend=wasm&seed=51');
    const edge = page.getByRole('separator', { name: 'Panel size' });
    const panel = page.getByRole('complementary', { name: 'Panel' }).locator('#panel');
    const now = async () => (await panel.boundingBox())![at];
    const before = await now();
    await edge.focus();
    await page.keyboard.press(key);
    await expect.poll(now).toBeGreaterThan(before);
    await expect(edge).toHaveAttribute(
      'aria-valuenow',
      String(Math.round(at === 'width' ? await now() : (100 * (await now())) / height)),
    );
    const box = (await edge.boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(at === 'width' ? x - 60 : x, at === 'width' ? y : y - 60, { steps: 4 });
    await page.mouse.up();
    await expect.poll(now).toBeGreaterThan(before + 50);
    const dragged = await now();
    await expect
      .poll(() => page.evaluate(() => localStorage.getItem('zscape.settings')))
      .toMatch(/"(width|share)":\d/);
    await page.reload();
    await expect(picture(page)).toHaveAttribute('data-frame', /^[1-9]/);
    expect(Math.abs((await now()) - dragged)).toBeLessThan(2);
    await edge.focus();
    await page.keyboard.press('Enter');
    await expect(panel).toBeHidden();
    await page.keyboard.press('Enter');
    await expect(panel).toBeVisible();
    await button(page, 'Hide the panel').click();
    await expect(panel).toBeHidden();
    // Going to a panel shows it.
    await page.getByRole('tab', { name: 'Walk', exact: true }).click();
    await expect(page.getByRole('tabpanel', { name: 'Walk' })).toBeVisible();
  });
}

test('only the picture is shown until Escape, and the keys keep working', async ({ page }) => {
  await openApp(page, 'backend=wasm&seed=51');
  await page.keyboard.press('v');
  await expect(page.getByRole('banner')).toBeHidden();
  await expect(page.getByRole('tab').first()).toBeHidden();
  expect((await picture(page).boundingBox())!.height).toBe(800);
  await andSee(page, () => page.keyboard.press(' '));
  await expect(page.getByRole('banner')).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('banner')).toBeVisible();
  // The focus before only the picture was shown.
  const settings = button(page, 'Settings');
  await settings.focus();
  await page.keyboard.press('v');
  await expect(page.getByRole('banner')).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(settings).toBeFocused();
  await button(page, 'Show only the picture').click();
  await expect(page.getByRole('banner')).toBeHidden();
  await button(page, 'Show everything').click();
  await expect(page.getByRole('banner')).toBeVisible();
});

test('F fills the screen and leaves it again', async ({ page }) => {
  await openApp(page, 'backend=wasm&seed=51');
  const full = () => page.evaluate(() => document.fullscreenElement !== null);
  await page.keyboard.press('f');
  await expect.poll(full).toBe(true);
  await button(page, 'Exit full screen').click();
  await expect.poll(full).toBe(false);
});

for (const tag of ['', ' @phone']) {
  test(`the page shifts by at most 0.02 while it opens${tag}`, async ({ page }) => {
    await page.addInitScript(() => {
      const shifts: number[] = [];
      (window as unknown as { shifts: number[] }).shifts = shifts;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await openApp(page, 'backend=wasm&seed=51');
    await expect(page.getByRole('tabpanel').getByRole('slider').first()).toBeAttached();
    await expect(button(page, 'Settings')).toBeVisible();
    await settle(page);
    const sum = await page.evaluate(() =>
      (window as unknown as { shifts: number[] }).shifts.reduce((a, b) => a + b, 0),
    );
    expect(sum).toBeLessThanOrEqual(0.02);
  });
}

test('a canvas keeps its shape while its picture arrives', async ({ page }) => {
  await page.addInitScript(() => {
    const shapes = new Set<string>();
    (window as unknown as { shapes: Set<string> }).shapes = shapes;
    const seen = new ResizeObserver((changes) => {
      for (const { contentRect } of changes) {
        // Those in hidden parts have no size.
        if (contentRect.width > 0) shapes.add((contentRect.width / contentRect.height).toFixed(2));
      }
    });
    new MutationObserver(() => {
      for (const canvas of document.querySelectorAll('canvas.picture')) seen.observe(canvas);
    }).observe(document, { subtree: true, childList: true });
  });
  await openApp(page, 'backend=wasm&seed=51');
  await expect(page.locator('canvas.picture:not(.waiting)').nth(15)).toBeAttached();
  await settle(page);
  expect(await page.evaluate(() => [...(window as unknown as { shapes: Set<string> }).shapes])).toEqual([
    '1.00',
  ]);
});

test('nothing in the help moves once it is there, however slowly its parts arrive', async ({
  page,
  serve,
}) => {
  let late = 0;
  const site = await serve({ delay: () => late });
  await openApp(page, 'backend=wasm&seed=51', site.address);
  late = 500;
  await page.evaluate(() => {
    const places = new Set<number>();
    (window as unknown as { places: Set<number> }).places = places;
    const look = () => {
      const buttons = document.querySelectorAll<HTMLElement>('[role="dialog"] button');
      const lesson = [...buttons].find(({ textContent }) => textContent === 'Take a lesson');
      if (lesson) places.add(lesson.offsetTop);
      requestAnimationFrame(look);
    };
    look();
  });
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Take a lesson' })).toBeVisible();
  await expect(page.getByRole('img', { name: /^Twenty-five faces/ })).toBeVisible();
  await page.evaluate(() => new Promise(requestAnimationFrame));
  expect(await page.evaluate(() => [...(window as unknown as { places: Set<number> }).places])).toHaveLength(
    1,
  );
});
