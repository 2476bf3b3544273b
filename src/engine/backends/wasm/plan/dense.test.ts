/** The first layer's weights as float16. */
import { expect, test } from 'vitest';
import type { ProganGenerator } from '../../../../bundle/schema/manifest.ts';
import { latents } from '../../../testing/tinyBundle.ts';
import * as at from '../layout.ts';
import { compileKernels, type Kernels } from '../modules.ts';
import { loadedBundle, weightsWith } from '../testing/bundle.ts';
import { areHalves } from './dense.ts';
import { layOut } from './network.ts';

test.each([
  [65504, true],
  [65536, false],
  [2 ** -14, true],
  [2 ** -24, true],
  [3 * 2 ** -24, true],
  [2 ** -25, false],
  [0, true],
  [-1.5, true],
  [1 + 2 ** -10, true],
  [1 + 2 ** -11, false],
])('%f as float16: %s', (value, exact) => {
  expect(areHalves(Float32Array.of(0.5, value))).toBe(exact);
});

test('float16 weights in the first layer give the same picture', async () => {
  const kernels = (await compileKernels(false)) as Kernels;
  const bundle = loadedBundle({ latent: 24, channels: [16, 8] });
  const generator = bundle.manifest.generator as ProganGenerator;
  const name = generator.blocks[0]!.conv0.kernel;
  const { shape, data } = bundle.weights.floats(name);
  // Every third is so small that float16 cannot hold all of its bits.
  const halves = data.map((value, i) => Math.round(value * 2 ** 9) / 2 ** (i % 3 ? 9 : 24));
  // Not a half, but so close to one that the picture only differs by rounding.
  const moved = halves.slice();
  moved[0] = moved[0]! + 2 ** -30;

  const [z] = latents(24, 1);
  const run = (kernel: Float32Array<ArrayBuffer>) => {
    const weights = weightsWith(bundle.weights, new Map([[name, { shape, data: kernel }]]));
    const network = layOut({ kernels, threads: 1, manifest: bundle.manifest, generator, weights });
    const { machine, latent, full } = network;
    machine.floats(latent, z!.length).set(z!);
    machine.run(full.address, full.steps.length);
    return { op: full.steps[0]!.op, values: machine.floats(full.head.values, 8 * 8 * 3).slice() };
  };
  const [byHalves, byFloats] = [run(halves), run(moved)];
  expect([byHalves.op, byFloats.op]).toEqual([at.OP_DENSE_HALVES, at.OP_DENSE]);
  byFloats.values.forEach((value, i) => {
    expect(Math.abs(byHalves.values[i]! - value)).toBeLessThan(1e-6);
  });
});
