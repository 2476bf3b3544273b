/** Compares the kernels' pictures with TensorFlow's and TF.js's, network by network. */
import { beforeAll, expect, test } from 'vitest';
import { bundleIn, bundleOf, installInNode, largestDifference, readNpy, rowOf } from '../../testing/node.ts';
import { latents, tinyBundle } from '../../testing/tinyBundle.ts';
import { activate } from '../tfjs/core.ts';
import { readbackGenerator } from '../tfjs/readback.ts';
import { proganGenerator } from './generator.ts';
import { compileKernels, type Kernels } from './modules.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = (await compileKernels(false)) as Kernels;
  await installInNode('wasm');
});
const own = (bundle: Parameters<typeof proganGenerator>[0]) => proganGenerator(bundle, kernels, 1, () => {});

test("the shipped model gives TensorFlow's pictures, within the error of float16 weights", async () => {
  const generator = own(bundleIn('fixtures/avatars-64/bundle'));
  const zs = readNpy('fixtures/avatars-64/z.npy');
  const images = readNpy('fixtures/avatars-64/images.npy');
  for (let i = 0; i < zs.shape[0]!; i++) {
    const { data, width, height, channels } = await generator.raw(rowOf(zs, i));
    expect([width, height, channels]).toEqual([64, 64, 3]);
    expect(largestDifference(data, rowOf(images, i))).toBeLessThan(4e-3);
  }
});

test('the shipped model and one of full width at 4 to 16 px give the same pictures as TF.js', async () => {
  const wide = bundleOf(tinyBundle({ latent: 512, channels: [512, 512, 512], range: [-1, 1] }).files);
  for (const bundle of [bundleIn('fixtures/avatars-64/bundle'), wide]) {
    const generator = own(bundle);
    const reference = await readbackGenerator(bundle, {
      activate: () => activate('wasm'),
      warm: false,
      foldUpsampling: false,
    });
    for (const z of latents(512, 3)) {
      const expected = await reference.raw(z);
      expect(largestDifference((await generator.raw(z)).data, expected.data)).toBeLessThan(1e-4);
    }
    reference.dispose();
  }
}, 60_000);

test('uses z unchanged when the network does not normalise it', async () => {
  const { files, manifest } = tinyBundle();
  if (manifest.generator.family !== 'progan') throw new Error('not a progan');
  manifest.generator.latentNorm = null;
  files.set('zscape.json', new TextEncoder().encode(JSON.stringify(manifest)));
  const generator = own(bundleOf(files));
  const normalising = own(bundleOf(tinyBundle().files));
  const [z] = latents(16, 1);
  const doubled = z!.map((value) => 2 * value);
  const difference = async (one: typeof generator) =>
    largestDifference((await one.raw(z!)).data, (await one.raw(doubled)).data);
  expect(await difference(generator)).toBeGreaterThan(1e-3);
  expect(await difference(normalising)).toBeLessThan(1e-4);
});

test('frames after the first do not grow its memory or change the next frame', async () => {
  const generator = own(bundleOf(tinyBundle().files));
  const [a, b] = latents(16, 2);
  const first = (await generator.raw(a!)).data;
  const before = generator.memory();
  for (let i = 0; i < 200; i++) await generator.raw(b!);
  expect((await generator.raw(a!)).data).toEqual(first);
  expect(generator.memory()).toEqual(before);
});

test('errors name a latent of the wrong size, a weight of the wrong shape and blocks that do not double', async () => {
  const generator = own(bundleOf(tinyBundle().files));
  await expect(generator.raw(new Float32Array(3))).rejects.toThrow(/3 numbers.*needs 16/);
  const misfit = tinyBundle();
  if (misfit.manifest.generator.family !== 'progan') throw new Error('not a progan');
  const [, second] = misfit.manifest.generator.blocks;
  second!.conv1 = { ...second!.conv1, kernel: second!.conv0.kernel };
  misfit.files.set('zscape.json', new TextEncoder().encode(JSON.stringify(misfit.manifest)));
  expect(() => own(bundleOf(misfit.files))).toThrow(/has the shape \[3, 3, 8, 6\].*needs \[3, 3, 6, 6\]/);
  // The schema would also refuse it.
  const leap = bundleOf(tinyBundle().files);
  if (leap.manifest.generator.family !== 'progan') throw new Error('not a progan');
  leap.manifest.generator.blocks[2]!.resolution = 32;
  expect(() => own(leap)).toThrow(/from 8 to 32 pixels/);
});
