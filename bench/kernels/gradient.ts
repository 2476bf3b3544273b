/**
 * `npm run bench:gradient`: what a gradient with respect to z costs on the WASM kernels, in frames of the same network in the same
 * run, and compared with TF.js's gradient. In Node, in turns: a frame, a gradient (forward and backward), a backward pass alone;
 * medians with quartiles.
 *   --models LIST   avatars-128,progan-128 by default
 *   --threads LIST  1,2 by default
 *   --batches LIST  1,4 by default
 *   --turns N       25 by default
 *   --tfjs N        gradients of TF.js on WASM per model, 3 by default; 0 for none
 * Node before 21 has no relaxed SIMD, so multiplications and additions are separate.
 */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { require as requireModule } from 'tsx/cjs/api';
import { kernelTexts } from '../../scripts/vite/kernels.ts';
import type { LoadedBundle } from '../../src/bundle/read/reader.ts';
import { install } from '../../src/engine/backends/tfjs/core.ts';
import { tfjsAutodiff } from '../../src/engine/backends/tfjs/testing/autodiff.ts';
import { compileVariant } from '../../src/engine/backends/wasm/compile.ts';
import { proganGenerator } from '../../src/engine/backends/wasm/generator.ts';
import { Pool, type ThreadTask } from '../../src/engine/backends/wasm/threads/pool.ts';
import { bundleFor } from '../models/node.ts';
import { randomLatent } from '../models/random.ts';
import { quantile } from '../page/measure.ts';

const { values } = parseArgs({
  options: {
    models: { type: 'string', default: 'avatars-128,progan-128' },
    threads: { type: 'string', default: '1,2' },
    batches: { type: 'string', default: '1,4' },
    turns: { type: 'string', default: '25' },
    tfjs: { type: 'string', default: '3' },
  },
});
const numbers = (list: string) => list.split(',').map(Number);

/** Does the same as `thread.worker.ts` in a worker of Node. */
const thread = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ module, memory, thread }) =>
    new WebAssembly.Instance(module, { env: { memory } }).exports.work(thread));
  parentPort.postMessage('ready');`;

for (const model of values.models.split(',')) {
  const bundle = await bundleFor(model);
  const theirs = await ofTfjs(bundle, Number(values.tfjs));
  if (theirs.length > 0) console.log(`${model}, TF.js on WASM, 1 thread: gradient ${spread(theirs)} ms`);
  for (const threads of numbers(values.threads)) await ofKernels(model, bundle, threads, theirs);
}

async function ofKernels(
  model: string,
  bundle: LoadedBundle,
  threads: number,
  theirs: readonly number[],
): Promise<void> {
  const kernels = await compileVariant(await kernelTexts(), threads > 1);
  if (!kernels) throw new Error('This Node has no WebAssembly SIMD.');
  const workers: Worker[] = [];
  const pool = await Pool.start(threads - 1, () => {
    const worker = new Worker(thread, { eval: true });
    workers.push(worker);
    return new Promise((resolve) =>
      worker.once('message', () =>
        resolve({
          postMessage: (task: ThreadTask) => worker.postMessage(task),
          terminate: () => void worker.terminate(),
        }),
      ),
    );
  });
  const generator = proganGenerator(bundle, kernels, threads, (machine) => pool.attach(machine));
  const { latent, image } = bundle.manifest;
  const own = generator.memory().bytes;
  const dPicture = Float32Array.from({ length: image.width ** 2 * image.channels }, (_, i) => Math.sin(i));
  let seed = 0;
  const timed = async (count: number, work: (z: Float32Array) => Promise<unknown>) => {
    const zs = Array.from({ length: count }, () => randomLatent(latent.size, seed++));
    const began = performance.now();
    for (const z of zs) await work(z);
    return performance.now() - began;
  };
  const { gradients } = generator;
  const gradient = (z: Float32Array) => gradients.gradient(z, dPicture, image.width);
  const preparing = await timed(1, gradient);
  for (const batch of numbers(values.batches)) {
    const turns = { frame: [] as number[], gradient: [] as number[], back: [] as number[] };
    // The first turns have cold caches and try both ways of sharing the work.
    const warm = threads > 1 ? 6 : 2;
    for (let turn = -warm; turn < Number(values.turns); turn++) {
      const frame = await timed(batch, (z) => generator.raw(z));
      const whole = await timed(batch, gradient);
      let back = 0;
      await timed(batch, async (z) => {
        await gradients.picture(z, image.width);
        back += await timed(1, () => gradient(z));
      });
      if (turn < 0) continue;
      turns.frame.push(frame);
      turns.gradient.push(whole);
      turns.back.push(back);
    }
    const inFrames = (list: readonly number[]) => spread(list.map((ms, i) => ms / turns.frame[i]!));
    const beside =
      theirs.length > 0
        ? `; TF.js ${(batch * (median(theirs) / median(turns.gradient))).toFixed(1)} times as long`
        : '';
    console.log(
      `${model}, ${threads} thread${threads > 1 ? 's' : ''}${kernels.relaxed ? ', relaxed SIMD' : ''}, batch ${batch}: ` +
        `frame ${spread(turns.frame)} ms, gradient ${spread(turns.gradient)} ms, that is ${inFrames(turns.gradient)} frames; ` +
        `the backward pass ${inFrames(turns.back)} frames${beside}`,
    );
  }
  const grown = generator.memory().bytes;
  console.log(
    `  first gradient ${preparing.toFixed(0)} ms; memory ${megabytes(own)}, with gradients ${megabytes(grown)} (${(grown / own).toFixed(2)} times)`,
  );
  generator.dispose();
  for (const worker of workers) await worker.terminate();
}

/** Milliseconds of each gradient except the first. */
async function ofTfjs(bundle: LoadedBundle, count: number): Promise<number[]> {
  if (count === 0) return [];
  setWasmPaths(`${dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  await install('wasm');
  // Node cannot import TF.js's own files, but tsx can turn them into CommonJS.
  const autodiff = tfjsAutodiff(bundle, async () => {
    requireModule('@tensorflow/tfjs-core/dist/register_all_gradients.js', import.meta.url);
  });
  const { latent, image } = bundle.manifest;
  const dPicture = Float32Array.from({ length: image.width ** 2 * image.channels }, (_, i) => Math.sin(i));
  const times: number[] = [];
  for (let i = 0; i <= count; i++) {
    const began = performance.now();
    await autodiff.gradient(randomLatent(latent.size, i), dPicture);
    times.push(performance.now() - began);
  }
  autodiff.dispose();
  return times.slice(1);
}

function median(list: readonly number[]): number {
  return quantile(
    list.toSorted((a, b) => a - b),
    0.5,
  );
}

function spread(list: readonly number[]): string {
  const sorted = list.toSorted((a, b) => a - b);
  const [middle, low, high] = [0.5, 0.25, 0.75].map((q) => quantile(sorted, q).toPrecision(3));
  return `${middle} (${low} to ${high})`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
