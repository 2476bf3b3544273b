/**
 * Measures the quickest way for pixels from the engine's worker to the page's canvas: as a bitmap made from them, a bitmap from a
 * canvas, or raw.
 */
import type { Browser } from '@playwright/test';
import { quantile } from '../page/measure.ts';

export interface Handover {
  way: string;
  size: number;
  /** Milliseconds from the end of computing to the end of drawing. */
  median: number;
  p95: number;
  /** Those spent on the page's main thread. */
  page: number;
}

const worker = `
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { alpha: false });
  const now = () => performance.timeOrigin + performance.now();
  onmessage = async ({ data: { way, size } }) => {
    const pixels = new Uint8ClampedArray(4 * size * size);
    for (let i = 0; i < pixels.length; i++) pixels[i] = i % 4 === 3 ? 255 : (i * 7919) % 251;
    const at = now();
    if (way === 'pixels') return postMessage({ at, pixels }, [pixels.buffer]);
    const data = new ImageData(pixels, size, size);
    let image;
    if (way === 'bitmap') image = await createImageBitmap(data, { colorSpaceConversion: 'none' });
    else {
      if (canvas.width !== size) canvas.width = canvas.height = size;
      context.putImageData(data, 0, 0);
      image = canvas.transferToImageBitmap();
    }
    postMessage({ at, image }, [image]);
  };`;

export async function measureHandover(
  browser: Browser,
  address: string,
  rounds: number,
): Promise<Handover[]> {
  const page = await browser.newPage({ serviceWorkers: 'block' });
  await page.addInitScript('globalThis.__name ??= (named) => named');
  await page.goto(address);
  const all: Handover[] = [];
  for (const size of [64, 128, 512]) {
    const found = await page.evaluate(
      async ({ script, side, count }) => {
        const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
        const thread = new Worker(url);
        const canvas = document.createElement('canvas');
        canvas.width = side;
        canvas.height = side;
        const context = canvas.getContext('2d', { alpha: false })!;
        document.body.prepend(canvas);
        const ways = ['bitmap', 'canvas', 'pixels'];
        const whole: Record<string, number[]> = {};
        const onPage: Record<string, number[]> = {};
        for (let i = 0; i < count * ways.length; i++) {
          const way = ways[i % ways.length]!;
          await new Promise<void>((resolve) => {
            thread.onmessage = ({ data }) => {
              const began = performance.now();
              if (data.image) {
                context.drawImage(data.image, 0, 0);
                data.image.close();
              } else context.putImageData(new ImageData(data.pixels, side, side), 0, 0);
              const ended = performance.now();
              whole[way] = [...(whole[way] ?? []), performance.timeOrigin + ended - data.at];
              onPage[way] = [...(onPage[way] ?? []), ended - began];
              requestAnimationFrame(() => resolve());
            };
            thread.postMessage({ way, size: side });
          });
        }
        thread.terminate();
        canvas.remove();
        return ways.map((way) => ({ way, whole: whole[way]!.slice(3), onPage: onPage[way]!.slice(3) }));
      },
      { script: worker, side: size, count: rounds },
    );
    for (const { way, whole, onPage } of found) {
      const sorted = whole.toSorted((a, b) => a - b);
      const page = onPage.toSorted((a, b) => a - b);
      const round = (ms: number) => Math.round(100 * ms) / 100;
      all.push({
        ...{ way, size, median: round(quantile(sorted, 0.5)), p95: round(quantile(sorted, 0.95)) },
        page: round(quantile(page, 0.5)),
      });
    }
  }
  await page.close();
  return all;
}
