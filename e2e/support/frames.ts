/** Requests to the engine's worker and its replies, as seen from the page, with times. */
import type { BrowserContext, Page } from '@playwright/test';

export interface ShownFrame {
  stamp: number;
  preview: boolean;
  /** When the animation frame that shows it began, in milliseconds of the page's clock. */
  shown: number;
}

export interface Watched {
  /** When each stamp was requested; stamps count from 1. */
  asked: number[];
  frames: ShownFrame[];
  /** When pictures of batches arrived. */
  batch: number[];
}

declare global {
  interface Window {
    watched?: Watched;
  }
}

/** Contexts whose pages are already being watched. */
const watchedContexts = new WeakSet<BrowserContext>();

/** Watches every page that the context opens from now on. Each test's own context is watched from the start. */
export async function watchFrames(context: BrowserContext): Promise<void> {
  if (watchedContexts.has(context)) return;
  watchedContexts.add(context);
  await context.addInitScript(() => {
    const watched: Watched = { asked: [], frames: [], batch: [] };
    window.watched = watched;
    const Native = window.Worker;
    window.Worker = class extends Native {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        if (!options?.name?.startsWith('zscape-engine')) return;
        // Registered before the page's own listener; the animation frame follows both.
        this.addEventListener('message', ({ data }) => {
          if (data.type === 'image') watched.batch.push(performance.now());
          if (data.type !== 'frame') return;
          const { stamp, preview = false } = data.frame;
          requestAnimationFrame(() => {
            watched.frames.push({ stamp, preview, shown: performance.now() });
          });
        });
      }

      override postMessage(message: unknown, transfer?: Transferable[] | StructuredSerializeOptions): void {
        const { type, stamp } = message as { type?: string; stamp?: number };
        if (type === 'render' && stamp !== undefined) watched.asked[stamp] = performance.now();
        super.postMessage(message, transfer as Transferable[]);
      }
    };
  });
}

/** Everything seen since the page opened. */
export const watchedFrames = (page: Page): Promise<Watched> => page.evaluate(() => window.watched!);

/** Waits until the page has gone through some animation frames. */
export const animationFrames = (page: Page, count: number): Promise<void> =>
  page.evaluate(async (frames) => {
    for (let i = 0; i < frames; i++) await new Promise(requestAnimationFrame);
  }, count);

/**
 * Returns the values of a field, one per animation frame, until it has gone back by more than `back` and then forward `on` times.
 */
export const watchField = (
  page: Page,
  label: string,
  enough: { back: number; on: number },
): Promise<number[]> =>
  page.evaluate(
    async ({ name, test }) => {
      const field = document.querySelector<HTMLInputElement>(`input[aria-label="${name}"]`);
      if (!field) throw new Error(`no field ${name}`);
      const seen: number[] = [];
      const goesBack = () => seen.some((value, i) => i > 0 && value < seen[i - 1]! - test.back);
      const goesOn = () => seen.filter((value, i) => i > 0 && value > seen[i - 1]!).length >= test.on;
      while (!(goesBack() && goesOn())) {
        await new Promise(requestAnimationFrame);
        seen.push(Number(field.value));
      }
      return seen;
    },
    { name: label, test: enough },
  );

/** Moves z 0 once in each animation frame, as a hand would, for a time or a number of moves. */
export async function moveSlider(
  page: Page,
  { moves, name = 'z 0' }: { moves: number; name?: string },
): Promise<void> {
  await page.locator(`[aria-label="${name}"]`).waitFor({ state: 'attached' });
  await page.evaluate(
    async ({ count, label }) => {
      const field = document.querySelector<HTMLInputElement>(`[aria-label="${label}"]`);
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
      if (!field || !set) throw new Error(`no slider ${label}`);
      for (let i = 0; i < count; i++) {
        set.call(field, String(Math.sin(i / 15).toFixed(3)));
        field.dispatchEvent(new Event('input', { bubbles: true }));
        await new Promise(requestAnimationFrame);
      }
    },
    { count: moves, label: name },
  );
}
