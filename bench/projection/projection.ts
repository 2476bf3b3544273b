/**
 * `npm run bench:projection`: how near the search comes to pictures that a model drew itself (from seeds that nothing else uses),
 * or to those of a file, and how long it takes. In Node, on the WASM kernels, on one thread: by the clock, and in processor time,
 * which other programs on the machine affect less.
 *   --model ID        avatars-128 by default; progan-128 for its layout with random weights
 *   --count N         200 by default
 *   --first N         starts at this one, 0 by default
 *   --steps N         at full size, the search's own number by default
 *   --no-encoder      starts from random faces only
 *   --targets FILE    a NumPy file of pictures, uint8 [n, height, width, channels], instead of the model's own
 *   --json FILE       also writes each result there
 */
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import type { ProjectionOptions, Target } from '../../src/latent/projection/contract.ts';
import { project } from '../../src/latent/projection/project.ts';
import { sampleLatent } from '../../src/latent/vector/sample.ts';
import { bundleFor } from '../models/node.ts';
import { quantile } from '../page/measure.ts';
import { encoderOf } from './encoder.ts';
import { nodeEngine } from './nodeEngine.ts';
import { picturesOf } from './pictures.ts';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'avatars-128' },
    count: { type: 'string', default: '200' },
    first: { type: 'string', default: '0' },
    steps: { type: 'string' },
    'no-encoder': { type: 'boolean', default: false },
    targets: { type: 'string' },
    json: { type: 'string' },
  },
});

/** The page draws seeds below a million, and the trainer's samples use a different kind of seed. */
const FIRST_SEED = 3_000_000_000;

const bundle = await bundleFor(values.model);
const { latent, image } = bundle.manifest;
const engine = await nodeEngine(bundle);
const encode = values['no-encoder'] ? null : await encoderOf(values.model, latent.size);
const given = values.targets ? picturesOf(await readFile(values.targets), image.range) : null;
const first = Number(values.first);
const count = Math.min(Number(values.count), (given?.length ?? Number.POSITIVE_INFINITY) - first);

const results: {
  rms: number;
  msSsim: number;
  nearerThan: number;
  verdict: string;
  ms: number;
  cpu: number;
  steps: number;
}[] = [];
const loads: number[] = [];
for (let i = first; i < first + count; i++) {
  const target: Target = given?.[i] ?? (await drawn(i));
  const [began, cpu] = [performance.now(), process.cpuUsage()];
  const options: ProjectionOptions = { seed: i, latent };
  if (values.steps) options.steps = Number(values.steps);
  if (encode) options.encoded = encode(target);
  const { match, losses } = await project(target, engine, options);
  const used = process.cpuUsage(cpu);
  const { rms, msSsim, nearerThan, verdict } = match;
  const ms = performance.now() - began;
  results.push({
    rms,
    msSsim,
    nearerThan,
    verdict,
    ms,
    cpu: (used.user + used.system) / 1000,
    steps: losses.length,
  });
  loads.push(loadavg()[0]!);
  if (results.length % 10 === 0)
    console.error(`${results.length} of ${count}, load ${loads.at(-1)!.toFixed(1)}`);
}

const part = (share: number) => `${(100 * share).toFixed(1)} %`;
console.log(
  `${values.model}, ${given ? 'given pictures' : 'pictures of its own'}, ${encode ? 'with' : 'without'} its encoder, ` +
    `${count} pictures, ${availableParallelism()} cores with a load of ${spread(loads, 1)}`,
);
console.log(
  `root mean square ${spread(
    results.map(({ rms }) => rms),
    4,
  )}`,
);
console.log(
  `  at most 0.03: ${part(shareOf(({ rms }) => rms <= 0.03))}; at most 0.01: ${part(shareOf(({ rms }) => rms <= 0.01))}`,
);
console.log(
  `MS-SSIM ${spread(
    results.map(({ msSsim }) => msSsim),
    4,
  )}`,
);
console.log(
  `steps ${spread(
    results.map(({ steps }) => steps),
    0,
  )}`,
);
console.log(
  `ms by the clock ${spread(
    results.map(({ ms }) => ms),
    0,
  )}, of the processor ${spread(
    results.map(({ cpu }) => cpu),
    0,
  )}`,
);
console.log(
  ['found', 'near', 'likeness', 'outside']
    .map((verdict) => `${verdict} ${part(shareOf((result) => result.verdict === verdict))}`)
    .join(', '),
);
if (values.json) await writeFile(values.json, JSON.stringify(results));

async function drawn(i: number): Promise<Target> {
  const z = sampleLatent(FIRST_SEED + i, latent.size, latent.prior);
  const [picture] = await engine.pictures([z], image.width);
  return { ...picture!, mask: null, range: image.range };
}

function shareOf(holds: (result: (typeof results)[number]) => boolean): number {
  return results.filter(holds).length / results.length;
}

/** Median, then the 5th and 95th percentile and the largest. */
function spread(list: readonly number[], digits: number): string {
  const sorted = list.toSorted((a, b) => a - b);
  const [middle, low, high, most] = [0.5, 0.05, 0.95, 1].map((q) => quantile(sorted, q).toFixed(digits));
  return `${middle} (5 % below ${low}, 95 % below ${high}, at most ${most})`;
}
