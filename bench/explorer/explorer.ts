/** Measures the explorer as a visitor experiences it: from an empty cache to the first picture, and from the slider to pixels. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { openApp, openTab } from '../../e2e/support/app.ts';
import { moveSlider, type Watched, watchedFrames, watchFrames } from '../../e2e/support/frames.ts';
import { launch, root, serveExplorer, serveExplorerWith } from '../browser.ts';
import { quantile } from '../page/measure.ts';
import { longTasksDuring, watchLongTasks } from './longTasks.ts';

/** Milliseconds. */
export interface Spread {
  median: number;
  p95: number;
  min: number;
  count: number;
}

export interface DragFigures {
  model: string;
  /** From each slider event to the animation frame that shows its picture or a newer one, preview or not. */
  toPixels: Spread;
  /** From the events whose first picture was a preview. */
  toPreview?: Spread;
  /** From the last event of a drag to its full picture. */
  toRest?: Spread;
  frames: number;
  previews: number;
  /** Longest task of the page's main thread while the slider moved (at least 50 ms), 0 for none. */
  longestTask: number;
}

export interface ExplorerFigures {
  cold: { firstPicture: Spread; longestTask: number };
  drags: DragFigures[];
}

export async function measureExplorer(quick: boolean): Promise<ExplorerFigures> {
  const served = await serveExplorer();
  const browser = await launch(false);
  const folder = mkdtempSync(join(tmpdir(), 'zscape-bench-'));
  try {
    const made = spawnSync('npx', ['tsx', 'bench/bundle.ts', join(folder, 'models')], {
      cwd: root,
      encoding: 'utf8',
    });
    if (made.status !== 0) throw new Error(made.stderr);
    const wide = await serveExplorerWith(folder);
    const cold = await coldStarts(browser, served.address, quick ? 3 : 9);
    const drags = [
      await drag(browser, served.address, 'the default model', quick),
      await drag(browser, wide.address, 'progan-128', quick),
    ];
    await wide.close();
    return { cold, drags };
  } finally {
    await browser.close();
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function coldStarts(
  browser: Browser,
  address: string,
  count: number,
): Promise<ExplorerFigures['cold']> {
  const times: number[] = [];
  let longestTask = 0;
  for (let i = 0; i < count; i++) {
    // Each context has its own cache and storage, both empty.
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      serviceWorkers: 'block',
    });
    const page = await context.newPage();
    await watchLongTasks(page);
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (!document.querySelector('canvas[data-frame]')) return;
        observer.disconnect();
        requestAnimationFrame(() => {
          document.documentElement.dataset.firstPicture = String(performance.now());
        });
      }).observe(document, { subtree: true, childList: true, attributeFilter: ['data-frame'] });
    });
    const tasks = await page
      .goto(`${address}?backend=wasm`)
      .then(() => longTasksDuring(page, () => page.waitForSelector('html[data-first-picture]')));
    times.push(Number(await page.locator('html').getAttribute('data-first-picture')));
    longestTask = Math.max(longestTask, ...tasks.map(({ duration }) => duration));
    await context.close();
  }
  return { firstPicture: spreadOf(times)!, longestTask: Math.round(longestTask) };
}

async function drag(browser: Browser, address: string, model: string, quick: boolean): Promise<DragFigures> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, serviceWorkers: 'block' });
  await watchFrames(page.context());
  await watchLongTasks(page);
  await openApp(page, 'seed=1&backend=wasm', address);
  await openTab(page, 'Sample');
  const toRest: number[] = [];
  let longestTask = 0;
  for (let i = 0; i < (quick ? 3 : 8); i++) {
    const tasks = await longTasksDuring(page, () => moveSlider(page, { moves: 90 }));
    longestTask = Math.max(longestTask, ...tasks.map(({ duration }) => Math.round(duration)));
    const last = (await watchedFrames(page)).asked.length - 1;
    await page.waitForFunction((stamp) => {
      const newest = window.watched?.frames.at(-1);
      return newest?.stamp === stamp && !newest.preview;
    }, last);
    const { asked, frames } = await watchedFrames(page);
    toRest.push(frames.at(-1)!.shown - asked[last]!);
  }
  const watched = await watchedFrames(page);
  await page.close();
  return { ...figuresOf(model, watched, toRest), longestTask };
}

function figuresOf(
  model: string,
  { asked, frames }: Watched,
  toRest: number[],
): Omit<DragFigures, 'longestTask'> {
  const toPixels: number[] = [];
  const toPreview: number[] = [];
  let next = 0;
  asked.forEach((at, stamp) => {
    while (next < frames.length && frames[next]!.stamp < stamp) next++;
    const frame = frames[next];
    // The first picture comes from opening the page, not from a drag.
    if (!frame || stamp <= 1) return;
    toPixels.push(frame.shown - at);
    if (frame.preview && frame.stamp === stamp) toPreview.push(frame.shown - at);
  });
  const preview = spreadOf(toPreview);
  const rest = spreadOf(toRest);
  return {
    model,
    toPixels: spreadOf(toPixels)!,
    ...(preview && { toPreview: preview }),
    ...(rest && { toRest: rest }),
    frames: frames.length,
    previews: frames.filter((frame) => frame.preview).length,
  };
}

function spreadOf(times: readonly number[]): Spread | undefined {
  if (times.length === 0) return undefined;
  const sorted = times.toSorted((a, b) => a - b);
  const round = (ms: number) => Math.round(10 * ms) / 10;
  const [median, p95] = [quantile(sorted, 0.5), quantile(sorted, 0.95)];
  return { median: round(median), p95: round(p95), min: round(sorted[0]!), count: sorted.length };
}
