/** Compares gradients of whole networks on the kernels with the slow reference, also with other work in between. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LoadedBundle } from '../../../bundle/read/reader.ts';
import { bundleOf } from '../../testing/node.ts';
import { gaussians, latents, type TinyOptions, tinyBundle } from '../../testing/tinyBundle.ts';
import { referenceProgan } from '../progan/testing/reference.ts';
import { referenceGradient } from '../progan/testing/referenceGradient.ts';
import { proganGenerator } from './generator.ts';
import { compileKernels, type Kernels } from './modules.ts';
import { halved } from './testing/bundle.ts';

const kernels = (await compileKernels(false)) as Kernels;
const own = (bundle: LoadedBundle) => proganGenerator(bundle, kernels, 1, () => {});
const tiny = (options: TinyOptions = {}) => bundleOf(tinyBundle(options).files);

/** Adds heads of lower resolutions. They share the weights of the full picture's, so all blocks need the same channels. */
function withHeads(bundle: LoadedBundle, resolutions: number[]): LoadedBundle {
  const { generator } = bundle.manifest;
  if (generator.family !== 'progan') throw new Error('not a progan');
  const { kernel, bias } = generator.toRgb;
  const previewHeads = resolutions.map((resolution) => ({ resolution, kernel, bias, error: 0 }));
  return { ...bundle, manifest: { ...bundle.manifest, previewHeads } };
}

const random = (length: number, seed: number) => Float32Array.from({ length }, gaussians(seed));

/** Returns the largest deviation of a gradient from the reference's, relative to the reference's largest value. */
function off(
  found: Float32Array,
  bundle: LoadedBundle,
  z: Float32Array,
  d: Float32Array,
  resolution: number,
) {
  const expected = referenceGradient(bundle, z, d, resolution);
  const scale = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(found[i]! - value))) / scale;
}

describe('a gradient matches the reference', () => {
  test.each([
    { latent: 16, channels: [8, 6, 4] },
    { latent: 13, channels: [24, 17, 11, 5] },
    { latent: 7, channels: [9] },
    { latent: 40, channels: [48, 40, 16, 8] },
  ])('for latent $latent and channels $channels, with clipped colours', async (shape) => {
    const bundle = tiny({ ...shape, range: [-0.8, 0.7] });
    const { gradients } = own(bundle);
    const size = 4 << (shape.channels.length - 1);
    expect(gradients.resolutions).toEqual([size]);
    for (const [i, z] of latents(shape.latent, 2).entries()) {
      const d = random(size * size * 3, i + 1);
      expect(off(await gradients.gradient(z, d, size), bundle, z, d, size)).toBeLessThan(1e-4);
    }
  });

  test('for any numbers of channels', async () => {
    const channel = fc.integer({ min: 2, max: 12 });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 20 }),
        fc.array(channel, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 1 << 30 }),
        async (latent, channels, seed) => {
          const bundle = tiny({ latent, channels, range: [-20, 20] });
          const size = 4 << (channels.length - 1);
          const [z, d] = [random(latent, seed), random(size * size * 3, seed + 1)];
          const found = await own(bundle).gradients.gradient(z, d, size);
          // With few channels the norm magnifies rounding errors.
          expect(off(found, bundle, z, d, size)).toBeLessThan(2e-3);
        },
      ),
      { numRuns: 15, seed: 16 },
    );
  });

  test('at heads of lower resolutions, without a norm of z, and with the first layer in float16', async () => {
    const bundle = withHeads(tiny({ latent: 20, channels: [12, 12, 12, 12], range: [-20, 20] }), [4, 16]);
    const { generator } = bundle.manifest;
    const plain = {
      ...bundle,
      manifest: { ...bundle.manifest, generator: { ...generator, latentNorm: null } },
    };
    for (const each of [bundle, plain as LoadedBundle, halved(bundle)]) {
      const { gradients } = own(each);
      expect(gradients.resolutions).toEqual([4, 16, 32]);
      const [z] = latents(20, 1);
      for (const resolution of gradients.resolutions) {
        const d = random(resolution ** 2 * 3, resolution);
        const picture = await gradients.picture(z!, resolution);
        expect([picture.width, picture.height, picture.channels]).toEqual([resolution, resolution, 3]);
        const expected = referenceProgan(each, z!, resolution);
        expect(Math.max(...expected.map((value, i) => Math.abs(value - picture.data[i]!)))).toBeLessThan(
          1e-4,
        );
        expect(off(await gradients.gradient(z!, d, resolution), each, z!, d, resolution)).toBeLessThan(1e-4);
      }
    }
  });
});

test('interleaved frames and pictures change no gradient, and gradients change no frame', async () => {
  const bundle = withHeads(tiny({ channels: [8, 8, 8] }), [8]);
  const generator = own(bundle);
  const { gradients } = generator;
  const [a, b] = latents(16, 2);
  const [large, small] = [random(16 * 16 * 3, 1), random(8 * 8 * 3, 2)];
  const frame = (await generator.raw(a!)).data;
  const expected = await gradients.gradient(a!, large, 16);
  const other = await gradients.gradient(b!, small, 8);
  for (const between of [
    () => gradients.picture(b!, 16),
    () => gradients.picture(a!, 8),
    () => gradients.gradient(b!, small, 8),
    () => generator.raw(b!),
  ]) {
    await gradients.picture(a!, 16);
    await between();
    expect(await gradients.gradient(a!, large, 16)).toEqual(expected);
    expect((await generator.raw(a!)).data).toEqual(frame);
  }
  const both = await Promise.all([gradients.gradient(a!, large, 16), gradients.gradient(b!, small, 8)]);
  expect(both).toEqual([expected, other]);
});

test('a gradient cancelled in a gap leaves everything unchanged', async () => {
  const generator = own(tiny());
  const { gradients } = generator;
  const [z] = latents(16, 1);
  const d = random(16 * 16 * 3, 1);
  const stop = async () => {
    throw new Error('stopped');
  };
  await expect(gradients.gradient(z!, d, 16, stop)).rejects.toThrow('stopped');
  const before = generator.memory();
  const expected = await gradients.gradient(z!, d, 16);
  expect(off(expected, tiny(), z!, d, 16)).toBeLessThan(1e-4);
  for (let i = 0; i < 20; i++) expect(await gradients.gradient(z!, d, 16)).toEqual(expected);
  expect(generator.memory()).toEqual(before);
});

test('refuses, in words, gradients of the wrong size, with NaN, at another resolution or of a falling ReLU', async () => {
  const { gradients } = own(tiny());
  const z = latents(16, 1)[0]!;
  const d = new Float32Array(16 * 16 * 3);
  await expect(gradients.gradient(z, new Float32Array(5), 16)).rejects.toThrow(/5 numbers.*has 768/);
  await expect(
    gradients.gradient(
      z,
      d.map((_, i) => (i === 7 ? Number.NaN : 0)),
      16,
    ),
  ).rejects.toThrow(/NaN/);
  await expect(gradients.gradient(z, d, 12)).rejects.toThrow(/no picture of 12 pixels/);
  await expect(gradients.picture(new Float32Array(3), 16)).rejects.toThrow(/3 numbers/);
  const { manifest, files } = tinyBundle();
  if (manifest.generator.family === 'progan') manifest.generator.leakySlope = -0.1;
  files.set('zscape.json', new TextEncoder().encode(JSON.stringify(manifest)));
  await expect(own(bundleOf(files)).gradients.gradient(z, d, 16)).rejects.toMatchObject({
    code: 'GRADIENT_UNAVAILABLE',
  });
});
