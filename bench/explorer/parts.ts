/** Measures where the time of one slider event goes: to the store, the worker, its reply, the canvas and the screen. */
import type { Browser, Page } from '@playwright/test';
import { openApp, openTab } from '../../e2e/support/app.ts';
import { moveSlider } from '../../e2e/support/frames.ts';
import { launch, serveExplorer } from '../browser.ts';
import { quantile } from '../page/measure.ts';
import { type Handover, measureHandover } from './handover.ts';

/** Milliseconds of one part, or of all together. */
export interface Part {
  part: string;
  median: number;
  p95: number;
}

/** Times of one event, in milliseconds since the epoch, in the order of the parts. */
interface Times {
  event: number;
  posted: number;
  received: number;
  computed: number;
  sent: number;
  arrived: number;
  painted: number;
  frame: number;
  shown: number;
}

declare global {
  interface Window {
    parts?: Times[];
    partsEvent?: number;
  }
}

const parts: [part: string, from: keyof Times, to: keyof Times][] = [
  ['event to message: command, store, session', 'event', 'posted'],
  ['message to the worker', 'posted', 'received'],
  ['waiting for its turn in the worker', 'received', 'computed'],
  ['computing, and making a bitmap', 'computed', 'sent'],
  ['message to the page', 'sent', 'arrived'],
  ['canvas', 'arrived', 'painted'],
  ['to the next animation frame', 'painted', 'frame'],
  ['style, layout, paint of that frame', 'frame', 'shown'],
  ['event to pixels', 'event', 'frame'],
];

/** Prepended to the worker's script: records when a request arrived and when its picture left. */
const inWorker = `{
  const now = () => performance.timeOrigin + performance.now();
  const received = new Map();
  addEventListener('message', ({ data }) => {
    if (data.type === 'render') received.set(data.stamp, now());
  });
  const post = self.postMessage.bind(self);
  self.postMessage = (message, transfer) => {
    if (message.type === 'frame') {
      const { stamp } = message.frame;
      const sent = now();
      message.times = { received: received.get(stamp), computed: sent - message.frame.ms, sent };
    }
    post(message, transfer);
  };
}
`;

async function watchParts(page: Page): Promise<void> {
  // esbuild names functions with a helper that the page does not have.
  await page.addInitScript('globalThis.__name ??= (named) => named');
  await page.route(/engine\.worker-[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: inWorker + (await response.text()) });
  });
  await page.addInitScript(() => {
    const now = () => performance.timeOrigin + performance.now();
    const all: Times[] = [];
    window.parts = all;
    const posted = new Map<number, { event: number; posted: number }>();
    document.addEventListener('input', () => (window.partsEvent = now()), { capture: true });
    const Native = window.Worker;
    window.Worker = class extends Native {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        if (!options?.name?.startsWith('zscape-engine')) return;
        this.addEventListener('message', ({ data }) => {
          const begun = data.type === 'frame' ? posted.get(data.frame.stamp) : undefined;
          if (!begun || data.frame.preview) return;
          const arrived = now();
          // Runs after the page's own listener.
          queueMicrotask(() => {
            const painted = now();
            requestAnimationFrame(() => {
              const frame = now();
              const { port1, port2 } = new MessageChannel();
              port1.onmessage = () =>
                all.push({ ...begun, ...data.times, arrived, painted, frame, shown: now() });
              port2.postMessage(0);
            });
          });
        });
      }

      override postMessage(message: unknown, transfer?: Transferable[] | StructuredSerializeOptions): void {
        const { type, stamp } = message as { type?: string; stamp?: number };
        if (type === 'render' && stamp !== undefined && window.partsEvent !== undefined)
          posted.set(stamp, { event: window.partsEvent, posted: now() });
        super.postMessage(message, transfer as Transferable[]);
      }
    };
  });
}

/** @param moves slider events, one in each animation frame */
export async function measureSliderEvent(moves: number): Promise<{ parts: Part[]; handover: Handover[] }> {
  const served = await serveExplorer();
  const browser = await launch(false);
  try {
    return {
      parts: await measureParts(browser, served.address, moves),
      handover: await measureHandover(browser, served.address, Math.ceil(moves / 10)),
    };
  } finally {
    await browser.close();
    await served.close();
  }
}

/**
 * @param moves slider events, one in each animation frame; thirty more warm the page up first
 * @param firstVisit whether a service worker fetches and keeps the whole page meanwhile, on the same processors
 */
export async function measureParts(
  browser: Browser,
  address: string,
  moves: number,
  firstVisit = false,
): Promise<Part[]> {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    serviceWorkers: firstVisit ? 'allow' : 'block',
  });
  await watchParts(page);
  await openApp(page, 'seed=1&backend=wasm', address);
  await openTab(page, 'Sample');
  await moveSlider(page, { moves: 30 });
  await page.evaluate(() => void window.parts?.splice(0));
  await moveSlider(page, { moves });
  const all = await page.evaluate(() => window.parts!);
  await page.close();
  return parts.map(([part, from, to]) => {
    const times = all.map((one) => one[to] - one[from]).sort((a, b) => a - b);
    const round = (ms: number) => Math.round(10 * ms) / 10;
    return { part, median: round(quantile(times, 0.5)), p95: round(quantile(times, 0.95)) };
  });
}
