/** Long tasks of the page's main thread, as the browser measures them (at least 50 ms). */
import type { Page } from '@playwright/test';

interface Task {
  start: number;
  duration: number;
}

declare global {
  interface Window {
    longTasks?: Task[];
  }
}

/** Call before the page opens. */
export async function watchLongTasks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const tasks: Task[] = [];
    window.longTasks = tasks;
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) tasks.push({ start: startTime, duration });
    }).observe({ type: 'longtask', buffered: true });
  });
}

/** Runs a gesture and returns the long tasks that began during it. */
export async function longTasksDuring(page: Page, gesture: () => Promise<unknown>): Promise<Task[]> {
  const from = await page.evaluate(() => performance.now());
  await gesture();
  // The observer is notified some time after the task has ended.
  await page.waitForTimeout(200);
  return page.evaluate((start) => (window.longTasks ?? []).filter((task) => task.start >= start), from);
}
