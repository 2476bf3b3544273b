/**
 * `npm run bench:pace`: how steady constant speed makes the shipped model, and at the cost of how many pictures. Walks between
 * random faces, and paths through several, are rendered by the WASM kernels in Node, shrunk as on the page, and measured as on the
 * page (`latent/curve/evenPace.ts`). For each it prints the smallest and the largest step as multiples of the average: before,
 * after at the frames that the search looked at, and after at frames half-way between those, which it never saw.
 *   --folder PATH  a bundle of a ProGAN; the shipped avatars-128 by default
 *   --frames N     equal steps of time that are compared, 90 by default: three seconds of 30 frames
 *   --ways N       of each kind, 4 by default
 * Fails where a way is not steady within 40 % at the frames that the search looked at.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseBundle } from '../src/bundle/schema/manifest.ts';
import { openKernels } from '../src/cli/kernels.node.ts';
import {
  evennessOf,
  type Picture,
  steadyWithin,
  stepChanges,
  unevenness,
} from '../src/latent/curve/change.ts';
import { findEvenPace } from '../src/latent/curve/evenPace.ts';
import { createPath, type PathOptions } from '../src/latent/curve/path.ts';
import { constantPace } from '../src/latent/curve/retime.ts';
import { sampleLatent } from '../src/latent/vector/sample.ts';
import { root } from './browser.ts';
import { shrunk } from './models/shrunk.ts';

const { values } = parseArgs({
  options: {
    folder: { type: 'string', default: join(root, 'public/models/avatars-128') },
    frames: { type: 'string', default: '90' },
    ways: { type: 'string', default: '4' },
  },
});
const frames = Number(values.frames);
/** As many pictures as the page may look at. */
const most = 800;

const model = parseBundle(
  JSON.parse(await readFile(join(values.folder, 'zscape.json'), 'utf8')),
  'zscape.json',
);
const { generator, latent, image } = model;
if (generator.family !== 'progan') throw new Error('The kernels compute ProGANs, and this model is not one.');
const paths = ['model.json', ...model.files.map(({ path }) => path).filter((path) => path.endsWith('.bin'))];
const files = await Promise.all(
  paths.map(async (path) => ({ path, bytes: Uint8Array.from(await readFile(join(values.folder, path))) })),
);
const runner = await openKernels({ generator, latent, image, files });
if (!runner) throw new Error('This Node has no WebAssembly SIMD.');

let looked = 0;
async function picture(z: Float32Array): Promise<Picture> {
  looked += 1;
  const [output] = await runner!.runAll(z, z.length, [generator.output]);
  return shrunk(output!.data, image);
}

const kinds: [name: string, faces: number, options: Omit<PathOptions, 'normalised'>][] = [
  ['walk', 2, { curve: 'slerp', closed: false }],
  ['straight path of 3', 3, { curve: 'slerp', closed: false }],
  ['smooth path of 5', 5, { curve: 'smooth', closed: false }],
  ['smooth loop of 6', 6, { curve: 'smooth', closed: true }],
];
console.log(`${model.title}: ${frames} steps, at most ${most} pictures`);
console.log(
  'way                  seeds     before             after              between            pictures',
);
let unsteady = 0;
for (const [name, faces, options] of kinds) {
  for (let way = 0; way < Number(values.ways); way++) {
    const first = 1 + 10 * way;
    const keys = Array.from({ length: faces }, (_, i) => sampleLatent(first + i, latent.size, latent.prior));
    const { segments, at } = createPath(keys, { ...options, normalised: latent.normalised });
    const look = async (positions: readonly number[]) => {
      const seen: Picture[] = [];
      for (const position of positions) seen.push(await picture(at(position)));
      return seen;
    };
    const plain = await look(Array.from({ length: frames + 1 }, (_, i) => (segments * i) / frames));
    looked = 0;
    const found = await findEvenPace({ segments, frames, most, look });
    const pictures = looked;
    if (unevenness(evennessOf(found.frames.steps)) > steadyWithin) unsteady += 1;
    const paced = constantPace(found.pace.positions, found.pace.steps);
    const between = await look(Array.from({ length: frames }, (_, i) => paced((i + 0.5) / frames)));
    const seeds = `${first} to ${first + faces - 1}`;
    console.log(
      `${name.padEnd(20)} ${seeds.padEnd(9)} ${spread(stepChanges(plain))}   ${spread(found.frames.steps)}   ${spread(stepChanges(between))}   ${pictures}`,
    );
  }
}
runner.dispose();
console.log(unsteady === 0 ? 'All are steady.' : `${unsteady} are not steady.`);
process.exitCode = unsteady === 0 ? 0 : 1;

/** The smallest and the largest step relative to the average, as `0.05 to 7.41 times`. */
function spread(steps: readonly number[]): string {
  const { largest, smallest } = evennessOf(steps);
  return `${smallest.toFixed(2)} to ${largest.toFixed(2)} times`;
}
