/**
 * npm run bench:xray -- --against DIST [--turns N] [--seconds N]
 * The X-ray of the Network panel while a walk plays: pictures and maps a second, and what they cost the page's thread, in this build and in that of
 * another state of the project (its dist folder), which take turns in the same browser.
 */
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, CDPSession, Page } from '@playwright/test';
import { button, openApp, openTab, takeSeed } from '../e2e/support/app.ts';
import { launch, serveBuild, serveExplorer } from './browser.ts';
import { quantile } from './page/measure.ts';

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    turns: { type: 'string', default: '4' },
    seconds: { type: 'string', default: '5' },
  },
});
if (values.against === undefined) {
  console.error('Say which build to compare with: npm run bench:xray -- --against path/to/dist');
  process.exit(2);
}

/** Which maps are shown, each on a canvas of its own. */
const setups = {
  '64 maps of 32 px': { rows: [] },
  '128 maps of 32 px': { rows: ['32x32/conv0'] },
} as const;
type Setup = keyof typeof setups;

/** For each second: pictures on the stage, maps on all canvases, and milliseconds of the page's thread. */
interface Figures {
  pictures: number;
  sheets: number;
  script: number;
  task: number;
}

async function measure(browser: Browser, address: string, setup: Setup): Promise<Figures> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 2000 }, serviceWorkers: 'block' });
  try {
    await page.addInitScript(() => {
      const own = CanvasRenderingContext2D.prototype.putImageData;
      Object.assign(window, { sheets: 0 });
      CanvasRenderingContext2D.prototype.putImageData = function (
        this: CanvasRenderingContext2D,
        ...of: Parameters<typeof own>
      ) {
        if (this.canvas.closest?.('.maps-sheet, .layers-scroll'))
          (window as unknown as { sheets: number }).sheets++;
        own.apply(this, of);
      } as typeof own;
    });
    await openApp(page, 'backend=wasm&seed=21', address);
    await openTab(page, 'Walk');
    await button(page, 'Set A').click();
    await takeSeed(page, 22);
    await button(page, 'Set B').click();
    await openTab(page, 'Network');
    const panel = page.getByRole('tabpanel');
    await panel.getByRole('table').first().waitFor();
    for (const fold of await panel.locator('[data-fold]').all()) {
      const name = await fold.getAttribute('data-fold');
      const wanted = name === 'maps' || (name === 'layers' && setups[setup].rows.length > 0);
      if (!wanted) await fold.click();
    }
    await panel.getByRole('combobox').first().selectOption('32x32/conv1');
    for (const row of setups[setup].rows)
      await panel.getByRole('button', { name: new RegExp(`${row}$`) }).click();
    await page.locator('body').focus();
    await page.keyboard.press('k');
    return await watch(page, await page.context().newCDPSession(page));
  } finally {
    await page.close();
  }
}

async function watch(page: Page, cdp: CDPSession): Promise<Figures> {
  await cdp.send('Performance.enable');
  const read = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
    const [pictures, sheets] = await page.evaluate(() => [
      Number(document.querySelector('main canvas[data-frame]')?.getAttribute('data-frame')),
      (window as unknown as { sheets: number }).sheets,
    ]);
    return { pictures, sheets, script: of('ScriptDuration'), task: of('TaskDuration'), at: of('Timestamp') };
  };
  await page.waitForTimeout(1000);
  const before = await read();
  await page.waitForTimeout(1000 * Number(values.seconds));
  const after = await read();
  const rate = (name: keyof Figures) => (after[name] - before[name]) / (after.at - before.at);
  return {
    pictures: rate('pictures'),
    sheets: rate('sheets'),
    script: 1000 * rate('script'),
    task: 1000 * rate('task'),
  };
}

const median = (numbers: number[]) =>
  quantile(
    numbers.toSorted((a, b) => a - b),
    0.5,
  );
const sites = [await serveBuild(resolve(values.against)), await serveExplorer()] as const;
const browser = await launch(false);
try {
  for (const setup of Object.keys(setups) as Setup[]) {
    const turns: [Figures, Figures][] = [];
    for (let turn = 0; turn < Number(values.turns); turn++) {
      const both = [0, 1].map((side) => () => measure(browser, sites[side]!.address, setup));
      // Whoever comes second finds another machine: they change places.
      if (turn % 2 === 0) turns.push([await both[0]!(), await both[1]!()]);
      else
        turns.push(
          ([await both[1]!(), await both[0]!()] as [Figures, Figures]).reverse() as [Figures, Figures],
        );
    }
    console.log(`${setup}, ${turns.length} turns of ${values.seconds} s, load ${loadavg()[0]!.toFixed(1)}`);
    for (const name of ['pictures', 'sheets', 'script', 'task'] as const) {
      const [was, is] = [0, 1].map((side) => median(turns.map((turn) => turn[side]![name])));
      const ratios = turns.map(([one, other]) => other[name] / one[name]).sort((a, b) => a - b);
      const spread = `${median(ratios).toFixed(2)} (${ratios[0]!.toFixed(2)} to ${ratios.at(-1)!.toFixed(2)})`;
      console.log(
        `  ${name.padEnd(9)} a second: before ${was!.toFixed(1)}, now ${is!.toFixed(1)}, ratio ${spread}`,
      );
    }
    const cost = (side: number) => median(turns.map((turn) => turn[side]!.task / turn[side]!.pictures));
    console.log(
      `  ms of the page's thread for each picture: before ${cost(0).toFixed(2)}, now ${cost(1).toFixed(2)}`,
    );
  }
} finally {
  await browser.close();
  await Promise.all(sites.map((site) => site.close()));
}
