/** TF.js's gradients: of graphs, and of ProGANs as a cross-check of our own kernels'. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, test } from 'vitest';
import type { LoadedBundle } from '../../../../bundle/read/reader.ts';
import { bundleOf, installInNode, largestDifference } from '../../../testing/node.ts';
import { gaussians, latents, tinyBundle } from '../../../testing/tinyBundle.ts';
import { proganGenerator } from '../../wasm/generator.ts';
import { compileKernels, type Kernels } from '../../wasm/modules.ts';
import { graphNetwork } from '../graph.ts';
import { tfjsAutodiff } from '../testing/autodiff.ts';
import { networkGradients } from './gradients.ts';

beforeAll(() => installInNode('cpu'));

const SIZE = 12;
const float = { type: 'DT_FLOAT' };

/** Returns a graph of `z` that ends in the node `image`: a picture of 2x2 pixels. */
function graphOf(nodes: { name: string; op: string; input: string[]; attr?: object }[]): LoadedBundle {
  const shape = { dim: [{ size: '-1' }, { size: String(SIZE) }] };
  const modelTopology = {
    versions: { producer: 1 },
    node: [
      { name: 'z', op: 'Placeholder', input: [], attr: { dtype: float, shape: { shape } } },
      ...nodes.map(({ attr, ...node }) => ({ ...node, attr: { T: float, ...attr } })),
    ],
  };
  return {
    manifest: {
      title: 'A graph',
      latent: { size: SIZE },
      image: { width: 2, height: 2, channels: 3, range: [-1, 1] },
      generator: { family: 'graph', input: 'z', output: 'image' },
    },
    model: { format: 'graph-model', modelTopology, weightsManifest: [] },
    shards: [],
  } as unknown as LoadedBundle;
}

async function gradientsOf(bundle: LoadedBundle) {
  const network = await graphNetwork(bundle);
  const raw = () => Promise.reject(new Error('not asked for'));
  return networkGradients(bundle, network, raw, () => {}).gradients!;
}

describe('a graph', () => {
  const z = Float32Array.from({ length: SIZE }, (_, i) => Math.sin(i));
  const d = Float32Array.from({ length: SIZE }, (_, i) => Math.cos(i));

  it('has gradients wherever TF.js has those of its operations, and leaves no tensors behind', async () => {
    const gradients = await gradientsOf(
      graphOf([
        { name: 'bent', op: 'Tanh', input: ['z'] },
        { name: 'image', op: 'Mul', input: ['bent', 'z'] },
      ]),
    );
    expect(gradients.resolutions).toEqual([2]);
    const before = tf.memory().numTensors;
    const found = await gradients.gradient(z, d, 2);
    expect(tf.memory().numTensors).toBe(before);
    const expected = z.map((value, i) => d[i]! * (Math.tanh(value) + value * (1 - Math.tanh(value) ** 2)));
    expect(largestDifference(found, expected)).toBeLessThan(1e-5);
  });

  it('with gradients proves that it has them', async () => {
    const gradients = await gradientsOf(graphOf([{ name: 'image', op: 'Tanh', input: ['z'] }]));
    await expect(gradients.prove?.()).resolves.toBeUndefined();
  });

  it.each([
    ['an operation that has none', 'Where', /no gradient of A graph.*Search without gradients/],
    ['an operation that rounds', 'Round', /gradient of A graph is zero.*Search without gradients/],
    ['a gradient that is not a number', 'Sqrt', /gradient of A graph is not made of numbers/],
  ])('with %s says so before any search', async (_, op, message) => {
    const gradients = await gradientsOf(graphOf([{ name: 'image', op, input: ['z'] }]));
    await expect(gradients.prove?.()).rejects.toMatchObject({
      code: 'GRADIENT_UNAVAILABLE',
      message: expect.stringMatching(message),
    });
    if (op === 'Where')
      await expect(gradients.gradient(z, d, 2)).rejects.toMatchObject({ code: 'GRADIENT_UNAVAILABLE' });
  });
});

test.each([
  { latent: 9, channels: [7] },
  { latent: 12, channels: [10, 7, 5] },
])("our kernels' gradient of a ProGAN with channels $channels matches TF.js's", async (shape) => {
  const bundle = bundleOf(tinyBundle({ ...shape, range: [-0.9, 0.9] }).files);
  const kernels = (await compileKernels(false)) as Kernels;
  const { gradients } = proganGenerator(bundle, kernels, 1, () => {});
  const size = bundle.manifest.image.width;
  const d = Float32Array.from({ length: size * size * 3 }, gaussians(3));
  const autodiff = tfjsAutodiff(bundle);
  for (const z of latents(shape.latent, 2)) {
    const expected = await autodiff.gradient(z, d);
    const found = await gradients.gradient(z, d, size);
    expect(largestDifference(found, expected) / Math.max(...expected.map(Math.abs))).toBeLessThan(1e-3);
  }
  autodiff.dispose();
});
