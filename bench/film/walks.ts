/** Walks of the shipped model as frames, rendered by the engine's WASM kernels in Node and kept for the next run. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ProganGenerator, parseBundle } from '../../src/bundle/schema/manifest.ts';
import { openKernels } from '../../src/cli/kernels.node.ts';
import { walkLatents, walkPositions } from '../../src/latent/curve/walk.ts';
import { sampleLatent } from '../../src/latent/vector/sample.ts';

const folder = join(import.meta.dirname, '..', '..', 'public', 'models', 'avatars-128');
const cache = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'zscape-bench-walks');

export interface Walk {
  name: string;
  /** Pixels a side. */
  side: number;
  /** RGBA of all frames: [frames, side, side, 4]. */
  pixels: Uint8Array;
  /** The same, frame by frame. */
  frames: Uint8Array[];
}

/** The seeds of the faces that the walks go between, there and back. */
const walkSeeds: readonly (readonly [number, number])[] = [
  [1, 2],
  [7, 42],
  [100, 2000],
];

/** The walks, of `frames` frames each, smoothly enlarged to `side`. They are rendered once per model. */
export async function renderWalks(frames: number, side: number): Promise<Walk[]> {
  const manifest = await readFile(join(folder, 'zscape.json'));
  const sources = [manifest, await readFile(import.meta.filename), `${frames} ${side}`];
  const hash = createHash('sha256');
  for (const source of sources) hash.update(source);
  const kept = join(cache, hash.digest('hex').slice(0, 16));
  const names = walkSeeds.map(([a, b]) => `seeds ${a} to ${b}`);
  const pathOf = (i: number) => `${kept}-${i}.rgba`;
  try {
    return await Promise.all(
      names.map(async (name, i) => walkOf(name, side, new Uint8Array(await readFile(pathOf(i))))),
    );
  } catch {
    // not rendered yet
  }
  const walks = await makeWalks(frames, side);
  await mkdir(cache, { recursive: true });
  for (const [i, { pixels }] of walks.entries()) await writeFile(pathOf(i), pixels);
  return walks;
}

async function makeWalks(frames: number, side: number): Promise<Walk[]> {
  const bytesOf = async (path: string) => Uint8Array.from(await readFile(join(folder, path)));
  const manifest = parseBundle(
    JSON.parse(await readFile(join(folder, 'zscape.json'), 'utf8')),
    'zscape.json',
  );
  const files = await Promise.all(
    manifest.files.map(async ({ path }) => ({ path, bytes: await bytesOf(path) })),
  );
  const generator = manifest.generator as ProganGenerator;
  const kernels = await openKernels({ ...manifest, generator, files });
  if (!kernels) throw new Error('This machine runs no WASM kernels.');
  const { size, prior, normalised } = manifest.latent;
  try {
    const walks: Walk[] = [];
    for (const [a, b] of walkSeeds) {
      const zs = walkLatents(
        sampleLatent(a, size, prior),
        sampleLatent(b, size, prior),
        'slerp',
        walkPositions(frames, { thereAndBack: true }),
        { normalised },
      );
      const pictures: Uint8Array[] = [];
      for (const z of zs) {
        const [value] = await kernels.runAll(z, size, [generator.output]);
        pictures.push(enlarge(value!.data, value!.shape[1]!, side));
      }
      walks.push(walkOf(`seeds ${a} to ${b}`, side, Buffer.concat(pictures)));
    }
    return walks;
  } finally {
    kernels.dispose();
  }
}

function walkOf(name: string, side: number, pixels: Uint8Array): Walk {
  const length = 4 * side * side;
  const frames = Array.from({ length: pixels.length / length }, (_, i) =>
    pixels.subarray(i * length, (i + 1) * length),
  );
  return { name, side, pixels, frames };
}

/** Bilinear, as a canvas does it. @param rgb [from, from, 3] from -1 to 1 */
function enlarge(rgb: Float32Array, from: number, to: number): Uint8Array {
  const rgba = new Uint8ClampedArray(4 * to * to).fill(255);
  const place = (at: number) => Math.min(from - 1, Math.max(0, ((at + 0.5) * from) / to - 0.5));
  for (let y = 0; y < to; y++) {
    const [top, down] = split(place(y));
    for (let x = 0; x < to; x++) {
      const [left, right] = split(place(x));
      for (let c = 0; c < 3; c++) {
        const at = (row: number, column: number) => rgb[3 * (row * from + column) + c]!;
        const upper = at(top, left) * (1 - right) + at(top, Math.min(from - 1, left + 1)) * right;
        const below = Math.min(from - 1, top + 1);
        const lower = at(below, left) * (1 - right) + at(below, Math.min(from - 1, left + 1)) * right;
        rgba[4 * (y * to + x) + c] = 127.5 * (1 + upper * (1 - down) + lower * down);
      }
    }
  }
  return new Uint8Array(rgba.buffer);
}

function split(place: number): [whole: number, part: number] {
  const whole = Math.floor(place);
  return [whole, place - whole];
}
