/**
 * Every way to arrive by an address (docs/page/arriving.md): what is shown, what happens to existing work, and what a reload does.
 */
import { andSee, button, openApp, openTab, picture, slider, slideTo, takeSeed } from '../support/app.ts';
import { allKept, hasLeft, keptSeeds, linkTo, shows } from '../support/arrivals.ts';
import { defaultModel } from '../support/shipped.ts';
import { expect, test } from '../support/test.ts';

test('a plain address starts afresh, and a reload continues the work, including undo', async ({ page }) => {
  await openApp(page);
  await takeSeed(page, 301);
  await andSee(page, () => slideTo(slider(page, 'z 3'), -2));
  await allKept(page);
  await page.reload();
  await expect(slider(page, 'z 3')).toHaveValue('-2');
  await andSee(page, () => button(page, 'Undo').click());
  await expect(slider(page, 'z 3')).not.toHaveValue('-2');
  await shows(page, 301);
  await andSee(page, () => button(page, 'Redo').click());
  await expect(slider(page, 'z 3')).toHaveValue('-2');
});

test('a link in an empty browser is removed from the address, and a reload continues the work', async ({
  page,
}) => {
  await openApp(page, `backend=wasm&lang=en${linkTo(302)}`);
  await shows(page, 302);
  await hasLeft(page);
  expect(new URL(page.url()).search).toBe('?backend=wasm&lang=en');
  await takeSeed(page, 303);
  await allKept(page);
  await page.reload();
  await shows(page, 303);
});

test('a link over existing work opens a session of its own, and the work stays in the list', async ({
  page,
}) => {
  await openApp(page);
  await takeSeed(page, 304);
  await button(page, 'Pin').click();
  await allKept(page);
  await page.goto('about:blank');
  await page.goto(`./${linkTo(305)}`);
  await shows(page, 305);
  await expect(page.getByRole('note').filter({ hasText: 'Sessions' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Pins' }).getByRole('listitem')).toHaveCount(1);
  await hasLeft(page);
  expect((await keptSeeds(page)).sort()).toEqual([304, 305]);
  await page.reload();
  await shows(page, 305);
});

test('the same link twice gives two sessions, each with its own work', async ({ page }) => {
  await openApp(page, linkTo(306));
  await hasLeft(page);
  await takeSeed(page, 307);
  await allKept(page);
  await page.evaluate((hash) => {
    location.hash = hash;
  }, linkTo(306));
  await shows(page, 306);
  await hasLeft(page);
  await allKept(page);
  expect((await keptSeeds(page)).sort()).toEqual([306, 307]);
  await andSee(page, () => button(page, 'Undo').click());
  await shows(page, 307);
});

for (const [query, what] of [
  ['seed=308', 'a seed'],
  [`model=${defaultModel.id}&seed=308`, 'a model'],
] as const) {
  test(`${what} is removed from the address, and a reload continues the work`, async ({ page }) => {
    await openApp(page);
    await takeSeed(page, 309);
    await allKept(page);
    await openApp(page, `backend=wasm&${query}`);
    await shows(page, 308);
    await hasLeft(page);
    expect(new URL(page.url()).search).toBe('?backend=wasm');
    await takeSeed(page, 310);
    await allKept(page);
    await page.reload();
    await shows(page, 310);
    expect((await keptSeeds(page)).sort()).toEqual([309, 310]);
  });
}

test('sharing a link from here does not affect later work', async ({ page }) => {
  await openApp(page, 'backend=wasm&lang=en');
  await takeSeed(page, 311);
  await button(page, 'Share link').click();
  await expect.poll(() => page.url()).toContain('#v=2');
  const link = page.url();
  // It stays in the address until something else is done; a reload does not count as arriving.
  await allKept(page);
  await page.reload();
  await shows(page, 311);
  await expect(button(page, 'Undo')).toBeEnabled();
  expect(page.url()).toBe(link);
  await takeSeed(page, 312);
  await hasLeft(page);
  expect(new URL(page.url()).search).toBe('?backend=wasm&lang=en');
  await allKept(page);
  await page.reload();
  await shows(page, 312);
});

test('a damaged link over existing work is reported once, and the work continues', async ({ page }) => {
  await openApp(page);
  await takeSeed(page, 313);
  await allKept(page);
  await page.goto('about:blank');
  await page.goto('./#v=2&model=avatars-128&face=s1');
  await shows(page, 313);
  await expect(page.getByRole('alert')).toContainText('cut off');
  await hasLeft(page);
  await page.reload();
  await shows(page, 313);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a link for a missing model waits in the address, and the work continues beneath', async ({ page }) => {
  await openApp(page);
  await takeSeed(page, 314);
  await allKept(page);
  const link = `./${linkTo(315, 'somebody-else')}`;
  await page.goto('about:blank');
  await page.goto(link);
  await shows(page, 314);
  await expect(page.getByRole('alert')).toContainText('somebody-else');
  await takeSeed(page, 316);
  await allKept(page);
  await page.reload();
  await shows(page, 316);
  expect(page.url()).toContain('somebody-else');
  await expect(page.getByRole('alert')).toContainText('somebody-else');
});

test('a model address in a link asks first, and not again once declined', async ({ page }) => {
  await openApp(page);
  await takeSeed(page, 317);
  await allKept(page);
  await openApp(page, 'model=https://models.example/net.onnx');
  const question = page.getByRole('dialog', { name: /models\.example/ });
  await expect(question).toBeVisible();
  await shows(page, 317);
  await question.getByRole('button', { name: 'Not now' }).click();
  await hasLeft(page);
  await page.reload();
  await shows(page, 317);
  await expect(question).toHaveCount(0);
});

test('a link opened while a walk plays loses neither the walk nor the last act', async ({ page }) => {
  await openApp(page);
  await takeSeed(page, 318);
  await openTab(page, 'Walk');
  await button(page, 'Set A').click();
  await andSee(page, () => button(page, 'New sample').click());
  await button(page, 'Set B').click();
  await page.getByRole('button', { name: /^Play/ }).first().click();
  await page.evaluate((hash) => {
    location.hash = hash;
  }, linkTo(319));
  await shows(page, 319);
  await hasLeft(page);
  await andSee(page, () => button(page, 'Undo').click());
  await openTab(page, 'Walk');
  await expect(slider(page, 'Position')).toBeEnabled();
  await page.goBack();
  await expect(picture(page)).toHaveAttribute('data-frame', /^[1-9]/);
  await expect(slider(page, 'Position')).toBeEnabled();
});
