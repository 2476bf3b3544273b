/** Weights that a bundle stores in float16 are widened by the kernels themselves. */
import { describe, expect, test } from 'vitest';
import type { LoadedBundle } from '../../../../bundle/read/reader.ts';
import type { ProganGenerator } from '../../../../bundle/schema/manifest.ts';
import { latents } from '../../../testing/tinyBundle.ts';
import { referenceProgan } from '../../progan/testing/reference.ts';
import * as at from '../layout.ts';
import { compileKernels, type Kernels } from '../modules.ts';
import { loadedBundle, storedInHalves } from '../testing/bundle.ts';
import { layOut } from './network.ts';

const kernels = (await compileKernels(false)) as Kernels;

function lay(bundle: LoadedBundle) {
  const generator = bundle.manifest.generator as ProganGenerator;
  return layOut({ kernels, threads: 1, manifest: bundle.manifest, generator, weights: bundle.weights });
}

test.each([
  { latent: 16, channels: [8, 6, 4] },
  { latent: 13, channels: [24, 17, 11, 5] },
  { latent: 7, channels: [9] },
  { latent: 40, channels: [64, 48, 40, 16, 8] },
])('a generator of latent $latent and channels $channels matches the reference', (shape) => {
  const bundle = storedInHalves(loadedBundle({ ...shape, range: [-1, 1] }), (_, bits) => {
    // The smallest and largest subnormal numbers of either sign, and both zeros.
    bits.set([0x0001, 0x8001, 0x03ff, 0x83ff, 0x0000, 0x8000]);
  });
  const { machine, latent, full } = lay(bundle);
  expect(full.steps[0]!.op).toBe(at.OP_DENSE_HALVES);
  const generator = { ...(bundle.manifest.generator as ProganGenerator), latentNorm: null };
  const unnormalised = { ...bundle, manifest: { ...bundle.manifest, generator } };
  for (const z of latents(shape.latent, 3)) {
    machine.floats(latent, z.length).set(z);
    machine.run(full.address, full.steps.length);
    const expected = referenceProgan(unnormalised, z);
    const found = machine.floats(full.head.values, expected.length);
    expected.forEach((value, i) => {
      expect(Math.abs(found[i]! - value)).toBeLessThan(1e-4);
    });
  }
});

describe('a number that is not finite', () => {
  const plain = loadedBundle({ latent: 40, channels: [64, 48, 40] });
  const { blocks } = plain.manifest.generator as ProganGenerator;
  const names = [blocks[0]!.conv0, blocks[0]!.conv1, blocks[1]!.conv0, blocks[2]!.conv1].map(
    (one) => one.kernel,
  );
  const bits = { infinity: 0x7c00, 'minus infinity': 0xfc00, 'no number': 0x7e01 };
  const cases = names.flatMap((name) =>
    Object.entries(bits).flatMap(([what, wrong]) =>
      [0, 0.37, 1].map((place) => ({ name, what, wrong, place })),
    ),
  );

  test.each(cases)('$what at $place of $name is refused', ({ name, wrong, place }) => {
    const bundle = storedInHalves(plain, (changed, numbers) => {
      if (changed === name) numbers[Math.floor(place * (numbers.length - 1))] = wrong;
    });
    expect(() => lay(bundle)).toThrow(`${name} holds values that are not numbers`);
  });
});
