/**
 * A monkey that presses, drags, types, undoes, reloads and closes tabs, driven by a seed, and checks after each act that the page
 * still works. The same seed does the same, as long as the page responds the same.
 */
import type { BrowserContext, ElementHandle, Page } from '@playwright/test';
import { picture, tabs } from '../app.ts';
import { dice } from '../dice.ts';

export interface MonkeyReport {
  acts: number;
  /** How often each kind of act was done. */
  counts: Record<string, number>;
}

/** A fault, with the acts that led to it. */
class MonkeyFound extends Error {}

const keys = ['Space', 'p', 'r', 'a', 'b', 'k', 'Control+z', 'Control+z', 'Control+Shift+z', 'Escape', '?'];
const words = ['A + B', '-A', 'seed', '7', '', 'dark', '(((', '1e999', 'ä😀', '0.5'];
/** After this many acts, the monkey stops and checks that the page still makes pictures. */
const actsPerLook = 20;

export class Monkey {
  readonly #context: BrowserContext;
  readonly #address: string;
  readonly #random: () => number;
  readonly #log: string[] = [];
  readonly #counts: Record<string, number> = {};
  readonly #wrong: string[] = [];
  #page: Page | undefined;

  /** @param address of the page, including its query */
  constructor(context: BrowserContext, address: string, seed: number) {
    this.#context = context;
    this.#address = address;
    this.#random = dice(seed);
  }

  /** @param goesOn is asked before each act. @throws MonkeyFound */
  async play(goesOn: (acts: number) => boolean): Promise<MonkeyReport> {
    await this.#open();
    let acts = 0;
    for (; goesOn(acts); acts++) {
      await this.#act();
      await this.#look();
      if (acts % actsPerLook === actsPerLook - 1) await this.#makesPictures();
    }
    await this.#makesPictures();
    await this.#page?.close();
    return { acts, counts: this.#counts };
  }

  async #open(): Promise<void> {
    const page = await this.#context.newPage();
    this.#page = page;
    page.on('pageerror', (error) => this.#wrong.push(`uncaught: ${error.stack ?? error.message}`));
    page.on('crash', () => this.#wrong.push('the page crashed'));
    page.on('console', (message) => {
      if (/Content.Security.Policy|TrustedScript/i.test(message.text())) this.#wrong.push(message.text());
    });
    // The monkey ignores the file picker.
    page.on('filechooser', () => {});
    await page.goto(this.#address);
    await picture(page).and(page.locator('[data-frame]')).waitFor({ timeout: 60_000 });
  }

  async #act(): Promise<void> {
    const roll = this.#random();
    const act =
      roll < 0.4
        ? this.#press
        : roll < 0.6
          ? this.#slide
          : roll < 0.72
            ? this.#key
            : roll < 0.84
              ? this.#tab
              : roll < 0.91
                ? this.#type
                : roll < 0.96
                  ? this.#paint
                  : roll < 0.985
                    ? this.#reload
                    : this.#kill;
    await act.call(this, this.#page!);
  }

  async #press(page: Page): Promise<void> {
    const target = await this.#any(
      page,
      'button, [role="menuitem"], [role="switch"], label:has(input[type="radio"])',
    );
    if (!target) return;
    this.#note('press', target.name);
    await target.element.click({ timeout: 1000 }).catch(() => {}); // something covers it
  }

  async #slide(page: Page): Promise<void> {
    const target = await this.#any(page, 'input[type="range"]');
    if (!target) return;
    const share = this.#random();
    this.#note('slide', `${target.name} to ${share.toFixed(2)} of its way`);
    await target.element.evaluate((element, part) => {
      const field = element as HTMLInputElement;
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
      const [low, high] = [Number(field.min || 0), Number(field.max || 100)];
      set?.call(field, String(low + part * (high - low)));
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new Event('change', { bubbles: true }));
    }, share);
  }

  async #key(page: Page): Promise<void> {
    const key = this.#one(keys);
    this.#note('key', key);
    await page.keyboard.press(key);
  }

  async #tab(page: Page): Promise<void> {
    const name = this.#one(tabs);
    this.#note('tab', name);
    const tab = page.getByRole('tab', { name, exact: true });
    await tab.click({ timeout: 1000 }).catch(() => page.keyboard.press('Escape')); // a dialog covers it
  }

  async #type(page: Page): Promise<void> {
    const target = await this.#any(
      page,
      'input[type="text"], input[type="number"], input:not([type]), textarea',
    );
    if (!target) return;
    const text = this.#one(words);
    this.#note('type', `“${text}” into ${target.name}`);
    await target.element.click({ timeout: 1000 }).catch(() => {});
    await page.keyboard.press('Control+a');
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  }

  /** Paints across the latent strip. */
  async #paint(page: Page): Promise<void> {
    const box = await page.locator('.strip canvas').boundingBox();
    if (!box) return;
    const point = () => [box.x + this.#random() * box.width, box.y + this.#random() * box.height] as const;
    this.#note('paint', 'the strip');
    await page.mouse.move(...point());
    await page.mouse.down();
    await page.mouse.move(...point(), { steps: 5 });
    await page.mouse.up();
  }

  async #reload(page: Page): Promise<void> {
    this.#note('reload', 'the page');
    await page.reload();
    await picture(page).and(page.locator('[data-frame]')).waitFor({ timeout: 60_000 });
  }

  /** Kills the tab without warning, in the middle of whatever it is doing. */
  async #kill(page: Page): Promise<void> {
    this.#note('kill', 'the tab');
    await page.close({ runBeforeUnload: false });
    await this.#open();
  }

  async #look(): Promise<void> {
    const page = this.#page!;
    const said = await page.locator('.notice.error').allTextContents();
    this.#wrong.push(...said.filter((text) => /INTERNAL|ENGINE_FAILED/.test(text)));
    if ((await page.locator('#root > *').count()) === 0) this.#wrong.push('the page is blank');
    if (this.#wrong.length === 0) return;
    throw new MonkeyFound(`${this.#wrong.join('\n')}\nafter\n${this.#log.slice(-30).join('\n')}`);
  }

  /** Checks that the page still makes a new sample. */
  async #makesPictures(): Promise<void> {
    const page = this.#page!;
    // Found by its element, because the picture has no role while a dialog is open.
    const canvas = page.locator('canvas[aria-label^="Generated image"]');
    const frame = async () => Number(await canvas.getAttribute('data-frame'));
    const before = await frame();
    const over = page.getByRole('dialog').or(page.getByRole('menu'));
    const sample = page.getByRole('button', { name: 'New sample', exact: true });
    // A dialog that was requested a moment ago may still open.
    const pressed = async () =>
      (await over.count()) === 0 &&
      (await sample.click({ timeout: 1000 }).then(
        () => true,
        () => false,
      ));
    for (let tries = 0; !(await pressed()); tries++) {
      if (tries > 20) this.#wrong.push('“New sample” cannot be pressed');
      await this.#look();
      await page.keyboard.press('Escape');
    }
    for (let tries = 0; (await frame()) <= before; tries++) {
      if (tries > 600) this.#wrong.push('no more pictures come');
      await this.#look();
      // It may even open between the button's press and release, and swallow the click.
      if ((await over.count()) > 0) {
        await page.keyboard.press('Escape');
        await pressed();
      }
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
  }

  /** One of the visible, usable controls, except links and those that would save a file. */
  async #any(page: Page, selector: string): Promise<{ element: ElementHandle; name: string } | undefined> {
    const share = this.#random();
    const handle = await page.evaluateHandle(
      ({ of, at }) => {
        const free = [...document.querySelectorAll<HTMLElement>(of)].filter(
          (element) =>
            element.checkVisibility() &&
            !element.matches(':disabled') &&
            !/^(Export|Save|Open|Add a model|Share)/.test(
              element.getAttribute('aria-label') ?? element.textContent,
            ),
        );
        return free[Math.floor(at * free.length)] ?? null;
      },
      { of: selector, at: share },
    );
    const element = handle.asElement();
    if (!element) return undefined;
    const name = await element.evaluate((node) => {
      const control = node as HTMLElement;
      return (control.getAttribute('aria-label') ?? control.textContent ?? '').trim().slice(0, 40);
    });
    return { element, name };
  }

  #one<T>(all: readonly T[]): T {
    return all[Math.floor(this.#random() * all.length)]!;
  }

  #note(kind: string, what: string): void {
    this.#counts[kind] = (this.#counts[kind] ?? 0) + 1;
    this.#log.push(`${kind}: ${what}`);
  }
}
