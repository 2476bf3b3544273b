/**
 * `npm run bench:inside`: how many pictures a second the X-ray shows on the WASM kernels, and what changes inside the network cost,
 * compared with frames of the unchanged network in the same turns. In Node; medians with quartiles.
 *   --model NAME    avatars-128 by default
 *   --layers LIST   whose maps are shown together; 32x32/conv0,32x32/conv1 by default, which is 128 maps
 *   --threads LIST  1,2 by default
 *   --turns N       40 by default
 * Node before 21 has no relaxed SIMD, so multiplications and additions are separate.
 */
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { kernelTexts } from '../../scripts/vite/kernels.ts';
import { compileVariant } from '../../src/engine/backends/wasm/compile.ts';
import { proganGenerator } from '../../src/engine/backends/wasm/generator.ts';
import { Pool, type ThreadTask } from '../../src/engine/backends/wasm/threads/pool.ts';
import type { NetworkChanges } from '../../src/engine/contract.ts';
import { bundleFor } from '../models/node.ts';
import { randomLatent } from '../models/random.ts';
import { quantile } from '../page/measure.ts';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'avatars-128' },
    layers: { type: 'string', default: '32x32/conv0,32x32/conv1' },
    threads: { type: 'string', default: '1,2' },
    turns: { type: 'string', default: '40' },
  },
});

/** Does the same as `thread.worker.ts` in a worker of Node. */
const thread = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ module, memory, thread }) =>
    new WebAssembly.Instance(module, { env: { memory } }).exports.work(thread));
  parentPort.postMessage('ready');`;

const bundle = await bundleFor(values.model);
const { size } = bundle.manifest.latent;
for (const threads of values.threads.split(',').map(Number)) await measure(threads);

async function measure(threads: number): Promise<void> {
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
  const { inside } = generator;
  const before = generator.memory().bytes;
  const other = randomLatent(size, 1_000_000);
  const layers = values.layers.split(',');
  const layer = layers.at(-1)!;
  const maps = async (z: Float32Array, changes: NetworkChanges | null) => {
    let count = 0;
    for (const name of layers) count += (await inside.featureMaps(z, name, changes)).channels;
    return count;
  };
  const nothing: NetworkChanges = { maps: [], withoutNorm: [], mix: null, growth: null };
  const silenced = { ...nothing, maps: [{ layer, map: 0, gain: 0 }] };
  const held = { ...nothing, maps: [{ layer, map: 0, held: other }] };
  const mixed = { ...nothing, mix: { after: layer, z: other } };
  const works: Record<string, (z: Float32Array) => Promise<unknown>> = {
    frame: (z) => generator.raw(z),
    'maps alone': (z) => maps(z, null),
    'frame and maps, as a drag shows them': async (z) => {
      await generator.raw(z);
      await maps(z, null);
    },
    'frame with a silenced map': async (z) => (await inside.pictures(silenced)).raw(z),
    'the same and its maps': async (z) => {
      await (await inside.pictures(silenced)).raw(z);
      await maps(z, silenced);
    },
    'frame with a held map': async (z) => (await inside.pictures(held)).raw(z),
    'frame mixed behind the layer': async (z) => (await inside.pictures(mixed)).raw(z),
    'signal of all layers': (z) => inside.signal(z),
  };
  const found = Object.keys(works).map((): number[] => []);
  const count = await maps(randomLatent(size, 0), null);
  const warm = threads > 1 ? 8 : 3;
  for (let turn = -warm; turn < Number(values.turns); turn++) {
    for (const [i, work] of Object.values(works).entries()) {
      const z = randomLatent(size, turn + warm);
      const began = performance.now();
      await work(z);
      if (turn >= 0) found[i]!.push(performance.now() - began);
    }
  }
  const on = `${threads} thread${threads > 1 ? 's' : ''}${kernels.relaxed ? ', relaxed SIMD' : ''}`;
  console.log(`${values.model}, ${on}, ${count} maps of ${layers.join(' and ')}`);
  Object.keys(works).forEach((name, i) => {
    const sorted = found[i]!.toSorted((a, b) => a - b);
    const [middle, low, high] = [0.5, 0.25, 0.75].map((q) => quantile(sorted, q));
    const ratio = quantile(
      found[i]!.map((ms, turn) => ms / found[0]![turn]!).toSorted((a, b) => a - b),
      0.5,
    );
    console.log(
      `  ${name}: ${middle!.toFixed(2)} ms (${low!.toFixed(2)} to ${high!.toFixed(2)}), ${(1000 / middle!).toFixed(0)} a second, ${ratio.toFixed(2)} frames`,
    );
  });
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  console.log(`  memory ${megabytes(before)} MB, with the inside ${megabytes(generator.memory().bytes)} MB`);
  generator.dispose();
  for (const worker of workers) await worker.terminate();
}
