import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LoadedBundle } from '../../../bundle/read/reader.ts';
import { bundleIn, bundleOf, installInNode, largestDifference, readNpy, rowOf } from '../../testing/node.ts';
import { latents, tinyBundle } from '../../testing/tinyBundle.ts';
import { planProgan } from '../progan/plan.ts';
import { referenceProgan } from '../progan/testing/reference.ts';
import { activate } from './core.ts';
import { proganNetwork } from './progan.ts';
import { readbackGenerator } from './readback.ts';

type NodeBackend = 'cpu' | 'wasm';
const load = (bundle: LoadedBundle, backend: NodeBackend, foldUpsampling = true) =>
  readbackGenerator(bundle, { activate: () => activate(backend), warm: false, foldUpsampling });

beforeAll(async () => {
  await installInNode('cpu');
  await installInNode('wasm');
});

describe.each<NodeBackend>(['cpu', 'wasm'])('a progan bundle on %s', (backend) => {
  it('gives the same picture as the network written out in plain loops', async () => {
    const bundle = bundleOf(tinyBundle().files);
    const generator = await load(bundle, backend);
    for (const z of latents(16, 3)) {
      const { data, width, height, channels } = await generator.raw(z);
      expect([width, height, channels]).toEqual([16, 16, 3]);
      expect(largestDifference(data, referenceProgan(bundle, z))).toBeLessThan(2e-5);
    }
    generator.dispose();
  });

  it.each([
    ['few channels', [8, 6, 4]],
    ['many channels', [64, 66, 4]],
  ])('gives the same with upsampling folded into the convolutions, for %s', async (_, channels) => {
    const bundle = bundleOf(tinyBundle({ channels }).files);
    const [plain, folded] = [await load(bundle, backend, false), await load(bundle, backend, true)];
    for (const z of latents(16, 2)) {
      const expected = referenceProgan(bundle, z);
      expect(largestDifference((await plain.raw(z)).data, expected)).toBeLessThan(2e-5);
      expect(largestDifference((await folded.raw(z)).data, expected)).toBeLessThan(2e-5);
    }
    plain.dispose();
    folded.dispose();
  });

  it('uses z unchanged when the network does not normalise it', async () => {
    const { files, manifest } = tinyBundle();
    if (manifest.generator.family !== 'progan') throw new Error('not a progan');
    manifest.generator.latentNorm = null;
    files.set('zscape.json', new TextEncoder().encode(JSON.stringify(manifest)));
    const bundle = bundleOf(files);
    const generator = await load(bundle, backend);
    const [z] = latents(16, 1);
    const doubled = z!.map((value) => 2 * value);
    const once = await generator.raw(z!);
    const twice = await generator.raw(doubled);
    expect(largestDifference(once.data, referenceProgan(bundle, z!))).toBeLessThan(2e-5);
    expect(largestDifference(twice.data, referenceProgan(bundle, doubled))).toBeLessThan(2e-5);
    expect(largestDifference(once.data, twice.data)).toBeGreaterThan(1e-3);
    generator.dispose();
  });

  it("gives TensorFlow's pictures of the shipped model, within the error of float16 weights", async () => {
    const generator = await load(bundleIn('fixtures/avatars-64/bundle'), backend);
    const zs = readNpy('fixtures/avatars-64/z.npy');
    const images = readNpy('fixtures/avatars-64/images.npy');
    for (let i = 0; i < (backend === 'cpu' ? 1 : zs.shape[0]!); i++) {
      const { data } = await generator.raw(rowOf(zs, i));
      expect(largestDifference(data, rowOf(images, i))).toBeLessThan(4e-3);
    }
    generator.dispose();
  }, 60_000);

  it('holds as many tensors after 1,000 frames as after 10', async () => {
    const before = tf.memory().numTensors;
    const generator = await load(bundleOf(tinyBundle({ latent: 8, channels: [4, 3] }).files), backend);
    const [z] = latents(8, 1);
    const frames = async (count: number) => {
      for (let i = 0; i < count; i++) await generator.raw(z!);
      return tf.memory();
    };
    const few = await frames(10);
    const many = await frames(990);
    expect(few.numTensors).toBeGreaterThan(before);
    expect([many.numTensors, many.numBytes]).toEqual([few.numTensors, few.numBytes]);
    generator.dispose();
    expect(tf.memory().numTensors).toBe(before);
  }, 60_000);

  it('refuses a z of the wrong size, and still works afterwards', async () => {
    const generator = await load(bundleOf(tinyBundle().files), backend);
    const tensors = tf.memory().numTensors;
    await expect(generator.raw(new Float32Array(15))).rejects.toMatchObject({ code: 'ENGINE_FAILED' });
    expect(tf.memory().numTensors).toBe(tensors);
    expect((await generator.raw(latents(16, 1)[0]!)).data).toHaveLength(16 * 16 * 3);
    generator.dispose();
  });

  it('refuses weights that do not fit, names the weight, and keeps no memory', () => {
    const { files, manifest } = tinyBundle();
    if (manifest.generator.family !== 'progan') throw new Error('not a progan');
    manifest.generator.blocks[1]!.conv1.bias = 'b0/conv0/bias';
    files.set('zscape.json', new TextEncoder().encode(JSON.stringify(manifest)));
    const bundle = bundleOf(files);
    const { generator } = bundle.manifest;
    if (generator.family !== 'progan') throw new Error('not a progan');
    const tensors = tf.memory().numTensors;
    const plan = planProgan({ ...bundle.manifest, generator });
    expect(() => proganNetwork(plan, bundle.weights, { foldUpsampling: true })).toThrow(
      /b0\/conv0\/bias.*\[8\].*\[6\]/,
    );
    expect(tf.memory().numTensors).toBe(tensors);
  });
});

describe('wasm and cpu', () => {
  it('agree within 1e-3 on [-1, 1]', async () => {
    const bundle = bundleOf(tinyBundle({ latent: 64, channels: [32, 24, 16] }).files);
    const onCpu = await load(bundle, 'cpu');
    const onWasm = await load(bundle, 'wasm');
    let largest = 0;
    for (const z of latents(64, 4, 5)) {
      largest = Math.max(largest, largestDifference((await onCpu.raw(z)).data, (await onWasm.raw(z)).data));
    }
    expect(largest).toBeLessThan(1e-4);
    onCpu.dispose();
    onWasm.dispose();
  });
});

describe('any other bundle', () => {
  it('runs as a graph and gives the same picture as the network built from weights', async () => {
    const progan = bundleIn('fixtures/avatars-64/bundle');
    const { generator } = progan.manifest;
    const { input, output } = generator;
    const graph = {
      ...progan,
      manifest: { ...progan.manifest, generator: { family: 'graph' as const, input, output } },
    };
    const before = tf.memory().numTensors;
    const a = await load(progan, 'wasm');
    const b = await load(graph, 'wasm');
    const z = rowOf(readNpy('fixtures/avatars-64/z.npy'), 0);
    expect(largestDifference((await a.raw(z)).data, (await b.raw(z)).data)).toBeLessThan(1e-4);
    const tensors = tf.memory().numTensors;
    for (let i = 0; i < 5; i++) await b.raw(z);
    expect(tf.memory().numTensors).toBe(tensors);
    a.dispose();
    b.dispose();
    expect(tf.memory().numTensors).toBe(before);
  }, 60_000);

  it("is refused if it promises a different picture from its graph's", async () => {
    const { manifest, ...rest } = bundleIn('fixtures/avatars-64/bundle');
    const { input, output } = manifest.generator;
    const generator = { family: 'graph' as const, input, output };
    const image = { ...manifest.image, width: 32, height: 32 };
    await expect(
      load({ ...rest, manifest: { ...manifest, generator, image } }, 'wasm'),
    ).rejects.toMatchObject({
      code: 'BUNDLE_INVALID',
    });
  }, 60_000);
});
