/** Random work in the page: short acts of every kind, none of which waits for its effect. */
import type { Page } from '@playwright/test';
import { defaultModel } from '../shipped.ts';

export type Random = () => number;
type Act = (page: Page, random: Random) => Promise<unknown>;

const key =
  (name: string): Act =>
  (page) =>
    page.keyboard.press(name);
const tab =
  (name: string): Act =>
  (page) =>
    page.getByRole('tab', { name, exact: true }).click({ timeout: 2000 });

/** Moves one of the visible sliders as a drag does: many events, then a release. */
const slide: Act = (page, random) =>
  page.evaluate(
    async ([which, to]) => {
      const all = [...document.querySelectorAll<HTMLInputElement>('input[type="range"]')];
      const fields = all.filter((one) => one.checkVisibility() && !one.disabled);
      const field = fields[Math.floor(which! * fields.length)];
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
      if (!field) return;
      const [low, high, from] = [Number(field.min || 0), Number(field.max || 100), Number(field.value)];
      field.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
      for (let step = 1; step <= 5; step++) {
        set?.call(field, String(from + ((low + to! * (high - low) - from) * step) / 5));
        field.dispatchEvent(new Event('input', { bubbles: true }));
        await new Promise((resolve) => setTimeout(resolve, 16));
      }
      field.dispatchEvent(new PointerEvent('pointerup', { bubbles: true }));
      field.dispatchEvent(new Event('change', { bubbles: true }));
    },
    [random(), random()],
  );

const typeSeed: Act = async (page, random) => {
  const field = page.getByRole('spinbutton', { name: 'Seed', exact: true });
  if ((await field.count()) > 0) await field.fill(String(Math.floor(random() * 1e6)), { timeout: 2000 });
};

/** Starts a walk; it is left playing, or the next act stops it. */
const play: Act = async (page, random) => {
  await page.keyboard.press('a');
  await page.keyboard.press('Space');
  await page.keyboard.press('b');
  await page.getByRole('tab', { name: 'Walk', exact: true }).click({ timeout: 2000 });
  await page.getByRole('button', { name: /^Play/ }).first().click({ timeout: 2000 });
  await page.waitForTimeout(random() * 400);
  await page.keyboard.press('Space');
};

/** Imports an attribute that was taught elsewhere from its file. */
const teach: Act = async (page, random) => {
  await page.getByRole('tab', { name: 'Attributes', exact: true }).click({ timeout: 2000 });
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser', { timeout: 5000 }),
    page.getByRole('button', { name: 'From a file', exact: true }).click({ timeout: 5000 }),
  ]);
  const direction = Array.from({ length: 512 }, () => random() - 0.5);
  const file = {
    ...{ zscape: 'attribute', version: 1, name: `Taught ${Math.floor(random() * 1e6)}`, direction },
    ...{
      model: { ...defaultModel, latent: 512 },
      threshold: 0,
      accuracy: null,
      marks: [],
    },
  };
  const bytes = Buffer.from(JSON.stringify(file));
  await chooser.setFiles({ name: 'taught.json', mimeType: 'application/json', buffer: bytes });
};

/** Continues in a new session; the previous one stays in the list. */
const copy: Act = async (page) => {
  await page.keyboard.press('o');
  const dialog = page.getByRole('dialog', { name: 'Sessions' });
  await dialog.getByRole('button', { name: 'Continue in a copy' }).click({ timeout: 5000 });
  await page.keyboard.press('Escape');
};

/** Opens a link in the tab, which may be busy. */
const link: Act = (page, random) =>
  page.evaluate(
    ({ seed, model }) => {
      const text = `v=2&model=${model}&face=s${seed}`;
      let sum = 0x811c9dc5;
      for (const letter of text) sum = Math.imul(sum ^ letter.charCodeAt(0), 0x01000193);
      location.hash = `${text}&sum=${(sum >>> 0).toString(36)}`;
    },
    { seed: Math.floor(random() * 1e6), model: defaultModel.id },
  );

/** All acts, each with its frequency among a hundred or so. */
const acts: readonly (readonly [share: number, name: string, act: Act])[] = [
  [20, 'a new sample', key('Space')],
  [22, 'a slider', slide],
  [9, 'a seed', typeSeed],
  [10, 'a pin', key('p')],
  [10, 'undo', key('Control+z')],
  [5, 'redo', key('Control+Shift+z')],
  [4, 'A', key('a')],
  [4, 'B', key('b')],
  [4, 'a key of the path', key('k')],
  [3, 'the panel Sample', tab('Sample')],
  [2, 'the panel Walk', tab('Walk')],
  [2, 'the panel Path', tab('Path')],
  [1, 'the panel Map', tab('Map')],
  [2, 'a walk that plays', play],
  [2, 'a taught attribute', teach],
  [2, 'a copy of the session', copy],
  [2, 'a link', link],
];
const shares = acts.reduce((sum, [share]) => sum + share, 0);

/** Does one of the acts, or skips it if it is impossible right now. @returns its name */
export async function actAtRandom(page: Page, random: Random): Promise<string> {
  let at = random() * shares;
  for (const [share, name, act] of acts) {
    at -= share;
    if (at > 0) continue;
    await act(page, random).catch(() => page.keyboard.press('Escape').catch(() => undefined));
    return name;
  }
  return 'nothing';
}
