/** Long tasks of the page's own thread, as the browser measures them (50 ms and more). */
import type { Browser, Page } from '@playwright/test';

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
  // The observer is told after the task has ended.
  await page.waitForTimeout(200);
  return page.evaluate((start) => (window.longTasks ?? []).filter((task) => task.start >= start), from);
}

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  ph: string;
  /** Microseconds of wall time, and of the thread's own processor time. */
  dur?: number;
  tdur?: number;
  args?: { name?: string };
}

/**
 * Milliseconds of processor time of the costliest task on the page's own thread during a gesture, out of the browser's
 * trace. Unlike wall time it does not grow when other programs take the processor away.
 */
export async function costliestTaskDuring(
  browser: Browser,
  page: Page,
  gesture: () => Promise<unknown>,
): Promise<number> {
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline'] });
  await gesture();
  const trace = JSON.parse((await browser.stopTracing()).toString('utf8')) as { traceEvents: TraceEvent[] };
  const mains = trace.traceEvents.filter(
    ({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain',
  );
  const tasks = trace.traceEvents.filter(
    ({ name, ph, pid, tid }) =>
      ph === 'X' && name === 'RunTask' && mains.some((main) => main.pid === pid && main.tid === tid),
  );
  if (tasks.length === 0) throw new Error('the trace holds no task of the page’s thread');
  return Math.max(...tasks.map(({ tdur }) => (tdur ?? Number.POSITIVE_INFINITY) / 1000));
}
