/**
 * `npm run bench:pair -- --against FOLDER`: compares this tree's WASM backend with another tree's (a checkout with its
 * node_modules), frame by frame in one Chromium, so that even a noisy machine gives a ratio. Prints the medians in milliseconds and
 * the median of the ratios of neighbouring turns with their quartiles; above 1 this tree is faster.
 *   --model ID   avatars-128 or progan-128; both by default
 *   --threads N  2 by default; `page` for as many as each tree's page would use
 *   --turns N    turns of each model, 41 by default
 *   --json       one JSON object on the last line
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build, type InlineConfig } from 'vite';
import { launch, root, serve } from '../browser.ts';
import { modelNames } from '../models/model.ts';
import { quantile } from '../page/measure.ts';
import { spin } from '../peak/wasm.ts';

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    model: { type: 'string' },
    threads: { type: 'string', default: '2' },
    turns: { type: 'string', default: '41' },
    json: { type: 'boolean', default: false },
  },
});
if (values.against === undefined) {
  console.error('--against must name the folder of the other tree, a checkout with its node_modules.');
  process.exit(2);
}
const trees = [resolve(values.against), root];
const outDir = join(root, 'node_modules', '.cache', 'zscape-bench-pair');
await mkdir(outDir, { recursive: true });
for (const [i, tree] of trees.entries()) await build(await configOf(tree, join(outDir, `player${i}`)));
await build({
  ...(await configOf(root, join(outDir, 'page'))),
  build: {
    outDir: join(outDir, 'page'),
    target: 'es2022',
    rolldownOptions: {
      input: join(import.meta.dirname, 'duel.ts'),
      output: { entryFileNames: 'duel.js' },
    },
  },
});
await writeFile(
  join(outDir, 'page', 'index.html'),
  '<!doctype html><script type="module" src="duel.js"></script>',
);

const served = await serve(outDir);
const browser = await launch(false);
const report: Record<string, unknown> = { load: loadavg() };
try {
  const page = await browser.newPage();
  page.on('console', (message) => console.error(message.text()));
  await page.goto(`${served.address}page/index.html`);
  await page.waitForFunction(() => typeof window.zscapeDuel === 'function');
  for (const model of modelNames.filter((name) => (values.model ?? name) === name)) {
    const outcome = await page.evaluate((duel) => window.zscapeDuel(duel), {
      players: [`${served.address}player0/player.js`, `${served.address}player1/player.js`] as const,
      model,
      threads: values.threads === 'page' ? undefined : Number(values.threads),
      turns: Number(values.turns),
      frames: model === 'progan-128' ? 1 : 15,
    });
    const [theirs = [], ours = []] = outcome.turns;
    const ratios = theirs.map((ms, i) => ms / ours[i]!);
    const spread = (list: readonly number[]) =>
      [0.5, 0, 0.25, 0.75].map((q) =>
        quantile(
          list.toSorted((a, b) => a - b),
          q,
        ),
      );
    report[model] = { theirs: spread(theirs), ours: spread(ours), ratio: spread(ratios), ...outcome };
    const words = (list: readonly number[], digits: number) => {
      const [median, least, low, high] = spread(list).map((value) => value.toFixed(digits));
      return `${median} (least ${least}, quartiles ${low} to ${high})`;
    };
    console.log(
      `${model}, ${values.threads} threads: before ${words(theirs, 2)} ms, now ${words(ours, 2)} ms, ratio ${words(ratios, 3)},` +
        ` values differ by ${outcome.difference.toExponential(1)}; cold ${outcome.coldMs.map(Math.round).join(' and ')} ms`,
    );
  }
  report.peak = await page.evaluate(() => 0).then(() => spin());
} finally {
  await browser.close();
  await served.close();
}
report.loadAfter = loadavg();
if (values.json) console.log(JSON.stringify(report));

/** The build of the player with a tree's WASM backend and that tree's own kernels. */
async function configOf(tree: string, to: string): Promise<InlineConfig> {
  const { kernels } = await import(pathToFileURL(join(tree, 'scripts', 'vite', 'kernels.ts')).href);
  return {
    root,
    configFile: false,
    logLevel: 'error',
    base: './',
    publicDir: false,
    plugins: [kernels()],
    resolve: { alias: { 'zscape-wasm': join(tree, 'src', 'engine', 'backends', 'wasm', 'wasm.ts') } },
    worker: { format: 'es', plugins: () => [kernels()] },
    build: {
      outDir: to,
      emptyOutDir: true,
      target: 'es2022',
      chunkSizeWarningLimit: 5000,
      rolldownOptions: {
        input: join(import.meta.dirname, 'player.worker.ts'),
        output: { entryFileNames: 'player.js' },
        checks: { pluginTimings: false },
      },
    },
  };
}
