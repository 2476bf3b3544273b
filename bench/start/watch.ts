/** Runs in the page before its own scripts, and notes the moments of its start. */

/** Milliseconds since the navigation began; moments that never came are missing. */
export type Moments = Record<string, number>;

/** What a page says when its picture and its first panel have been shown for a while. */
export interface Report {
  moments: Moments;
  /** Milliseconds of the longest task of the page's thread that the browser reports (at least 50 ms), 0 for none. */
  longestTask: number;
}

declare global {
  interface Window {
    startReport?: Report;
  }
}

/** The page's console message when its report is there. */
export const settled = 'zscape: settled';

/** @param address where to send the report, or null to leave it in `startReport` and say so on the console. */
function watch(address: string | null, settledText: string): void {
  const moments: Moments = {};
  const tasks: number[] = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration);
  }).observe({ type: 'longtask', buffered: true });
  const Native = window.Worker;
  window.Worker = class extends Native {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      if (!options?.name?.startsWith('zscape-engine')) return;
      moments['worker asked for'] ??= performance.now();
      this.addEventListener('message', ({ data }) => {
        const now = performance.now();
        if (data.type === 'ready') moments['worker runs'] ??= now;
        if (data.type === 'progress' || data.type === 'weightsAhead') moments['first weights'] ??= now;
        if (data.type === 'model') moments['model is ready'] ??= now;
        if (data.type === 'frame' || data.type === 'pictureAhead') moments['picture is here'] ??= now;
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
    setTimeout(report, 700);
  }).observe(document, {
    subtree: true,
    childList: true,
    attributeFilter: ['data-frame', 'data-early', 'inert'],
  });

  function report(): void {
    const [page] = performance.getEntriesByType('navigation');
    moments['html is here'] = (page as PerformanceNavigationTiming).responseEnd;
    for (const entry of performance.getEntriesByType('resource') as PerformanceResourceTiming[]) {
      if (/assets\/(index|first|main|session|react|page)-[^/]*\.js$/.test(entry.name))
        moments['script is here'] = Math.max(moments['script is here'] ?? 0, entry.responseEnd);
    }
    const all: Report = { moments, longestTask: Math.round(Math.max(0, ...tasks)) };
    if (address !== null) navigator.sendBeacon(address, JSON.stringify(all));
    else {
      window.startReport = all;
      console.log(settledText);
    }
  }
}

/** The text of `watch` as a script. esbuild names functions with a helper that the page does not have. */
export function watchScript(address: string | null): string {
  return `globalThis.__name ??= (named) => named; (${watch})(${JSON.stringify(address)}, ${JSON.stringify(settled)});`;
}
