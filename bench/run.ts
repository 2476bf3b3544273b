/**
 * `npm run bench`: builds the page of this folder, opens it in Chromium without a window and has it measure.
 * `--json` one JSON object on the last line of standard output; `--only wasm`; `--quick` fewer and shorter turns;
 * `--model ID`; `--threads N`; `--variants` also our own kernels on one thread and without relaxed SIMD.
 */
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { build, defaultClientConditions, preview } from 'vite';
import { findChromium, howToGetChromium, sandboxWorks } from '../scripts/chromium.mjs';
import { isolationHeaders } from '../scripts/vite/isolation.ts';
import { kernels } from '../scripts/vite/kernels.ts';
import { engines, type Setup } from './contestants/contestant.ts';
import type { Row } from './measure.ts';
import { type ModelName, modelNames } from './models/model.ts';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    model: { type: 'string' },
    engines: { type: 'string' },
    threads: { type: 'string' },
    variants: { type: 'boolean', default: false },
    turns: { type: 'string' },
  },
});
if (values.only !== undefined && values.only !== 'wasm')
  fail(`There is no backend "${values.only}" to measure.`);
const threads = Number(values.threads ?? Math.min(8, Math.max(2, Math.floor(cpus().length / 2))));
const models = modelNames.filter((name) => values.model === undefined || name === values.model);
if (models.length === 0) fail(`There is no model "${values.model}". There are ${modelNames.join(', ')}.`);

const rows = await measureAll();
const report = { machine: machine(), date: new Date().toISOString(), rows };
if (!values.json) console.log(inWords(rows));
else console.log(JSON.stringify(report));

async function measureAll(): Promise<Row[]> {
  const outDir = join(root, 'node_modules', '.cache', 'zscape-bench');
  const common = { root, configFile: false, logLevel: 'error', base: './' } as const;
  await build({
    ...common,
    plugins: [kernels()],
    // ONNX Runtime's glue stays a file of its own, which its threads can load.
    resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
    worker: { format: 'es', plugins: () => [kernels()] },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      rolldownOptions: { input: join(root, 'bench/index.html') },
    },
  });
  const server = await preview({
    ...common,
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0, headers: { ...isolationHeaders } },
  });
  const executablePath = await findChromium();
  if (executablePath === undefined) fail(String(howToGetChromium));
  const browser = await chromium.launch({ executablePath, chromiumSandbox: sandboxWorks() });
  try {
    const page = await browser.newPage();
    page.on('console', (message) => console.error(message.text()));
    await page.goto(`${server.resolvedUrls?.local[0]}bench/index.html`);
    const all: Row[] = [];
    for (const model of models) {
      const plan = planOf(model);
      all.push(...(await page.evaluate((wished) => window.zscapeBench(wished), plan)));
    }
    return all;
  } finally {
    await browser.close();
    await server.close();
  }
}

function planOf(model: ModelName) {
  const wished = values.engines?.split(',') ?? engines;
  const setups: Setup[] = engines
    .filter((engine) => wished.includes(engine))
    .map((engine) => ({ engine, backend: 'wasm', threads, relaxed: true }));
  if (values.variants) {
    for (const count of [threads, 1]) {
      for (const relaxed of [true, false]) {
        if (count !== threads || !relaxed)
          setups.push({ engine: 'zscape', backend: 'wasm', threads: count, relaxed });
      }
    }
  }
  const turns = Number(values.turns ?? (values.quick ? 2 : 7));
  return { model, setups, batches: values.quick ? [1] : [1, 16], turns, turnMs: values.quick ? 600 : 1000 };
}

function machine(): string {
  const [first] = cpus();
  return `${first?.model ?? 'unknown processor'}, ${cpus().length} cores, ${process.platform} ${process.arch}`;
}

function inWords(all: readonly Row[]): string {
  const lines = all.map(({ model, batch, engine, detail, median_ms, p95_ms, min_ms, cold_ms, difference }) =>
    [
      model.padEnd(11),
      `batch ${batch}`.padEnd(9),
      engine.padEnd(16),
      detail.padEnd(24),
      `${median_ms} ms`.padStart(11),
      `(${min_ms} .. ${p95_ms})`.padStart(22),
      `cold ${cold_ms} ms`.padStart(15),
      difference.toExponential(1),
    ].join(' '),
  );
  return [machine(), ...lines].join('\n');
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}
