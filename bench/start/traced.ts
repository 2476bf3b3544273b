/** The tasks of the page's thread in a cold start, from the browser's trace. */
import type { Browser } from '@playwright/test';
import { settled, watchScript } from './watch.ts';

/** A task of the page's main thread: when it began, how long it took, and what took most of it. */
export interface Task {
  at: number;
  ms: number;
  what: string;
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  args: {
    name?: string;
    data?: { navigationId?: string; functionName?: string; url?: string; type?: string };
  };
}

/** Opens the page once and returns the tasks of at least 20 ms of its thread. Tracing makes everything slower. */
export async function tracedTasks(browser: Browser, address: string): Promise<Task[]> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(watchScript(null));
  await browser.startTracing(page, {
    categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'],
  });
  // The page itself reports when it is done: polling it would run scripts of the test in it, in long tasks.
  const done = page.waitForEvent('console', (message) => message.text() === settled);
  await page.goto(`${address}?backend=wasm`, { waitUntil: 'commit' });
  await done;
  const trace = JSON.parse((await browser.stopTracing()).toString('utf8')) as { traceEvents: TraceEvent[] };
  await context.close();
  return tasksOf(trace.traceEvents);
}

/** The tasks of at least 20 ms of the page's thread, from the navigation on. */
function tasksOf(events: readonly TraceEvent[]): Task[] {
  const main = events.find(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  const starts = events.filter(({ name, args }) => name === 'navigationStart' && args.data?.navigationId);
  const sent = events.find(
    ({ name, ph, args }) =>
      name === 'ResourceSendRequest' && ph === 'I' && args.data?.url?.includes('backend=wasm'),
  );
  const began = sent?.ts ?? starts.at(-1)?.ts ?? 0;
  const mains = events.filter(
    ({ name, args, pid }) =>
      name === 'thread_name' && args.name === 'CrRendererMain' && (main === undefined || pid >= 0),
  );
  // The browser's own pages have threads with that name, too.
  const own = (event: TraceEvent) =>
    (sent === undefined || event.pid === sent.pid) &&
    mains.some(({ pid, tid }) => pid === event.pid && tid === event.tid);
  const complete = events.filter((event) => event.ph === 'X' && own(event) && event.ts >= began);
  return complete
    .filter(({ name, dur = 0 }) => name === 'RunTask' && dur >= 20_000)
    .map((task) => {
      const inside = complete.filter(
        (event) =>
          event.name !== 'RunTask' &&
          event.pid === task.pid &&
          event.ts >= task.ts &&
          event.ts + (event.dur ?? 0) <= task.ts + (task.dur ?? 0),
      );
      const longest = inside.toSorted((a, b) => (b.dur ?? 0) - (a.dur ?? 0))[0];
      const detail =
        longest?.args.data?.functionName || longest?.args.data?.type || longest?.args.data?.url || '';
      return {
        at: Math.round((task.ts - began) / 1000),
        ms: Math.round((task.dur ?? 0) / 1000),
        what: longest ? `${longest.name} ${detail.replace(/^.*\//, '')}`.trim() : 'task',
      };
    })
    .toSorted((a, b) => a.at - b.at);
}
