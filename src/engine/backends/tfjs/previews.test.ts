/** Compares TF.js's previews with those of our own kernels, and checks pictures computed layer by layer. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { ProganGenerator } from '../../../bundle/schema/manifest.ts';
import { bundleIn, bundleOf, installInNode, largestDifference } from '../../testing/node.ts';
import { latents, tinyBundle } from '../../testing/tinyBundle.ts';
import { normalised } from '../latent.ts';
import { compileKernels, type Kernels } from '../wasm/modules.ts';
import { layOut } from '../wasm/plan/network.ts';
import { activate } from './core.ts';
import { makeNetwork } from './makeNetwork.ts';
import { readbackGenerator } from './readback.ts';

beforeAll(() => installInNode('cpu'));
const options = { activate: () => activate('cpu'), warm: false, foldUpsampling: true };

test('previews of a trained model match those of the kernels, and cost what they claim', async () => {
  const bundle = bundleIn('fixtures/avatars-64/bundle');
  const generator = bundle.manifest.generator as ProganGenerator;
  const network = await makeNetwork(bundle, options);
  const { machine, latent, previews } = layOut({
    kernels: (await compileKernels(false)) as Kernels,
    threads: 1,
    manifest: bundle.manifest,
    generator,
    weights: bundle.weights,
  });
  const [z] = latents(512, 1);
  expect(network.previews?.map(({ resolution }) => resolution)).toEqual([4, 8, 16, 32]);
  previews.slice(0, 3).forEach(({ address, steps, head }, i) => {
    machine.floats(latent, 512).set(normalised(z!, generator.latentNorm!.epsilon));
    machine.run(address, steps.length);
    const image = network.previews![i]!.run(z!);
    expect(image.shape).toEqual([1, head.size, head.size, 3]);
    expect(largestDifference(image.dataSync(), machine.floats(head.values, 3 * head.size ** 2))).toBeLessThan(
      1e-4,
    );
    image.dispose();
  });
  const shares = network.previews!.map(({ share }) => share);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBeLessThan(0.8);
  network.dispose();
});

test('with gaps between layers a picture is the same, and a cancelled one leaves no tensor behind', async () => {
  const generator = await readbackGenerator(bundleOf(tinyBundle().files), options);
  const [z, other] = latents(16, 2);
  const expected = await generator.raw(z!);
  const before = tf.memory().numTensors;
  let gaps = 0;
  const inBetween = async () => {
    gaps++;
    await generator.raw(other!);
  };
  expect(await generator.raw(z!, inBetween)).toEqual(expected);
  expect(gaps).toBeGreaterThan(3);
  await expect(generator.raw(z!, () => Promise.reject(new Error('enough')))).rejects.toThrow('enough');
  expect(tf.memory().numTensors).toBe(before);
  generator.dispose();
});
