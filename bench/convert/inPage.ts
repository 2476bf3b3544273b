/**
 * Adds an archive to the built page in Chromium, as a visitor would, and measures the seconds until its first picture is on the
 * canvas and until its previews are fitted, and the tasks of the page's main thread during that time.
 */
import { type Browser, chromium, type Page } from '@playwright/test';
import { preview } from 'vite';
import { findChromium } from '../../scripts/chromium.mjs';

export interface InPage {
  secondsToPicture: number;
  /** After the first picture; null when they did not come in time, or already existed. */
  secondsToPreviews: number | null;
  /** Longest task of the page's thread that the browser reports (wall time, at least 50 ms), 0 for none. */
  longestTaskMs: number;
  longTasks: number;
  /** Most processor time of one task of the page's thread before the first picture, from the browser's trace. */
  costliestTaskMs: number;
}

const picture = '[role=img][aria-label^="Generated image"]';

/** @param outDir folder of the built page */
export async function measureInPage(
  archive: string,
  outDir: string,
  waitForPreviews: boolean,
): Promise<InPage> {
  const server = await preview({ preview: { port: 0 }, build: { outDir }, logLevel: 'silent' });
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: ['--disable-background-networking', '--no-sandbox'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.addInitScript(watchLongTasks);
    await page.goto(server.resolvedUrls!.local[0]!);
    await page.locator(`${picture}[data-frame]`).waitFor();
    await page.getByRole('tab', { name: 'Models', exact: true }).click();
    await page.waitForTimeout(2000);
    return await measure(browser, page, archive, waitForPreviews);
  } finally {
    await browser.close();
    await server.close();
  }
}

async function measure(
  browser: Browser,
  page: Page,
  archive: string,
  waitForPreviews: boolean,
): Promise<InPage> {
  await page.evaluate(() => {
    window.longTaskTimes = [];
  });
  const before = await page.locator(picture).getAttribute('data-model');
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline'] });
  const began = performance.now();
  await page.locator('input[aria-label="Model files"]').setInputFiles(archive);
  await page.waitForFunction(
    ([selector, model]) => document.querySelector(selector)?.getAttribute('data-model') !== model,
    [picture, before] as const,
    { timeout: 300_000, polling: 50 },
  );
  const secondsToPicture = (performance.now() - began) / 1000;
  const trace = JSON.parse((await browser.stopTracing()).toString('utf8')) as { traceEvents: TraceEvent[] };
  let secondsToPreviews: number | null = null;
  if (waitForPreviews) {
    const bar = page.getByRole('progressbar', { name: /^Fitting previews/ });
    const shown = await bar.waitFor({ timeout: 20_000 }).then(
      () => true,
      () => false,
    );
    if (shown) {
      await bar.waitFor({ state: 'detached', timeout: 600_000 });
      secondsToPreviews = (performance.now() - began) / 1000 - secondsToPicture;
    }
  }
  const tasks = await page.evaluate(() => window.longTaskTimes ?? []);
  return {
    secondsToPicture,
    secondsToPreviews,
    longestTaskMs: Math.max(0, ...tasks),
    longTasks: tasks.length,
    costliestTaskMs: costliestOf(trace.traceEvents),
  };
}

declare global {
  interface Window {
    longTaskTimes?: number[];
  }
}

function watchLongTasks(): void {
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longTaskTimes?.push(duration);
  }).observe({ type: 'longtask' });
}

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  ph: string;
  /** Microseconds of the thread's own processor time. */
  tdur?: number;
  args?: { name?: string };
}

function costliestOf(events: readonly TraceEvent[]): number {
  const mains = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const own = ({ pid, tid }: TraceEvent): boolean =>
    mains.some((main) => main.pid === pid && main.tid === tid);
  const costs = events
    .filter((event) => event.ph === 'X' && event.name === 'RunTask' && own(event))
    .map(({ tdur = 0 }) => tdur / 1000);
  return Math.max(0, ...costs);
}
