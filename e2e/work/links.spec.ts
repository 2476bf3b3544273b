/** Links, the small state in the address: opened in a fresh tab, opened in this one, truncated, and for a missing model. */
import {
  andSee,
  button,
  openApp,
  openLatentFile,
  openTab,
  picture,
  slider,
  slideTo,
} from '../support/app.ts';
import { writeNpy } from '../support/npy.ts';
import { canvasPixels, difference } from '../support/pixels.ts';
import { defaultModel } from '../support/shipped.ts';
import { expect, test } from '../support/test.ts';

test('a link carries a walk and the place on it to a fresh tab', async ({ page, context }) => {
  await openApp(page, 'seed=61');
  await openTab(page, 'Walk');
  await andSee(page, () => slideTo(slider(page, 'Position'), 0.37));
  const shared = await canvasPixels(picture(page));
  await button(page, 'Share link').click();
  await expect(page.getByRole('note')).toBeVisible();
  const link = page.url();
  expect(link.length).toBeLessThan(2000);

  const other = await context.newPage();
  await other.goto(link);
  await expect(picture(other)).toHaveAttribute('data-frame', /^[1-9]/);
  await openTab(other, 'Walk');
  await expect(slider(other, 'Position')).toHaveValue('0.37');
  expect(difference(await canvasPixels(picture(other)), shared).largest).toBeLessThanOrEqual(1);
});

test('a link carries edits of a seed', async ({ page, context }) => {
  await openApp(page, 'seed=62');
  await andSee(page, () => slideTo(slider(page, 'z 2'), 2.5));
  await button(page, 'Share link').click();
  await expect.poll(() => page.url()).toContain('s62!2:2.5');
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(slider(other, 'z 2')).toHaveValue('2.5');
});

test('opening a link in this tab is an act that can be undone', async ({ page }) => {
  await openApp(page, 'seed=63');
  await button(page, 'Share link').click();
  await expect.poll(() => page.url()).toContain('#v=2');
  const hash = new URL(page.url()).hash;
  await andSee(page, () => button(page, 'New sample').click());
  const mine = await picture(page).getAttribute('data-seed');
  await page.evaluate(() => history.replaceState(null, '', '#'));
  await andSee(page, () =>
    page.evaluate((to) => {
      location.hash = to;
    }, hash),
  );
  await expect(picture(page)).toHaveAttribute('data-seed', '63');
  await andSee(page, () => button(page, 'Undo').click());
  await expect(picture(page)).toHaveAttribute('data-seed', mine ?? '');
});

for (const [name, hash, says] of [
  ['cut in half', '#v=1&model=avatars-128&face=s1', 'cut off'],
  ['of another version', '#v=7&model=avatars-128&face=s1&sum=0', 'version 7'],
] as const) {
  test(`a link ${name} says so, and the page works`, async ({ page }) => {
    await page.goto(`./${hash}`);
    await expect(page.getByRole('alert')).toContainText(says);
    await expect(picture(page)).toHaveAttribute('data-frame', /^[1-9]/);
  });
}

test('a link for a missing model names it', async ({ page }) => {
  await openApp(page, 'seed=64');
  await button(page, 'Share link').click();
  await expect.poll(() => page.url()).toContain('#v=2');
  const text = new URL(page.url()).hash.slice(1).replace(defaultModel.id, 'somebody-else');
  const body = text.slice(0, text.lastIndexOf('&sum='));
  // FNV-1a, as specified in docs/latent-space.md.
  let hash = 0x811c9dc5;
  for (const character of body) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  await page.goto('about:blank');
  await page.goto(`./#${body}&sum=${(hash >>> 0).toString(36)}`);
  await expect(page.getByRole('alert')).toContainText('somebody-else');
  await expect(picture(page)).toHaveAttribute('data-frame', /^[1-9]/);
});

test('a link carries the sliders of an edit to a fresh tab', async ({ page, context }) => {
  await openApp(page, 'backend=wasm&seed=65');
  await openTab(page, 'Attributes');
  await expect(slider(page, 'SeFa 2')).toBeVisible({ timeout: 60_000 });
  await andSee(page, () => slideTo(slider(page, 'SeFa 2'), 3));
  await button(page, 'Lock SeFa 1').click();
  const shared = await canvasPixels(picture(page));
  await button(page, 'Share link').click();
  await expect.poll(() => page.url()).toContain('edit=s65');
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(picture(other)).toHaveAttribute('data-frame', /^[1-9]/, { timeout: 60_000 });
  await openTab(other, 'Attributes');
  await expect(slider(other, 'SeFa 2')).toHaveValue('3', { timeout: 60_000 });
  await expect(button(other, 'Lock SeFa 1')).toHaveAttribute('aria-pressed', 'true');
  expect(difference(await canvasPixels(picture(other)), shared).largest).toBeLessThanOrEqual(1);
  await andSee(other, () => button(other, 'Clear SeFa 2').click());
  await expect(slider(other, 'SeFa 2')).toHaveValue('0');
});

test('a link carries a map and the point on it', async ({ page, context }) => {
  await openApp(page, 'backend=wasm&seed=66');
  await openTab(page, 'Map');
  const pad = page.getByRole('application', { name: 'Map' });
  await pad.focus();
  await andSee(page, () => page.keyboard.press('Shift+ArrowRight'));
  const shared = await canvasPixels(picture(page));
  await button(page, 'Share link').click();
  await expect.poll(() => page.url()).toContain('map=q.6000.5000');
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(picture(other)).toHaveAttribute('data-frame', /^[1-9]/, { timeout: 60_000 });
  expect(difference(await canvasPixels(picture(other)), shared).largest).toBeLessThanOrEqual(1);
  await openTab(other, 'Map');
  await expect(other.getByRole('application', { name: 'Map' })).toHaveAttribute('data-x', '0.6');
});

test('a link without room for exact faces says how far off they are', async ({ page }) => {
  await openApp(page, 'backend=wasm&seed=67');
  await openTab(page, 'Path');
  const faces = Array.from({ length: 6 }, (_, k) =>
    Float32Array.from({ length: 512 }, (__, i) => 2 * Math.sin(1 + i * (k + 1.7) + (i * i) / (k + 3))),
  );
  for (const [k, data] of faces.entries()) {
    await andSee(page, () => openLatentFile(page, `${k}.npy`, writeNpy({ shape: [1, 512], data })));
    await button(page, 'Add to path').click();
  }
  await button(page, 'Share link').click();
  await expect(page.getByRole('note').filter({ hasText: /off by up to [\d.]+°/ })).toBeVisible();
  expect(page.url().length).toBeLessThan(2000);
});
