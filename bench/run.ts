/**
 * `npm run bench`: measures in headless Chromium, in one run on this machine.
 *   --json          one JSON object on the last line of standard output
 *   --quick         fewer and shorter turns, batch 1 only
 *   --batch LIST    pictures per batch, such as 1,16
 *   --only LIST     backends: wasm, webgpu, webgl, cpu (by default all that are worth measuring here)
 *   --engines LIST  zscape, tfjs, onnxruntime-web, jax-js
 *   --model ID      avatars-128 or progan-128
 *   --threads N, --turns N
 *   --variants      also our own kernels on one thread and without relaxed SIMD
 *   --no-explorer   without the explorer's cold start and latencies
 *   --explorer      only these
 *   --parts         only where the time of one slider event goes, part by part, and the quickest way for pixels to the canvas
 *   --drag N        only N slider events in the explorer, and what they leave in memory
 *   --software-gpu  WebGPU on an emulated GPU, for trying it out
 *   --dawn          WebGPU in Node, without a browser: installs what it needs, and prints ratios, parity and the tuner's gain
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { type BackendName, backendNames } from '../src/engine/contract.ts';
import { launch, serveBench } from './browser.ts';
import { type EngineName, engines } from './contestants/contestant.ts';
import { measureExplorer } from './explorer/explorer.ts';
import { longDrag } from './explorer/longDrag.ts';
import { type ModelName, modelNames } from './models/model.ts';
import type { Row } from './page/measure.ts';
import { planFor } from './page/plan.ts';
import type { Peak } from './peak/peak.ts';
import {
  explorerInWords,
  handoverInWords,
  partsInWords,
  ratiosInWords,
  rowsInWords,
  tunerInWords,
} from './words.ts';

const flag = { type: 'boolean', default: false } as const;
const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    ...{ json: flag, quick: flag, variants: flag, explorer: flag, 'no-explorer': flag },
    ...{ 'software-gpu': flag, dawn: flag, parts: flag },
    ...{ only: text, engines: text, model: text, threads: text, turns: text },
    ...{ batch: text, drag: text },
  },
});
const backends = chosen('backend', values.only, backendNames);
const wishedEngines = chosen('engine', values.engines, engines);
const models = chosen('model', values.model, modelNames);
const batches = wholes('batch', values.batch ?? (values.quick ? '1' : '1,16'));
const threads = Number(values.threads ?? Math.min(8, Math.max(2, Math.floor(cpus().length / 2))));

const report: Record<string, unknown> = {
  machine: machine(),
  date: new Date().toISOString(),
  load: loadavg(),
};
const words: string[] = [machine()];
if (values.drag !== undefined) {
  report.drag = await longDrag(Number(values.drag), values.only === 'webgpu', values['software-gpu']);
  words.push(JSON.stringify(report.drag, null, 2));
} else if (values.parts) {
  const { measureSliderEvent } = await import('./explorer/parts.ts');
  const { parts, handover } = await measureSliderEvent(values.quick ? 100 : 600);
  Object.assign(report, { parts, handover });
  words.push(...partsInWords(parts), ...handoverInWords(handover));
} else if (values.dawn) {
  const { measureInNode } = await import('./dawn/dawn.ts');
  const { rows, peak, gpu, untuned } = await measureInNode(models, wishedEngines, Boolean(values.quick));
  Object.assign(report, { gpu, peak, rows, untuned });
  words.push(gpu, ...rowsInWords(rows, peak), ...ratiosInWords(rows), ...tunerInWords(untuned));
} else {
  if (!values.explorer) {
    const measured = await measureEngines();
    Object.assign(report, measured);
    words.push(...rowsInWords(measured.rows, measured.peak));
  }
  const partial = values.engines !== undefined || values.model !== undefined || values.variants;
  if (values.explorer || !(values['no-explorer'] || partial)) {
    const explorer = await measureExplorer(Boolean(values.quick));
    report.explorer = explorer;
    words.push(...explorerInWords(explorer));
  }
}
report.loadAfter = loadavg();
console.log(values.json ? JSON.stringify(report) : words.join('\n'));

async function measureEngines(): Promise<{ gpu: string | undefined; peak: Peak; rows: Row[] }> {
  const served = await serveBench();
  const browser = await launch(values['software-gpu']);
  try {
    const page = await browser.newPage();
    page.on('console', (message) => console.error(message.text()));
    await page.goto(`${served.address}index.html`);
    await page.waitForSelector('#start:enabled');
    const { gpu, real } = await page.evaluate(() => window.zscapeMachine());
    const webgpu = real || values['software-gpu'];
    const some = backends.filter((name) => name !== 'webgpu' || webgpu);
    if (some.length < backends.length && values.only?.includes('webgpu'))
      console.error(
        `WebGPU is left out: ${gpu === undefined ? 'there is none' : `${gpu} is not a real GPU`}.`,
      );
    const peak = await page.evaluate((given) => window.zscapePeak(given.threads, given.webgpu), {
      threads,
      webgpu,
    });
    const rows: Row[] = [];
    for (const model of models) {
      const plan = planFor(model, {
        backends: values.quick ? some.filter((name) => name === 'wasm' || name === 'webgpu') : some,
        engines: wishedEngines,
        threads,
        variants: values.variants,
        gpu: real,
        batches,
        turns: Number(values.turns ?? (values.quick ? 2 : 7)),
        turnMs: values.quick ? 600 : 1000,
      });
      rows.push(
        ...(await page.evaluate((given) => window.zscapeBench(given.plan, given.peak), { plan, peak })),
      );
    }
    return { gpu, peak, rows };
  } finally {
    await browser.close();
    await served.close();
  }
}

/** A list of names from the command line; by default all of them. */
function chosen<T extends BackendName | EngineName | ModelName>(
  what: string,
  list: string | undefined,
  all: readonly T[],
): T[] {
  const names = list?.split(',') ?? [...all];
  const unknown = names.find((name) => !all.some((known) => known === name));
  if (unknown === undefined) return all.filter((name) => names.includes(name));
  console.error(`There is no ${what} "${unknown}" to measure. Choose from ${all.join(', ')}.`);
  return process.exit(2);
}

/** Positive whole numbers from the command line. */
function wholes(what: string, list: string): number[] {
  const numbers = list.split(',').map(Number);
  if (numbers.every((number) => Number.isInteger(number) && number >= 1)) return numbers;
  console.error(`--${what} takes whole numbers such as 1,16, not "${list}".`);
  return process.exit(2);
}

function machine(): string {
  const [first] = cpus();
  return `${first?.model ?? 'unknown processor'}, ${cpus().length} cores, ${process.platform} ${process.arch}`;
}
