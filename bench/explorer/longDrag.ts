/**
 * Drags a slider for an hour, as fast as pictures come, and measures what that leaves behind in tensors, buffers, memories and the
 * JavaScript heaps. Each event goes through the slider's own handler, the engine and the canvas. The window is minimised, so the
 * browser composites nothing for a screen, which is half of the work, and an event waits only for its picture.
 */
import type { Page } from '@playwright/test';
import { engine, openApp, openTab } from '../../e2e/support/app.ts';
import { launch, serveExplorer } from '../browser.ts';
import { type Growth, growthOf } from './growth.ts';
import { type Held, watchMemory } from './memory.ts';

interface Sample extends Held {
  events: number;
  frames: number;
  /** By the engine's own count. */
  tensors: number;
  engineBytes: number;
}

/** What must not grow in an hour. */
const held = [
  ...(['tensors', 'engineBytes', 'wasmBytes', 'gpuBuffers', 'gpuBytes'] as const),
  ...(['bitmaps', 'pageHeap', 'workerHeap', 'nodes', 'listeners'] as const),
];

export interface LongDrag {
  backend: string;
  events: number;
  /** Events that got no picture within two seconds. */
  unanswered: number;
  seconds: number;
  /** While the slider moved. */
  eventsPerSecond: number;
  samples: Sample[];
  /** After the first quarter, during which caches fill. */
  growth: Record<(typeof held)[number], Growth>;
  verdict: string;
}

const SAMPLES = 20;

/** @param events moves of the slider, each of which waits for the previous one's picture */
export async function longDrag(events: number, webgpu: boolean, software: boolean): Promise<LongDrag> {
  if (!Number.isInteger(events) || events < SAMPLES)
    throw new Error(`A long drag needs at least ${SAMPLES} events, not ${events}.`);
  const served = await serveExplorer();
  const browser = await launch(software);
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, serviceWorkers: 'block' });
    const backend = webgpu ? 'webgpu' : 'wasm';
    const memory = await watchMemory(page);
    await openApp(page, `seed=1&backend=${backend}`, served.address);
    await openTab(page, 'Sample');
    // The grid's pictures are made once, in the background, so they do not count as growth either.
    const faces = page.getByRole('button', { name: /^Face \d+$/ });
    await faces.last().locator('canvas.picture:not(.waiting)').waitFor({ timeout: 120_000 });
    await minimise(page);
    // Things made once for the first frames do not count as growth.
    await dragOn(page, 0, Math.min(500, Math.ceil(events / 10)));
    const began = Date.now();
    const samples: Sample[] = [];
    let [done, unanswered, dragging] = [0, 0, 0];
    for (let part = 1; part <= SAMPLES; part++) {
      const next = Math.round((events * part) / SAMPLES);
      const from = Date.now();
      unanswered += await dragOn(page, done, next);
      dragging += Date.now() - from;
      done = next;
      samples.push(await sample(page, memory, done));
      console.error(JSON.stringify(samples.at(-1)));
    }
    const late = samples.slice(SAMPLES / 4);
    const growth = Object.fromEntries(
      held.map((what) => [what, growthOf(late.map((now) => [now.events, now[what]]))]),
    ) as LongDrag['growth'];
    const growing = held.filter((what) => growth[what].grows);
    return {
      backend: `${backend}, ${await engine(page).getAttribute('title')}`,
      events,
      unanswered,
      seconds: Math.round((Date.now() - began) / 1000),
      eventsPerSecond: Math.round((1000 * events) / dragging),
      samples,
      growth,
      verdict:
        growing.length === 0 ? 'nothing grows beyond noise' : `grows beyond noise: ${growing.join(', ')}`,
    };
  } finally {
    await browser.close();
    await served.close();
  }
}

/** Minimises the window. The page still counts as visible, so it does not slow itself down. */
async function minimise(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const { windowId } = await session.send('Browser.getWindowForTarget');
  await session.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'minimized' } });
}

/**
 * Sends the events [from, to): moves z 0 back and forth on the page's main thread, each time as soon as the previous move's picture is drawn.
 * @returns how many of them got no picture within two seconds
 */
function dragOn(page: Page, from: number, to: number): Promise<number> {
  return page.evaluate(
    async (part) => {
      const field = document.querySelector<HTMLInputElement>('[aria-label="z 0"]');
      const canvas = document.querySelector<HTMLElement>('canvas[aria-label^="Generated image"]');
      const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
      if (!field || !canvas || !set) throw new Error('not the page that was expected');
      let unanswered = 0;
      // No inner function is named here: tsx would use a helper that the page does not have.
      const waiting: { resolve?: (drawn: boolean) => void } = {};
      const observer = new MutationObserver(() => waiting.resolve?.(true));
      observer.observe(canvas, { attributeFilter: ['data-frame'] });
      for (let i = part.from; i < part.to; i++) {
        const shown = new Promise<boolean>((resolve) => Object.assign(waiting, { resolve }));
        const patience = setTimeout(() => waiting.resolve?.(false), 2000);
        // The page would not count the same value twice as a move.
        set.call(field, (Math.abs((i % 100) - 50) / 10 - 2.5).toFixed(1));
        field.dispatchEvent(new Event('input', { bubbles: true }));
        if (!(await shown)) unanswered++;
        clearTimeout(patience);
      }
      observer.disconnect();
      return unanswered;
    },
    { from, to },
  );
}

async function sample(page: Page, memory: () => Promise<Held>, events: number): Promise<Sample> {
  const says = async (name: string) => Number(await engine(page).getAttribute(name));
  return {
    events,
    frames: await says('data-frames'),
    tensors: await says('data-tensors'),
    engineBytes: await says('data-bytes'),
    ...(await memory()),
  };
}
