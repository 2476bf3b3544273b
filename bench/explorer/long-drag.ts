/** An hour at a slider, as fast as pictures come: what it leaves behind in tensors, memories and the JavaScript heap. */
import type { CDPSession, Page } from '@playwright/test';
import { engine, openApp, openTab } from '../../e2e/support/app.ts';
import { launch, serveExplorer } from '../browser.ts';

/** After a garbage collection; bytes. */
interface Sample {
  events: number;
  frames: number;
  tensors: number;
  engineBytes: number;
  pageHeap: number;
  workerHeap: number;
}

export interface LongDrag {
  backend: string;
  seconds: number;
  samples: Sample[];
  /** Bytes of heap that each thousand frames added, by least squares over the second half of the samples. */
  pageHeapPerThousand: number;
  workerHeapPerThousand: number;
}

const SAMPLES = 20;

/** @param events moves of the slider, each of which waits for the picture of the one before it. */
export async function longDrag(events: number, webgpu: boolean, software: boolean): Promise<LongDrag> {
  const served = await serveExplorer();
  const browser = await launch(software);
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const backend = webgpu ? 'webgpu' : 'wasm';
    const heaps = await heapsOf(page);
    await openApp(page, `seed=1&backend=${backend}`, served.address);
    await openTab(page, 'Sample');
    const began = Date.now();
    const samples: Sample[] = [];
    const each = Math.ceil(events / SAMPLES);
    // What is made once at the first frames is no growth.
    await dragOn(page, Math.min(each, 500));
    for (let done = 0; done < events; done += each) {
      await dragOn(page, each);
      samples.push(await sample(page, heaps, done + each));
      console.error(JSON.stringify(samples.at(-1)));
    }
    const late = samples.slice(samples.length >> 1);
    return {
      backend: `${backend}, ${await engine(page).getAttribute('title')}`,
      seconds: Math.round((Date.now() - began) / 1000),
      samples,
      pageHeapPerThousand: slope(late, ({ pageHeap }) => pageHeap),
      workerHeapPerThousand: slope(late, ({ workerHeap }) => workerHeap),
    };
  } finally {
    await browser.close();
    await served.close();
  }
}

/** Moves z 0 as soon as a frame was drawn, in the page's own thread. */
async function dragOn(page: Page, moves: number): Promise<void> {
  await page.evaluate(async (count) => {
    const field = document.querySelector<HTMLInputElement>('[aria-label="z 0"]');
    const canvas = document.querySelector<HTMLElement>('canvas[aria-label="Generated image"]');
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    if (!field || !canvas || !set) throw new Error('not the page that was expected');
    for (let i = 0; i < count; i++) {
      const shown = new Promise<void>((resolve) => {
        const observer = new MutationObserver(() => {
          observer.disconnect();
          resolve();
        });
        observer.observe(canvas, { attributeFilter: ['data-frame'] });
      });
      set.call(field, (2.5 * Math.sin(i / 30)).toFixed(3));
      field.dispatchEvent(new Event('input', { bubbles: true }));
      await Promise.race([shown, new Promise((wake) => setTimeout(wake, 2000))]);
    }
  }, moves);
}

interface Heaps {
  page: CDPSession;
  /** Of the engine's worker. */
  inWorker(method: 'HeapProfiler.collectGarbage' | 'Runtime.getHeapUsage'): Promise<{ usedSize?: number }>;
}

async function heapsOf(page: Page): Promise<Heaps> {
  const session = await page.context().newCDPSession(page);
  const waiting = new Map<number, (result: { usedSize?: number }) => void>();
  let worker: string | undefined;
  let id = 0;
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker') worker ??= sessionId;
  });
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id: answered, result } = JSON.parse(message) as { id: number; result: { usedSize?: number } };
    waiting.get(answered)?.(result);
    waiting.delete(answered);
  });
  // Not flat: messages to the worker go through the page's own session.
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  return {
    page: session,
    inWorker: (method) =>
      new Promise((resolve, reject) => {
        if (worker === undefined) return reject(new Error('the engine has no worker'));
        waiting.set(++id, resolve);
        const message = JSON.stringify({ id, method });
        session.send('Target.sendMessageToTarget', { sessionId: worker, message }).catch(reject);
      }),
  };
}

async function sample(page: Page, heaps: Heaps, events: number): Promise<Sample> {
  await heaps.page.send('HeapProfiler.collectGarbage');
  await heaps.inWorker('HeapProfiler.collectGarbage');
  const { usedSize } = await heaps.page.send('Runtime.getHeapUsage');
  const inWorker = await heaps.inWorker('Runtime.getHeapUsage');
  const says = async (name: string) => Number(await engine(page).getAttribute(name));
  return {
    events,
    frames: await says('data-frames'),
    tensors: await says('data-tensors'),
    engineBytes: await says('data-bytes'),
    pageHeap: usedSize,
    workerHeap: inWorker.usedSize ?? Number.NaN,
  };
}

function slope(samples: readonly Sample[], of: (sample: Sample) => number): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const xs = samples.map(({ frames }) => frames / 1000);
  const ys = samples.map(of);
  const [x0, y0] = [mean(xs), mean(ys)];
  const sxy = xs.reduce((sum, x, i) => sum + (x - x0) * (ys[i]! - y0), 0);
  const sxx = xs.reduce((sum, x) => sum + (x - x0) ** 2, 0);
  return sxx === 0 ? 0 : Math.round(sxy / sxx);
}
