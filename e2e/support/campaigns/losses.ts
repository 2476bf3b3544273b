/** Loses the GPU at moments of a visit, and checks what must be true afterwards. */
import { type Browser, expect, type Page } from '@playwright/test';
import { button, chooseFromMore, engine, openApp, openTab, picture, seedField } from '../app.ts';
import { moveSlider } from '../frames.ts';
import { canvasPixels, difference, type Pixels } from '../pixels.ts';

/** The seed whose picture shows whether a recovery worked. */
const SEED = 7;

export const moments = ['rest', 'start', 'load', 'drag', 'batch', 'export'] as const;
export type Moment = (typeof moments)[number];

export class Losses {
  /** How often the page continued on another backend, because the GPU had been lost just before. */
  left = 0;
  readonly #browser: Browser;
  readonly #page: Page;
  readonly #address: string;
  readonly #models: readonly [string, string];
  #expected: Pixels | undefined;

  /** @param models two fast models of the site; the first one's picture is checked */
  constructor(browser: Browser, page: Page, address: string, models: readonly [string, string]) {
    this.#browser = browser;
    this.#page = page;
    this.#address = address;
    this.#models = models;
  }

  async open(): Promise<void> {
    await openApp(this.#page, this.#query, this.#address);
    await expect(engine(this.#page)).toHaveAttribute('data-backend', 'webgpu');
    this.#expected = await canvasPixels(picture(this.#page));
  }

  /** Loses the GPU while the page is busy, and checks that everything comes back. */
  async loseAt(moment: Moment): Promise<void> {
    await this.#begin(moment);
    const session = await this.#browser.newBrowserCDPSession();
    await session.send('Browser.crashGpuProcess');
    await session.detach();
    await this.#recover(moment);
  }

  get #query(): string {
    return `model=${this.#models[0]}&backend=webgpu&seed=${SEED}`;
  }

  /** Brings the page into the middle of something. */
  async #begin(moment: Moment): Promise<void> {
    const page = this.#page;
    if (moment === 'start') await page.goto(`${this.#address}?${this.#query}`, { waitUntil: 'commit' });
    else if (moment === 'load') {
      await openTab(page, 'Models');
      await page.getByRole('button', { name: new RegExp(`^Load ${this.#models[1]}`, 'i') }).click();
    } else if (moment === 'drag') {
      await openTab(page, 'Sample');
      await moveSlider(page, { moves: 5 });
    } else if (moment === 'batch') {
      await openTab(page, 'Sample');
      await page.getByRole('button', { name: 'More faces' }).click();
    } else if (moment === 'export') {
      // Whether this export succeeds does not matter.
      await chooseFromMore(page, 'Image values (.npy)');
    }
  }

  async #recover(moment: Moment): Promise<void> {
    const page = this.#page;
    if (moment === 'drag') await moveSlider(page, { moves: 5 });
    if (moment === 'load') {
      await expect(picture(page)).toHaveAttribute('data-model', this.#models[1]);
      await openTab(page, 'Models');
      await page.getByRole('button', { name: new RegExp(`^Load ${this.#models[0]}`, 'i') }).click();
    }
    await expect(picture(page)).toHaveAttribute('data-model', this.#models[0], { timeout: 60_000 });
    await seedField(page).fill(String(SEED + 1));
    await seedField(page).fill(String(SEED));
    await expect(picture(page)).toHaveAttribute('data-seed', String(SEED));
    await expect
      .poll(async () => difference(await canvasPixels(picture(page)), this.#expected!).largest, {
        timeout: 60_000,
      })
      .toBeLessThanOrEqual(2);
    if ((await engine(page).getAttribute('data-backend')) !== 'webgpu') await this.#chooseGpu();
  }

  /** Goes back to WebGPU, like a user who does not want to wait for the page to do so. */
  async #chooseGpu(): Promise<void> {
    const page = this.#page;
    this.left++;
    await button(page, 'Settings').click();
    const backends = page.getByRole('radiogroup', { name: 'Backend' });
    for (const name of ['WASM', 'WebGPU']) await backends.getByRole('radio', { name, exact: true }).check();
    await expect(engine(page)).toHaveAttribute('data-backend', 'webgpu', { timeout: 60_000 });
    await page.keyboard.press('Escape');
  }
}
