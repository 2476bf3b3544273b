/** One cold start of the explorer, watched from inside the page and through the browser's trace. */
import type { Browser } from '@playwright/test';

/** Milliseconds since the navigation began; moments that never came are missing. */
export type Moments = Record<string, number>;

/** A task of the page's main thread: when it began, how long it took, and what took most of it. */
export interface Task {
  at: number;
  ms: number;
  what: string;
}

export interface Start {
  moments: Moments;
  /** Milliseconds of the longest task of the page's thread that the browser reports (at least 50 ms), 0 for none. */
  longestTask: number;
  /** The tasks of at least 20 ms, if the start was traced, which makes everything slower. */
  tasks: Task[];
}

/** In their usual order. */
export const momentNames = [
  'html is here',
  'script is here',
  'script ran',
  'worker asked for',
  'worker runs',
  'first weights',
  'weights are here',
  'model is ready',
  'picture asked for',
  'picture is here',
  'picture painted',
  'picture on screen',
  'panel stands',
] as const;

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

/** Measures one start. Each context has its own cache and storage, both empty. */
export async function coldStart(browser: Browser, address: string, traced: boolean): Promise<Start> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  // esbuild names functions with a helper that the page does not have.
  await page.addInitScript('globalThis.__name ??= (named) => named');
  await page.addInitScript(watch, settled);
  if (traced)
    await browser.startTracing(page, {
      categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'],
    });
  // The page itself reports when it is done: polling it would run scripts of the test in it, in long tasks.
  const done = page.waitForEvent('console', (message) => message.text() === settled);
  await page.goto(`${address}?backend=wasm`, { waitUntil: 'commit' });
  await done;
  const moments = await page.evaluate(() => {
    const all: Record<string, number> = { ...window.startMoments };
    const [page] = performance.getEntriesByType('navigation');
    all['html is here'] = (page as PerformanceNavigationTiming).responseEnd;
    for (const entry of performance.getEntriesByType('resource') as PerformanceResourceTiming[]) {
      if (/assets\/(index|first|main|session|react|page)-[^/]*\.js$/.test(entry.name))
        all['script is here'] = Math.max(all['script is here'] ?? 0, entry.responseEnd);
    }
    return all;
  });
  const longestTask = await page.evaluate(() => Math.max(0, ...(window.startTasks ?? [])));
  let tasks: Task[] = [];
  if (traced) {
    const trace = JSON.parse((await browser.stopTracing()).toString('utf8')) as { traceEvents: TraceEvent[] };
    tasks = tasksOf(trace.traceEvents);
  }
  await context.close();
  return { moments, longestTask: Math.round(longestTask), tasks };
}

declare global {
  interface Window {
    startMoments?: Record<string, number>;
    startTasks?: number[];
  }
}

/** The page's console message when the picture and the first panel have been shown for a while. */
const settled = 'zscape: settled';

/** Runs in the page before its own scripts. */
function watch(settledText: string): void {
  const moments: Record<string, number> = {};
  window.startMoments = moments;
  const tasks: number[] = [];
  window.startTasks = tasks;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration);
  }).observe({ type: 'longtask', buffered: true });
  const Native = window.Worker;
  window.Worker = class extends Native {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      if (options?.name !== 'zscape-engine') return;
      moments['worker asked for'] ??= performance.now();
      this.addEventListener('message', ({ data }) => {
        const now = performance.now();
        if (data.type === 'ready') moments['worker runs'] ??= now;
        if (data.type === 'progress') {
          moments['first weights'] ??= now;
          if (data.progress.stage === 'prepare') moments['weights are here'] ??= now;
        }
        if (data.type === 'model') moments['model is ready'] ??= now;
        if (data.type === 'frame' || data.type === 'pictureAhead') moments['picture is here'] ??= now;
        if (data.type === 'weightsAhead') moments['first weights'] ??= now;
      });
    }

    override postMessage(message: unknown, transfer?: Transferable[] | StructuredSerializeOptions): void {
      const { type } = message as { type?: string };
      if (type === 'render' || type === 'openAhead') moments['picture asked for'] ??= performance.now();
      super.postMessage(message, transfer as Transferable[]);
    }
  };
  const isThere = (selector: string) => document.querySelector(selector) !== null;
  new MutationObserver((_, observer) => {
    // The page can be used: React has rendered it, or has hydrated the HTML's frame.
    if (isThere('#root:not([inert]) canvas')) moments['script ran'] ??= performance.now();
    // Parts that come with the picture, and after it.
    if (isThere('.panel-content > *')) moments['panel stands'] ??= performance.now();
    if (isThere('canvas[data-frame], canvas[data-early]') && moments['picture painted'] === undefined) {
      moments['picture painted'] = performance.now();
      requestAnimationFrame(() => {
        moments['picture on screen'] = performance.now();
      });
    }
    if (moments['panel stands'] === undefined || moments['picture painted'] === undefined) return;
    observer.disconnect();
    // Work that the page postpones until after the picture counts, too.
    setTimeout(() => console.log(settledText), 700);
  }).observe(document, {
    subtree: true,
    childList: true,
    attributeFilter: ['data-frame', 'data-early', 'inert'],
  });
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
