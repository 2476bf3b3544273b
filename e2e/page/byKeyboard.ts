/** Using the page with nothing but a keyboard. */
import { expect, type Locator, type Page } from '@playwright/test';

/** Every control of the page must be reached within this many presses. */
const mostPresses = 220;

/** Presses Tab, or with `back` Shift+Tab, until the control has the focus. */
export async function tabTo(page: Page, control: Locator, { back = false } = {}): Promise<void> {
  await expect(control).toBeAttached();
  const hasFocus = () => control.evaluate((element) => element === document.activeElement);
  for (let press = 0; press < mostPresses; press++) {
    if (await hasFocus()) return;
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
  }
  throw new Error(`Tab does not reach ${control}.`);
}

/** Goes to a control and presses a key on it; Enter when none is named. */
export async function pressOn(page: Page, control: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, control);
  await page.keyboard.press(key);
}

/** Opens a panel with the arrow keys of the tabs. */
export async function keysToTab(page: Page, name: string): Promise<Locator> {
  const tabs = page.getByRole('tab');
  await tabTo(page, tabs.and(page.locator('[aria-selected="true"]')), { back: true });
  const wanted = page.getByRole('tab', { name, exact: true });
  await page.keyboard.press('Home');
  await expect(tabs.first()).toHaveAttribute('aria-selected', 'true');
  const steps = (await tabs.allTextContents()).indexOf(name);
  for (let step = 0; step < steps; step++) {
    await page.keyboard.press('ArrowDown');
    // The next key press is meant for the next tab.
    await expect(tabs.nth(step + 1)).toHaveAttribute('aria-selected', 'true');
  }
  await expect(wanted).toHaveAttribute('aria-selected', 'true');
  const panel = page.getByRole('tabpanel', { name });
  await expect(panel).toBeVisible();
  await panel.locator('> *').first().waitFor({ state: 'attached' });
  return panel;
}

/** The region that screen readers listen to. */
export const said = (page: Page): Locator => page.getByRole('status', { name: 'Announcements' });

/** Performs a command by its name in the palette. */
export async function byPalette(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
}
