/**
 * `npm run bench:measure`: compares the page's figures of a model with those of training/evaluate for the same latents. The page's
 * network runs on the WASM kernels in Node, with the page's own code; the trainer's runs in PyTorch.
 *   --models LIST    avatars-128,portraits-128 by default
 *   --pairs N        64 by default
 *   --walks N        24 by default
 *   --python PATH    python3 by default; it needs training/requirements.txt
 *   --write          writes the trainer's figures to fixtures/measure, for the tests
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { kernelTexts } from '../../scripts/vite/kernels.ts';
import { compileVariant } from '../../src/engine/backends/wasm/compile.ts';
import { proganGenerator } from '../../src/engine/backends/wasm/generator.ts';
import { writeNpy } from '../../src/export/npy.ts';
import { endsOf, measureModel } from '../../src/session/measure/measureModel.ts';
import { comparer } from '../../src/session/measure/testing/here.ts';
import { sampleFace } from '../../src/store/select/faces.ts';
import type { Model } from '../../src/store/state/state.ts';
import { root } from '../browser.ts';
import { bundleFor } from '../models/node.ts';

const { values } = parseArgs({
  options: {
    models: { type: 'string', default: 'avatars-128,portraits-128' },
    pairs: { type: 'string', default: '64' },
    walks: { type: 'string', default: '24' },
    python: { type: 'string', default: 'python3' },
    write: { type: 'boolean', default: false },
  },
});
const plan = { pairs: Number(values.pairs), walks: Number(values.walks) };

interface Trained {
  ms_ssim: number;
  ms_ssim_error: number;
  evenness: number;
  path_mean: number;
  path_median: number;
}

const kernels = await compileVariant(await kernelTexts(), false);
if (!kernels) throw new Error('This Node has no WebAssembly SIMD.');
const expected: Record<string, Trained & typeof plan> = {};

for (const id of values.models.split(',')) {
  const bundle = await bundleFor(id);
  const { raw } = proganGenerator(bundle, kernels, 1, () => {});
  const began = performance.now();
  const figures = await measureModel(
    { model: bundle.manifest, draw: {}, values: (z) => raw(z), backend: () => 'wasm' },
    plan,
    comparer,
    { signal: new AbortController().signal, onProgress: () => {} },
  );
  const ours = (performance.now() - began) / 1000;
  const trained = ofTrainer(id, bundle.manifest);
  expected[id] = { ...plan, ...trained };
  const { msSsim, smoothness, twins } = figures;
  console.log(`\n${id}: ${plan.pairs} pairs, ${plan.walks} walks; the page's code took ${ours.toFixed(1)} s`);
  console.log('| figure | page | training/evaluate | apart |\n|---|---|---|---|');
  row('MS-SSIM', msSsim.mean, trained.ms_ssim, 4);
  row('its standard error', msSsim.error, trained.ms_ssim_error, 4);
  row('evenness, %', 100 * smoothness!.evenness, trained.evenness, 1);
  row('path length, mean', smoothness!.path.mean, trained.path_mean, 5);
  row('path length, median', smoothness!.path.median, trained.path_median, 5);
  const [nearest] = twins.nearest;
  console.log(
    `near-twins: ${(100 * twins.faces).toFixed(1)} % of ${twins.pictures}; nearest pair ${nearest?.distance.toFixed(3)}; ` +
      `in leaps ${(100 * smoothness!.inLeaps).toFixed(1)} %; one picture ${figures.frame?.ms.toFixed(1)} ms`,
  );
}
if (values.write)
  writeFileSync(join(root, 'fixtures/measure/agreement.json'), `${JSON.stringify(expected, null, 1)}\n`);

function row(name: string, page: number, trainer: number, digits: number): void {
  const apart = (100 * Math.abs(page - trainer)) / Math.abs(trainer);
  console.log(`| ${name} | ${page.toFixed(digits)} | ${trainer.toFixed(digits)} | ${apart.toFixed(2)} % |`);
}

/** The trainer's figures for the same latents. */
function ofTrainer(id: string, model: Model): Trained {
  const folder = mkdtempSync(join(tmpdir(), 'zscape-measure-'));
  const { size } = model.latent;
  const write = (name: string, seeds: readonly number[]) => {
    const data = new Float32Array(seeds.length * size);
    for (const [i, seed] of seeds.entries()) data.set(sampleFace(model, seed).z, i * size);
    const path = join(folder, `${name}.npy`);
    writeFileSync(path, writeNpy(data, [seeds.length, size]));
    return path;
  };
  const ends = endsOf(plan.walks);
  const samples = write(
    'samples',
    Array.from({ length: 2 * plan.pairs }, (_, seed) => seed),
  );
  const walks = write('ends', [...ends.map(([a]) => a), ...ends.map(([, b]) => b)]);
  const { status, stdout, stderr } = spawnSync(
    values.python,
    [
      ...['-m', 'training.evaluate.page', '--weights', `training/weights/${id}.safetensors`],
      ...['--samples', samples, '--ends', walks],
    ],
    { cwd: root, encoding: 'utf8' },
  );
  rmSync(folder, { recursive: true });
  if (status !== 0) throw new Error(`training.evaluate.page ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as Trained;
}
