/** Checks every kernel against the slow reference, along the same path as in the page. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LoadedBundle } from '../../../../bundle/read/reader.ts';
import type { ProganGenerator } from '../../../../bundle/schema/manifest.ts';
import { gaussians, latents } from '../../../testing/tinyBundle.ts';
import { activate, convolve, referenceProgan } from '../../progan/testing/reference.ts';
import * as at from '../layout.ts';
import { Arena } from '../memory/arena.ts';
import { Machine } from '../memory/machine.ts';
import { compileKernels, type Kernels } from '../modules.ts';
import { loadedBundle } from '../testing/bundle.ts';
import { type Kind, kinds } from './kinds.ts';
import {
  cutOf,
  padded,
  scratchBytes,
  stepsOf,
  takeLayer,
  takePicture,
  tileBytes,
  writeLayer,
} from './layer.ts';
import { layOut } from './network.ts';
import { jobBytes, packKernel, stagingBytes } from './packing.ts';

const names = ['direct', 'F2', 'F4', 'collapse', 'collapse4', 'collapse8'];
const kernels = (await compileKernels(false)) as Kernels;

test('this engine runs the kernels', () => {
  expect(kernels).toBeDefined();
});

/**
 * Returns the largest difference, each divided by the norm's factor for its pixel: if all channels of a pixel are close
 * to zero, as happens with few channels or a slope of 0, the norm magnifies rounding errors.
 * @param plain the input of the leaky ReLU
 */
function offByRounding(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  plain: ArrayLike<number>,
  channels: number,
  slope: number,
): number {
  let most = 0;
  for (let at = 0; at < expected.length; at += channels) {
    let squares = 0;
    for (let c = at; c < at + channels; c++) squares += (plain[c]! > 0 ? plain[c]! : slope * plain[c]!) ** 2;
    const factor = Math.max(1, 1 / Math.sqrt(squares / channels + 1e-8));
    for (let c = at; c < at + channels; c++)
      most = Math.max(most, Math.abs(found[c]! - expected[c]!) / factor);
  }
  return most;
}

describe.each(kinds.map((kind, i) => ({ name: names[i]!, kind })))('$name convolution', ({ kind }) => {
  test('matches the reference, for any size and any channels, in three steps and fused', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        fc.boolean(),
        fc.constantFrom(0.2, 0, -0.3, 1.5),
        fc.integer({ min: 1, max: 1 << 30 }),
        (size, depth, channels, fused, slope, seed) => {
          const next = gaussians(seed);
          const values = (count: number, deviation = 1) =>
            Float32Array.from({ length: count }, () => next() * deviation);
          const data = values(size * size * depth);
          const kernel = values(9 * depth * channels, 1 / Math.sqrt(9 * depth));
          const bias = values(channels);
          const found = runConvolution(kind, { size, channels: depth, data }, kernel, bias, { fused, slope });
          const plain = convolve(
            { size, channels: depth, data: Float64Array.from(data) },
            kernel,
            bias,
            kind.up,
          );
          const expected = activate(plain, slope, 1e-8);
          expect(found.length).toBe(expected.data.length);
          expect(offByRounding(found, expected.data, plain.data, channels, slope)).toBeLessThan(1e-4);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a whole generator', () => {
  const shapes = [
    { latent: 16, channels: [8, 6, 4] },
    { latent: 13, channels: [24, 17, 11, 5] },
    { latent: 7, channels: [9] },
    { latent: 40, channels: [64, 48, 40, 16, 8] },
  ];
  test.each(shapes)('of latent $latent and channels $channels matches the reference', (shape) => {
    const bundle = loadedBundle({ ...shape, range: [-1, 1] });
    const generator = bundle.manifest.generator as ProganGenerator;
    const { machine, latent, full } = layOut({
      kernels,
      threads: 1,
      manifest: bundle.manifest,
      generator,
      weights: bundle.weights,
    });
    for (const z of latents(shape.latent, 3)) {
      machine.floats(latent, z.length).set(z);
      machine.run(full.address, full.steps.length);
      const expected = referenceImage(bundle, z);
      const found = machine.floats(full.head.values, expected.length);
      expect(largest(found, expected)).toBeLessThan(1e-4);
      const bytes = machine.bytes(full.head.pixels, 4 * full.head.size ** 2);
      expected.forEach((value, i) => {
        const wanted = ((value + 1) / 2) * 255;
        expect(Math.abs(bytes[4 * Math.floor(i / 3) + (i % 3)]! - wanted)).toBeLessThan(0.51);
      });
      expect(bytes.filter((_, i) => i % 4 === 3).every((alpha) => alpha === 255)).toBe(true);
    }
  });

  test('shows previews of lower resolutions by their own heads', () => {
    const bundle = loadedBundle({ latent: 16, channels: [12, 8, 8, 8] });
    const { manifest, weights } = bundle;
    const generator = manifest.generator as ProganGenerator;
    // The head of the last block also fits the other blocks of eight channels; its picture is compared with the
    // reference.
    const { kernel, bias } = generator.toRgb;
    const previewHeads = [16, 8].map((resolution) => ({ resolution, kernel, bias, error: 0 }));
    const network = layOut({
      kernels,
      threads: 1,
      manifest: { ...manifest, previewHeads },
      generator,
      weights,
    });
    expect(network.previews.map((preview) => preview.head.size)).toEqual([8, 16]);
    const [z] = latents(16, 1);
    network.machine.floats(network.latent, z!.length).set(z!);
    for (const preview of network.previews) {
      network.machine.run(preview.address, preview.steps.length);
      const blocks = generator.blocks.filter(({ resolution }) => resolution <= preview.head.size);
      const part = { ...generator, blocks, toRgb: { kernel, bias, scale: 1, offset: 0, clip: null } };
      const expected = referenceImage({ ...bundle, manifest: { ...manifest, generator: part } }, z!);
      const found = network.machine.floats(preview.head.values, expected.length);
      expect(largest(found, expected)).toBeLessThan(1e-4);
      expect(preview.cost).toBeLessThan(network.full.cost);
    }
  });

  test('gives the same picture by any choice of schemes', () => {
    const bundle = loadedBundle({ latent: 16, channels: [24, 16, 16, 8] });
    const generator = bundle.manifest.generator as ProganGenerator;
    const [z] = latents(16, 1);
    const expected = referenceImage(bundle, z!);
    for (const plain of kinds.filter(({ up }) => !up)) {
      for (const upsampling of kinds.filter(({ up }) => up)) {
        const { machine, latent, full } = layOut({
          kernels,
          threads: 1,
          manifest: bundle.manifest,
          generator,
          weights: bundle.weights,
          choose: (up) => (up ? upsampling : plain),
        });
        machine.floats(latent, z!.length).set(z!);
        machine.run(full.address, full.steps.length);
        const found = machine.floats(full.head.values, expected.length);
        expect(largest(found, expected)).toBeLessThan(1e-4);
      }
    }
  });
});

/** Runs one layer on the kernels. `x.data` and the result are [size, size, channels] without padding. */
function runConvolution(
  kind: Kind,
  x: { size: number; channels: number; data: Float32Array },
  kernel: Float32Array,
  bias: Float32Array,
  { fused, slope }: { fused: boolean; slope: number },
): Float32Array {
  const channels = bias.length;
  const size = kind.up ? 2 * x.size : x.size;
  const shape = { size, depth: padded(x.channels), channels: padded(channels) };
  const cut = cutOf({ kind, shape }, 1, fused);
  const arena = new Arena();
  const bytes = tileBytes({ kind, shape }, false);
  const tileScratch = { address: arena.take(bytes), bytes };
  const jobs = arena.take(jobBytes(1));
  const source = takePicture(arena, x.size, shape.depth);
  const target = takePicture(arena, size, shape.channels);
  const activation = { slope, epsilon: 1e-8 };
  const layer = takeLayer(arena, {
    kind,
    shape,
    source,
    target,
    trueChannels: channels,
    activation,
    head: 0,
  });
  const scratch = arena.take(scratchBytes(cut, 1));
  const staging = arena.take(stagingBytes([3, 3, x.channels, channels]));
  const program = arena.take(8 * at.STEP_BYTES);
  const machine = new Machine(kernels.module, arena.pages, false);
  const shapeOf = [3, 3, x.channels, channels];
  packKernel(
    machine,
    { staging, jobs, tileScratch },
    { shape: shapeOf, data: Float32Array.from(kernel) },
    kind,
    layer.weights,
  );
  machine.floats(layer.bias, channels).set(bias);
  const pixel = (picture: typeof source, y: number, column: number, count: number) =>
    machine.floats(picture.address + (y + 1) * picture.rowBytes + (column + 1) * picture.pixelBytes, count);
  for (let y = 0; y < x.size; y++) {
    for (let column = 0; column < x.size; column++) {
      const from = (y * x.size + column) * x.channels;
      pixel(source, y, column, x.channels).set(x.data.subarray(from, from + x.channels));
    }
  }
  writeLayer(machine.view, layer, cut, scratch, tileScratch, 1);
  const steps = stepsOf(layer, cut);
  machine.write(program, steps);
  machine.run(program, steps.length);
  const found = new Float32Array(size * size * channels);
  for (let y = 0; y < size; y++) {
    for (let column = 0; column < size; column++)
      found.set(pixel(target, y, column, channels), (y * size + column) * channels);
  }
  return found;
}

/** Computes the network's picture of an already normalised latent, which is the input of the programs. */
function referenceImage(bundle: LoadedBundle, z: Float32Array): Float64Array {
  const generator = { ...(bundle.manifest.generator as ProganGenerator), latentNorm: null };
  return referenceProgan({ ...bundle, manifest: { ...bundle.manifest, generator } }, z);
}

function largest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let difference = 0;
  for (let i = 0; i < a.length; i++) {
    const here = Math.abs(a[i]! - b[i]!);
    if (!(here <= difference)) difference = here; // NaN counts as the largest
  }
  return difference;
}
