/** Long tasks of the page's own thread, as the browser measures them (50 ms and more). */
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

/** Runs a gesture and returns the long tasks that began meanwhile. */
export async function longTasksDuring(page: Page, gesture: () => Promise<unknown>): Promise<Task[]> {
  const from = await page.evaluate(() => performance.now());
  await gesture();
  // The observer is told some time after the task has ended.
  await page.waitForTimeout(200);
  return page.evaluate((start) => (window.longTasks ?? []).filter((task) => task.start >= start), from);
}
