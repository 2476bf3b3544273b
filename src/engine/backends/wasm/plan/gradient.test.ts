/** Checks every backward kernel against the slow reference: layer by layer, and whole networks through the generator. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BundleManifest } from '../../../../bundle/schema/manifest.ts';
import { gaussians } from '../../../testing/tinyBundle.ts';
import { activate, type Values } from '../../progan/testing/reference.ts';
import { activateBack, convolveBack } from '../../progan/testing/referenceGradient.ts';
import * as at from '../layout.ts';
import { Arena } from '../memory/arena.ts';
import { Machine } from '../memory/machine.ts';
import { compileKernels, type Kernels } from '../modules.ts';
import { loadedBundle } from '../testing/bundle.ts';
import { backKinds, type Kind, kinds } from './kinds.ts';
import {
  cutOf,
  type Picture,
  padded,
  scratchBytes,
  stepsOf,
  TILE_BACK,
  takeLayer,
  takePicture,
  tileBytes,
  writeLayer,
} from './layer.ts';
import { layOut } from './network.ts';
import { jobBytes, packKernel, stagingBytes, turned } from './packing.ts';

const kernels = (await compileKernels(false)) as Kernels;

const layers = [
  ...kinds.filter(({ up }) => !up).map((kind, i) => ({ kind, name: ['direct', 'F2', 'F4'][i]!, up: false })),
  ...backKinds.map((kind, i) => ({ kind, name: `collapse of ${2 ** i}`, up: true })),
];

describe.each(layers)('$name backwards', ({ kind, up }) => {
  test('matches the reference, for any size and any channels, in three steps and fused', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        fc.boolean(),
        fc.constantFrom(0.2, 0, 1.5),
        fc.integer({ min: 1, max: 1 << 30 }),
        (size, from, to, fused, slope, seed) => {
          const next = gaussians(seed);
          const values = (side: number, channels: number): Values => ({
            size: side,
            channels,
            data: Float64Array.from({ length: side * side * channels }, () => Math.fround(next())),
          });
          const plain = values(size, from);
          const normed = activate(plain, slope, 1e-2);
          const d = values(up ? 2 * size : size, to);
          const kernel = Float32Array.from({ length: 9 * from * to }, () => next() / Math.sqrt(9 * to));
          const found = runBackwards(kind, { plain, normed, d, kernel, fused, slope });
          const dNormed = convolveBack(d, kernel, from, up);
          const expected = activateBack(plain, normed, dNormed, slope, 1e-2);
          expect(largest(found, expected.data)).toBeLessThan(2e-4);
        },
      ),
      { numRuns: 60 },
    );
  });
});

test('kernels turned twice are unchanged', () => {
  const kernel = { shape: [3, 3, 2, 5], data: Float32Array.from({ length: 90 }, (_, i) => i) };
  expect(turned(turned(kernel))).toEqual(kernel);
});

test('gradients take no more memory than the network itself, and none before the first request', () => {
  const bundle = loadedBundle({ latent: 64, channels: [64, 64, 32, 16] });
  const { machine, gradient } = networkOf(bundle);
  const pages = machine.memory.buffer.byteLength / 65536;
  expect(gradient.pages).toBeLessThanOrEqual(2 * pages);
  machine.grow(gradient.pages);
  expect(machine.memory.buffer.byteLength / 65536).toBe(gradient.pages);
});

function networkOf({ manifest, weights }: ReturnType<typeof loadedBundle>) {
  const { generator } = manifest as BundleManifest;
  if (generator.family !== 'progan') throw new Error('not a progan');
  return layOut({ kernels, threads: 1, manifest, generator, weights });
}

interface Backwards {
  plain: Values;
  normed: Values;
  d: Values;
  /** [3, 3, channels of `plain`, channels of `d`] */
  kernel: Float32Array;
  fused: boolean;
  slope: number;
}

/** Runs one layer on the kernels: `d` back through the convolution, and through norm and leaky ReLU of the layer below. */
function runBackwards(kind: Kind, { plain, normed, d, kernel, fused, slope }: Backwards): Float32Array {
  const { size } = plain;
  const shape = { size, depth: padded(d.channels), channels: padded(plain.channels) };
  const cut = cutOf({ kind, shape }, 1, fused);
  const arena = new Arena();
  const bytes = tileBytes({ kind, shape }, true);
  const tileScratch = { address: arena.take(bytes), bytes };
  const jobs = arena.take(jobBytes(1));
  const source = takePicture(arena, d.size, shape.depth, TILE_BACK);
  const target = takePicture(arena, size, shape.channels, TILE_BACK);
  const norms = arena.take(4 * size * size);
  const taken = takeLayer(arena, {
    ...{ kind, shape, source, target, trueChannels: plain.channels },
    ...{ activation: { slope, epsilon: 1e-2 }, head: 0 },
  });
  const layer = { ...taken, norms };
  const scratch = arena.take(scratchBytes(cut, 1));
  const kernelShape = [3, 3, plain.channels, d.channels];
  const staging = arena.take(stagingBytes([3, 3, d.channels, plain.channels]));
  const program = arena.take(8 * at.STEP_BYTES);
  const machine = new Machine(kernels.module, arena.pages, false);
  const back = turned({ shape: kernelShape, data: Float32Array.from(kernel) });
  packKernel(machine, { staging, jobs, tileScratch }, back, kind, layer.weights);
  eachPixel(machine, source, d.channels, (pixel, i) =>
    pixel.set(d.data.subarray(i * d.channels, (i + 1) * d.channels)),
  );
  const { channels } = plain;
  eachPixel(machine, target, channels, (pixel, i) =>
    pixel.set(normed.data.subarray(i * channels, (i + 1) * channels)),
  );
  machine.floats(norms, size * size).set(
    Float32Array.from({ length: size * size }, (_, i) => {
      const x = plain.data.subarray(i * channels, (i + 1) * channels);
      const squares = x.reduce((sum, value) => sum + (value > 0 ? value : slope * value) ** 2, 0);
      return 1 / Math.sqrt(squares / channels + 1e-2);
    }),
  );
  writeLayer(machine.view, layer, cut, scratch, tileScratch, 1);
  const steps = stepsOf(layer, cut, 'back');
  machine.write(program, steps);
  machine.run(program, steps.length);
  const found = new Float32Array(plain.data.length);
  eachPixel(machine, target, channels, (pixel, i) => found.set(pixel, i * channels));
  return found;
}

function eachPixel(
  machine: Machine,
  { address, size, rowBytes, pixelBytes }: Picture,
  channels: number,
  visit: (pixel: Float32Array, index: number) => void,
): void {
  for (let i = 0; i < size * size; i++) {
    const [y, x] = [Math.floor(i / size), i % size];
    visit(machine.floats(address + (y + 1) * rowBytes + (x + 1) * pixelBytes, channels), i);
  }
}

function largest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let difference = 0;
  for (let i = 0; i < a.length; i++) {
    const here = Math.abs(a[i]! - b[i]!);
    if (!(here <= difference)) difference = here; // NaN counts as the largest
  }
  return difference;
}
