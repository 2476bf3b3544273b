/** A slow machine, so that a test can do something to work that a fast one has finished before. */
import type { Page } from '@playwright/test';

export interface SlowWork {
  /** The rest is done at the machine's own speed. */
  goOn(): Promise<void>;
}

declare global {
  interface Window {
    goOn?: () => void;
  }
}

/**
 * Lets the next long work stop at its first steps: from when a bar shows progress, the page's messages to its workers wait.
 * Call it before the click that begins the work, and `goOn` after the one that is to reach it.
 */
export async function slowDown(page: Page): Promise<SlowWork> {
  await page.evaluate(() => {
    const post = Worker.prototype.postMessage as (...message: unknown[]) => void;
    const waiting: (() => void)[] = [];
    const progressing = () =>
      [...document.querySelectorAll('[role="progressbar"]')].some(
        (bar) => Number(bar.getAttribute('aria-valuenow')) > 0,
      );
    Worker.prototype.postMessage = function (this: Worker, ...message: unknown[]) {
      const send = () => post.apply(this, message);
      if (waiting.length > 0 || progressing()) waiting.push(send);
      else send();
    };
    window.goOn = () => {
      Worker.prototype.postMessage = post;
      for (const send of waiting) send();
    };
  });
  return { goOn: () => page.evaluate(() => window.goOn!()) };
}
