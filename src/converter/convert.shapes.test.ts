/**
 * Whole conversions of stock TF.js's own models, with shapes and inputs of every kind, compared with stock TF.js's
 * pictures.
 */
import * as core from '@tensorflow/tfjs-core';
import * as tfLayers from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { createRandom } from '../base/random.ts';
import { memoryFiles } from './archive/files.ts';
import { convert } from './convert.ts';
import type { ConvertOptions } from './options.ts';
import { classFeed } from './run/classFeed.ts';
import type { OpenRunner } from './run/runner.ts';
import { RunningModel } from './run/tfjs.ts';
import { filesOf, settle } from './testing/layersModel.ts';
import { maxDifference, npyBytes } from './testing/npy.ts';

vi.setConfig({ testTimeout: 60_000 });

const { layers } = tfLayers;
type Tensor = tfLayers.SymbolicTensor;

beforeAll(async () => {
  await core.setBackend('cpu');
});

const openRunner: OpenRunner = (files) => RunningModel.load({ files });

async function converted(
  model: tfLayers.LayersModel,
  options: Partial<ConvertOptions> = {},
  more: ReadonlyMap<string, Uint8Array> = new Map(),
) {
  const files = new Map([...(await filesOf(model)), ...more]);
  const wish = { id: 'model', quantization: 'none' as const, verify: 2, ...options };
  return convert(memoryFiles(files), wish, { openRunner });
}

const batch = 3;
const normal = (count: number): Float32Array => {
  const random = createRandom(8);
  return Float32Array.from({ length: count }, () => random.normal());
};

/** Returns the largest difference between stock TF.js on the model and stock TF.js on the bundle. */
async function difference(
  model: tfLayers.LayersModel,
  options: Partial<ConvertOptions> = {},
  others: readonly core.Tensor[] = [],
) {
  settle(model);
  const bundle = await converted(model, options);
  await core.setBackend('cpu');
  const { latent, classes } = bundle.manifest;
  const z = normal(batch * latent.size);
  const inputs = model.inputs.map((input, i) =>
    i === 0 ? core.tensor(z, [batch, ...(input.shape.slice(1) as number[])]) : others[i - 1]!,
  );
  const wanted = model.predict(inputs.length === 1 ? inputs[0]! : inputs) as core.Tensor | core.Tensor[];
  const picture = (Array.isArray(wanted) ? wanted : [wanted]).at(-1)!.dataSync();
  const running = await RunningModel.load(bundle);
  const feed = classes && classFeed(classes, [0, 1, 2]);
  const { data } = await running.run(z, latent.size, undefined, feed);
  running.dispose();
  return { bundle, error: maxDifference(data, picture) };
}

function picture(from: Tensor, sizes: readonly number[]): Tensor {
  const units = sizes.reduce((product, size) => product * size, 1);
  const row = layers.dense({ units, activation: 'tanh' }).apply(from);
  return layers.reshape({ targetShape: [...sizes] }).apply(row) as Tensor;
}

function generator(input: Tensor, from: Tensor, sizes: readonly number[]): tfLayers.LayersModel {
  return tfLayers.model({ inputs: input, outputs: picture(from, sizes) });
}

describe('a model of stock TF.js', () => {
  test.each([[[8]], [[1, 1, 8]], [[8, 1, 1]], [[2, 2, 4]]])('with latents %j', async (sizes) => {
    const input = tfLayers.input({ shape: [...sizes] });
    const flat = sizes.length === 1 ? input : (layers.flatten().apply(input) as Tensor);
    const { bundle, error } = await difference(generator(input, flat, [6, 5, 3]));
    expect(error).toBeLessThan(1e-5);
    expect(bundle.manifest.image).toMatchObject({ width: 5, height: 6, channels: 3, range: [-1, 1] });
    expect(bundle.manifest.verified!.maxError).toBeLessThan(1e-5);
  });

  test.each([
    [[784], [28, 28, 1]],
    [
      [28, 28],
      [28, 28, 1],
    ],
    [[3072], [32, 32, 3]],
    [
      [7, 9, 4],
      [7, 9, 4],
    ],
  ])('of pictures %j', async (sizes, [height, width, channels]) => {
    const input = tfLayers.input({ shape: [8] });
    const { bundle, error } = await difference(generator(input, input, sizes));
    expect(error).toBeLessThan(1e-5);
    expect(bundle.manifest.image).toMatchObject({ width, height, channels, range: [-1, 1] });
  });

  test('with several outputs, of which the last is the picture', async () => {
    const input = tfLayers.input({ shape: [8] });
    const scores = layers.dense({ units: 1 }).apply(input) as Tensor;
    const small = picture(input, [4, 4, 3]);
    const large = picture(input, [8, 8, 3]);
    const model = tfLayers.model({ inputs: input, outputs: [scores, small, large] });
    const { bundle, error } = await difference(model);
    expect(error).toBeLessThan(1e-5);
    expect(bundle.manifest.image).toMatchObject({ width: 8, height: 8 });
  });

  test.each([
    ['a number that an Embedding takes', [1], 'index'],
    ['a row with a 1', [5], 'oneHot'],
  ] as const)('that takes %s as well', async (_, shape, kind) => {
    const z = tfLayers.input({ shape: [8], name: 'z' });
    const label = tfLayers.input({ shape: [...shape], name: 'label' });
    const from =
      kind === 'index'
        ? (layers.flatten().apply(layers.embedding({ inputDim: 5, outputDim: 8 }).apply(label)) as Tensor)
        : (layers.dense({ units: 8 }).apply(label) as Tensor);
    const both = layers.concatenate().apply([z, from]) as Tensor;
    const model = tfLayers.model({ inputs: [z, label], outputs: picture(both, [6, 6, 1]) });
    const given =
      kind === 'index' ? core.tensor([[0], [1], [2]]) : core.cast(core.oneHot([0, 1, 2], 5), 'float32');
    const { bundle, error } = await difference(model, { classNames: ['a', 'b', 'c', 'd', 'e'] }, [given]);
    expect(error).toBeLessThan(1e-5);
    expect(bundle.manifest.classes).toEqual({
      ...{ input: 'label', kind, dtype: 'float32', shape, count: 5 },
      names: ['a', 'b', 'c', 'd', 'e'],
    });
    expect(bundle.warnings).toEqual([]);
  });

  test('with latents beside it is measured on them, and states their spread', async () => {
    const input = tfLayers.input({ shape: [8] });
    const model = generator(input, input, [6, 6, 1]);
    settle(model);
    const examples = normal(50 * 8).map((x) => 0.2 * x + 1);
    const { manifest, files } = await converted(
      model,
      {},
      new Map([['latents.npy', npyBytes([50, 8], examples)]]),
    );
    expect(manifest.spread!.usual).toBeCloseTo(0.2, 1);
    expect(manifest.latents).toEqual({ file: 'latents.bin', samples: 50, factors: 8, count: 50 });
    expect(files.find(({ path }) => path === 'latents.bin')!.bytes.length).toBe(59 * 8 * 4);
  });
});

describe('rounding', () => {
  /** Makes a last layer whose sums are so large that rounding errors show. */
  function steep(kernel: number): tfLayers.LayersModel {
    const input = tfLayers.input({ shape: [64] });
    const model = generator(input, input, [12, 12, 1]);
    const random = createRandom(4);
    const data = Float32Array.from({ length: 64 * 144 }, () => kernel * random.normal());
    model.setWeights([core.tensor(data, [64, 144]), core.zeros([144])]);
    return model;
  }

  test.each([
    ['float16', 4, 0, 'none'],
    ['float16', 4, 4, 'none'],
    ['uint8', 4, 0, 'none'],
    ['float16', 0.1, 4, 'float16'],
    ['uint8', 0.02, 4, 'uint8'],
    ['float16', 1e5, 0, 'none'],
  ] as const)('to %s of weights of about %d (verify %i) ends as %s', async (asked, kernel, verify, kept) => {
    const { manifest, warnings } = await converted(steep(kernel), { quantization: asked, verify });
    expect(manifest.quantization).toBe(kept);
    const said = warnings.filter((words) => words.includes('are stored in'));
    expect(said.length > 0).toBe(kept !== asked);
    if (kept !== asked) expect(said.join()).toMatch(/stored in .*float32, not in (8 bits|float16)/);
  });
});
