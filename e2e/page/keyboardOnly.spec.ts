/** Everything that the page offers, using only the keyboard. */
import { andSee, button, download, openApp, picture, slider } from '../support/app.ts';
import { defaultModel, openAttributes } from '../support/shipped.ts';
import { expect, test } from '../support/test.ts';
import { byPalette, keysToTab, pressOn, said, tabTo } from './byKeyboard.ts';

// Reaching each control takes many presses of Tab.
test.beforeEach(() => test.slow());

test('sample, seed, sliders and pins', async ({ page }) => {
  await openApp(page, 'seed=81');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the picture' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  expect(new URL(page.url()).hash).toBe('');

  await pressOn(page, page.getByRole('spinbutton', { name: 'Seed' }), 'Control+a');
  await andSee(page, () => page.keyboard.type('82'));
  await expect(said(page)).toContainText('seed 82');
  await expect(picture(page)).toHaveAccessibleName(new RegExp(`${defaultModel.title}, seed 82`));
  await tabTo(page, button(page, 'New sample'));
  await andSee(page, () => page.keyboard.press('Space'));
  await pressOn(page, button(page, 'Pin'));
  await expect(said(page)).toContainText('Pinned: Seed');

  const panel = await keysToTab(page, 'Sample');
  await tabTo(page, slider(page, 'z 0'));
  const before = await slider(page, 'z 0').inputValue();
  await andSee(page, () => page.keyboard.press('ArrowRight'));
  expect(Number(await slider(page, 'z 0').inputValue())).toBeGreaterThan(Number(before));
  await page.keyboard.press('Backspace');
  await expect(slider(page, 'z 0')).toHaveValue(before);
  for (const [key, name] of [
    ['ArrowDown', 'z 1'],
    ['End', 'z 511'],
    ['Home', 'z 0'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(slider(page, name)).toBeFocused();
  }
  await page.keyboard.type('207');
  await expect(slider(page, 'z 207')).toBeFocused();
  await page.keyboard.press('PageDown');
  await expect(slider(page, 'z 207')).not.toBeFocused();
  // The list is a single Tab stop: the next press leaves it.
  await page.keyboard.press('Tab');
  await expect(panel.getByRole('slider', { name: /^z \d+$/ }).and(page.locator(':focus'))).toHaveCount(0);

  // A pin's menu works without hovering.
  await pressOn(page, page.getByRole('button', { name: /^Actions for Seed/ }).first());
  await page.getByRole('menuitem', { name: 'Rename' }).press('Enter');
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.type('First');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Actions for First' })).toBeVisible();
});

test('walk, path and map', async ({ page }) => {
  await openApp(page, 'seed=83');
  await page.keyboard.press('p');
  await andSee(page, () => page.keyboard.press('Space'));
  await page.keyboard.press('p');
  await keysToTab(page, 'Walk');
  await tabTo(page, slider(page, 'Position'));
  await andSee(page, () => page.keyboard.press('PageUp'));
  await page.keyboard.press('k');
  await expect(button(page, 'Pause')).toBeVisible();
  await page.keyboard.press('k');
  await expect(button(page, 'Play')).toBeVisible();

  const path = await keysToTab(page, 'Path');
  await pressOn(page, path.getByRole('button', { name: 'Add to path', exact: true }));
  await pressOn(page, path.getByRole('button', { name: 'Add all pins' }));
  await expect(path.getByRole('listitem')).toHaveCount(3);
  await tabTo(page, slider(page, 'Time'));
  await andSee(page, () => page.keyboard.press('Home'));

  await keysToTab(page, 'Map');
  await tabTo(page, page.getByRole('application', { name: 'Map' }));
  await andSee(page, () => page.keyboard.press('ArrowRight'));
});

test('attributes, teaching and arithmetic', async ({ page }) => {
  await openApp(page, 'seed=84');
  await page.keyboard.press('p');
  await keysToTab(page, 'Attributes');
  const [first = '', second = ''] = openAttributes;
  await tabTo(page, slider(page, first));
  await andSee(page, () => page.keyboard.press('PageUp'));
  await expect(slider(page, first)).not.toHaveValue('0');

  const teach = button(page, 'Teach an attribute');
  await tabTo(page, teach, { back: true });
  await page.keyboard.press('Enter');
  const lesson = page.getByRole('dialog');
  await expect(lesson).toBeVisible();
  for (const answer of ['y', 'n']) {
    await expect(lesson.getByRole('button', { name: 'Yes' })).toBeEnabled();
    await page.keyboard.press(answer);
  }
  await page.keyboard.press('Escape');
  await expect(lesson).toHaveCount(0);
  await expect(teach).toBeFocused();

  await keysToTab(page, 'Arithmetic');
  await tabTo(page, page.getByRole('textbox', { name: 'Expression' }));
  await andSee(page, () => page.keyboard.type(`A + 2 * "${second}"`));
});

test('models, sessions, exports and settings give the focus back', async ({ page }) => {
  await openApp(page, 'seed=85');
  const models = await keysToTab(page, 'Models');
  await tabTo(page, models.getByRole('button').first());

  const sessions = button(page, 'Sessions');
  await pressOn(page, sessions);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('listitem').first()).toBeVisible();
  const session = await download(page, () =>
    pressOn(page, dialog.getByRole('button', { name: 'Export as file' })),
  );
  expect(session.name).toMatch(/\.zscape\.json$/);
  await expect(said(page)).toContainText(session.name);
  await page.keyboard.press('Escape');
  await expect(sessions).toBeFocused();

  await tabTo(page, button(page, 'Export GIF'), { back: true });
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(button(page, 'Export GIF')).toBeFocused();

  const settings = button(page, 'Settings');
  await pressOn(page, settings);
  const theme = page.getByRole('radio', { name: 'Light' });
  await tabTo(page, page.getByRole('radiogroup', { name: 'Theme' }).getByRole('radio', { checked: true }));
  await page.keyboard.press('ArrowRight');
  await expect(theme.or(page.getByRole('radio', { name: 'Dark' })).and(page.locator(':focus'))).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(settings).toBeFocused();

  // From the palette to another dialog, and from there back to where the palette was opened.
  await byPalette(page, 'Keyboard shortcuts');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(settings).toBeFocused();
});

test('S asks before anything is downloaded', async ({ page }) => {
  await openApp(page, 'seed=86');
  const downloads: string[] = [];
  page.on('download', (file) => downloads.push(file.suggestedFilename()));
  await page.keyboard.press('s');
  const dialog = page.getByRole('dialog', { name: /PNG/ });
  await expect(dialog.getByRole('button', { name: 'Export' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  expect(downloads).toEqual([]);
  await page.keyboard.press('s');
  await expect(dialog.getByRole('button', { name: 'Export' })).toBeFocused();
  const { name } = await download(page, () => page.keyboard.press('Enter'));
  expect(name).toBe(`${defaultModel.id}-seed-86.png`);
  await expect(said(page)).toContainText(`Exported ${name}`);
});

test('undo, redo and the list of named steps', async ({ page }) => {
  await openApp(page, 'seed=87');
  await andSee(page, () => page.keyboard.press('Space'));
  await page.keyboard.press('p');
  await page.keyboard.press('Control+z');
  await expect(said(page)).toContainText('Undone: Pin.');
  await page.keyboard.press('Control+y');
  await expect(said(page)).toContainText('Redone: Pin.');
  await pressOn(page, button(page, 'History'));
  const steps = page.getByRole('list', { name: 'History' }).getByRole('button');
  await expect(steps).toHaveText(['Pin', 'New sample', /./]);
  await expect(steps.first()).toBeFocused();
  await page.keyboard.press('End');
  await andSee(page, () => page.keyboard.press('Enter'));
  await expect(picture(page)).toHaveAttribute('data-seed', '87');
  await page.keyboard.press('Escape');
  await expect(button(page, 'History')).toBeFocused();
});

test('Escape ends the change of a key that has not the focus, and then closes the dialog', async ({
  page,
}) => {
  await openApp(page, 'seed=88');
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  const change = dialog.getByRole('button', { name: /^Change the key for Pin,/ });
  await change.evaluate((one: HTMLElement) => {
    // As in Safari, where a click does not move the focus.
    one.focus = () => {};
    one.click();
  });
  await expect(change).toHaveAttribute('aria-pressed', 'true');
  await expect(change).not.toBeFocused();
  await page.keyboard.press('Escape');
  await expect(change).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});

test('keys are changed, refused if taken, turned off, and restored', async ({ page }) => {
  await openApp(page, 'seed=88');
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await pressOn(page, dialog.getByRole('button', { name: /^Change the key for Pin,/ }));
  await page.keyboard.press('s');
  await expect(said(page)).toContainText('S is already the key for Export PNG');
  await page.keyboard.press('i');
  await expect(dialog.getByRole('button', { name: 'Change the key for Pin, now I' })).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('p');
  await page.keyboard.press('i');
  await expect(said(page)).toContainText('Pinned: Seed 88.');

  // They are remembered, and can all be turned off.
  await page.waitForFunction(() => localStorage.getItem('zscape.settings')?.includes('"p":"i"'));
  await page.reload();
  await expect(picture(page)).toHaveAttribute('data-frame', /^[1-9]/);
  await page.keyboard.press('?');
  await expect(dialog.getByRole('button', { name: 'Change the key for Pin, now I' })).toBeVisible();
  await pressOn(page, dialog.getByRole('switch'), 'Space');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await page.keyboard.press('Space');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(picture(page)).toHaveAttribute('data-seed', '88');

  await byPalette(page, 'Keyboard shortcuts');
  await pressOn(page, dialog.getByRole('button', { name: 'Restore the default keys' }));
  await page.keyboard.press('Escape');
  await andSee(page, () => page.keyboard.press('Space'));
});
