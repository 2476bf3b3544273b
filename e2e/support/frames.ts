/** What the engine's worker is asked for and what it answers, seen from the page, with the times. */
import type { Page } from '@playwright/test';

export interface ShownFrame {
  stamp: number;
  preview: boolean;
  /** Milliseconds of the page's clock: when the animation frame that shows it began. */
  shown: number;
}

export interface Watched {
  /** When each stamp was asked for; stamps count from 1. */
  asked: number[];
  frames: ShownFrame[];
  /** Pictures of batches, when they arrived. */
  batch: number[];
}

declare global {
  interface Window {
    watched?: Watched;
  }
}

/** Call before the page opens. */
export async function watchFrames(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watched: Watched = { asked: [], frames: [], batch: [] };
    window.watched = watched;
    const Native = window.Worker;
    window.Worker = class extends Native {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        if (options?.name !== 'zscape-engine') return;
        // Registered before the page's own listener; the animation frame comes after both.
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

/** What was seen since the page opened. */
export const watchedFrames = (page: Page): Promise<Watched> => page.evaluate(() => window.watched!);

/** Moves z 0 once in each animation frame, as a hand would, for a time or a number of moves. */
export async function moveSlider(
  page: Page,
  { moves, name = 'z 0' }: { moves: number; name?: string },
): Promise<void> {
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
