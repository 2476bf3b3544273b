/**
 * `npm run bench:layers`: milliseconds and GFLOPS of each layer of a model on the WASM kernels, in Node on one thread, optionally
 * beside another tree's milliseconds. Every turn runs a few frames of each tree and takes the quickest. At the end: whole frames in
 * processor time, which a busy machine disturbs least, and the ratio of neighbouring turns with its quartiles.
 *   --model ID        avatars-128 (default) or progan-128
 *   --against FOLDER  another checkout with its node_modules
 *   --turns N         60 by default
 * Node before 21 has no relaxed SIMD, so multiplications and additions are separate; before 23.9 it cannot report a thread's
 * processor time.
 */
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { compileVariant } from '../../src/engine/backends/wasm/compile.ts';
import * as at from '../../src/engine/backends/wasm/layout.ts';
import { productsOf } from '../../src/engine/backends/wasm/plan/kinds.ts';
import type { layOut, Network } from '../../src/engine/backends/wasm/plan/network.ts';
import { root } from '../browser.ts';
import { bundleFor } from '../models/node.ts';
import { randomLatent } from '../models/random.ts';
import { quantile } from '../page/measure.ts';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'avatars-128' },
    against: { type: 'string' },
    turns: { type: 'string', default: '60' },
  },
});
/** Frames per turn; the first one is not measured. */
const framesOfTurn = values.model === 'progan-128' ? 2 : 8;

const bundle = await bundleFor(values.model);
const trees = [root, ...(values.against ? [resolve(values.against)] : [])];
const networks: Network[] = [];
for (const tree of trees) networks.push(await networkOf(tree));
/** Quickest milliseconds of each turn, by network and layer. */
const times = networks.map(({ convolutions }) => [0, ...convolutions].map((): number[] => []));
/** Processor milliseconds of a whole frame in each turn, by network. */
const busy = networks.map((): number[] => []);
for (let turn = 0; turn < Number(values.turns); turn++) {
  for (const i of networks.map((_, i) => (i + turn) % networks.length)) {
    const began = process.threadCpuUsage?.().user ?? 0;
    const frames = Array.from({ length: framesOfTurn }, () => layersOf(networks[i]!)).slice(1);
    busy[i]!.push(((process.threadCpuUsage?.().user ?? 0) - began) / 1000 / framesOfTurn);
    times[i]!.forEach((own, layer) => {
      own.push(Math.min(...frames.map((frame) => frame[layer]!)));
    });
  }
}
const medians = times.map((own) =>
  own.map((ms) =>
    quantile(
      ms.toSorted((a, b) => a - b),
      0.5,
    ),
  ),
);
const [ours = []] = medians;
ours.forEach((ms, layer) => {
  const macs = macsOf(networks[0]!, layer);
  const all = medians.map((own) => `${own[layer]!.toFixed(3)} ms`).join(', before ');
  console.log(`${nameOf(layer).padEnd(26)} ${all}, ${((2 * macs) / ms / 1e6).toFixed(1)} GFLOPS`);
});
const sums = medians.map((own) => own.reduce((sum, ms) => sum + ms, 0));
console.log(
  `together ${sums.map((ms) => `${ms.toFixed(3)} ms`).join(', before ')}${sums[1] ? `, ratio ${(sums[1] / sums[0]!).toFixed(3)}` : ''}`,
);
if (process.threadCpuUsage !== undefined) {
  const spread = (list: number[], digits: number) =>
    [0.5, 0.25, 0.75].map((q) =>
      quantile(
        list.toSorted((a, b) => a - b),
        q,
      ).toFixed(digits),
    );
  console.log(
    `processor time of a frame ${busy.map((list) => `${spread(list, 2)[0]} ms`).join(', before ')}`,
  );
  const [own = [], theirs] = busy;
  const ratios = spread(theirs?.map((ms, i) => ms / own[i]!) ?? [1], 3);
  if (theirs) console.log(`ratio ${ratios[0]} (quartiles ${ratios[1]} to ${ratios[2]})`);
}

async function networkOf(tree: string): Promise<Network> {
  const { kernelTexts } = await import(pathToFileURL(join(tree, 'scripts', 'vite', 'kernels.ts')).href);
  const kernels = await compileVariant(await kernelTexts(), false);
  if (!kernels) throw new Error('This Node has no WebAssembly SIMD.');
  const wasm = join(tree, 'src', 'engine', 'backends', 'wasm');
  // In older trees it is one folder higher.
  const module = await import(pathToFileURL(join(wasm, 'plan', 'network.ts')).href).catch(
    () => import(pathToFileURL(join(wasm, 'network.ts')).href),
  );
  const { manifest, weights } = bundle;
  const make = module.layOut as typeof layOut;
  if (manifest.generator.family !== 'progan') throw new Error(`${manifest.title} is not a ProGAN.`);
  const network = make({ kernels, threads: 1, manifest, generator: manifest.generator, weights });
  const { size } = manifest.latent;
  network.machine.floats(network.latent, size).set(randomLatent(size, 1));
  return network;
}

/** Milliseconds of each layer of one frame, with its steps run one by one. */
function layersOf({ machine, full, convolutions }: Network): number[] {
  const layers = [0, ...convolutions].map(() => 0);
  let layer = 0;
  full.steps.forEach(({ op }, step) => {
    if (op === at.OP_IN || op === at.OP_FUSED) layer++;
    const began = performance.now();
    machine.run(full.address + step * at.STEP_BYTES, 1);
    layers[layer]! += performance.now() - began;
  });
  return layers;
}

function macsOf({ convolutions }: Network, layer: number): number {
  if (layer > 0) return productsOf(convolutions[layer - 1]!.kind, convolutions[layer - 1]!.shape);
  const { planned } = convolutions[0]!;
  return planned.size ** 2 * bundle.manifest.latent.size * planned.from;
}

function nameOf(layer: number): string {
  if (layer === 0) return 'first layer';
  const { planned } = networks[0]!.convolutions[layer - 1]!;
  return `${planned.size} px ${planned.up ? 'doubled' : 'plain'}, ${planned.from} to ${planned.to}`;
}
