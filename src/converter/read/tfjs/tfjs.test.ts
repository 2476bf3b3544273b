/** Models of TF.js itself, saved and run by it. */
import * as core from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as layersApi from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, test } from 'vitest';
import { memoryFiles } from '../../archive/files.ts';
import { convert } from '../../convert.ts';
import { RunningModel } from '../../run/tfjs.ts';
import { maxDifference } from '../../testing/npy.ts';
import { proganModule } from '../../testing/progan/module.ts';
import { tinyProgan } from '../../testing/progan/weights.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const tf = { ...core, ...layersApi };
const latent = 6;
const z = Float32Array.from({ length: 3 * latent }, (_, i) => Math.sin(1 + 3 * i));

async function saved(model: layersApi.LayersModel): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  await model.save({
    async save(artifacts) {
      const weights = artifacts.weightData as ArrayBuffer;
      const half = Math.floor(weights.byteLength / 2);
      files.set('a.bin', new Uint8Array(weights.slice(0, half)));
      files.set('b.bin', new Uint8Array(weights.slice(half)));
      const json = {
        format: 'layers-model',
        modelTopology: artifacts.modelTopology,
        weightsManifest: [{ paths: ['a.bin', 'b.bin'], weights: artifacts.weightSpecs }],
      };
      files.set('model.json', new TextEncoder().encode(JSON.stringify(json)));
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    },
  });
  return files;
}

async function expectAs(model: layersApi.LayersModel): Promise<void> {
  // Untrained norms would hide mistakes: they divide by one.
  for (const layer of model.layers.filter((one) => one.getClassName() === 'BatchNormalization')) {
    layer.setWeights(layer.getWeights().map((w, i) => tf.randomUniform(w.shape, 0.5, 1.5, 'float32', i)));
  }
  const wanted = (model.predict(tf.tensor(z, [3, latent])) as core.Tensor).dataSync();
  const bundle = await convert(memoryFiles(await saved(model)), { id: 'layers', quantization: 'none' });
  const running = await RunningModel.load(bundle);
  const { data } = await running.run(z, latent);
  running.dispose();
  await tf.setBackend('cpu');
  expect(maxDifference(data, wanted)).toBeLessThan(1e-5);
}

describe('a layers model', () => {
  test('with consecutive transposed convolutions becomes a bundle', async () => {
    const { layers } = tf;
    await expectAs(
      tf.sequential({
        layers: [
          layers.dense({ units: 4 * 4 * 8, inputShape: [latent], useBias: false }),
          layers.batchNormalization(),
          layers.leakyReLU({ alpha: 0.2 }),
          layers.reshape({ targetShape: [4, 4, 8] }),
          layers.conv2dTranspose({
            filters: 5,
            kernelSize: 4,
            strides: 2,
            padding: 'same',
            activation: 'relu',
          }),
          layers.dropout({ rate: 0.5 }),
          layers.conv2dTranspose({
            filters: 3,
            kernelSize: 3,
            strides: 2,
            padding: 'valid',
            activation: 'tanh',
          }),
        ],
      }),
    );
  });

  test('with branches becomes a bundle', async () => {
    const { layers } = tf;
    const input = tf.input({ shape: [latent] });
    const start = layers
      .reshape({ targetShape: [3, 3, 4] })
      .apply(layers.dense({ units: 36, activation: 'selu' }).apply(input));
    const up = layers.upSampling2d({ size: [2, 2] }).apply(start) as layersApi.SymbolicTensor;
    const a = layers
      .conv2d({ filters: 4, kernelSize: 3, padding: 'same', activation: 'elu' })
      .apply(up) as layersApi.SymbolicTensor;
    const b = layers
      .depthwiseConv2d({ kernelSize: 3, padding: 'same' })
      .apply(up) as layersApi.SymbolicTensor;
    const sum = layers.add().apply([a, b]) as layersApi.SymbolicTensor;
    const both = layers.concatenate().apply([sum, up]);
    const norm = layers.batchNormalization().apply(both);
    const end = layers
      .conv2d({ filters: 1, kernelSize: 3, strides: 1, padding: 'valid', activation: 'sigmoid' })
      .apply(norm);
    await expectAs(tf.model({ inputs: input, outputs: end as layersApi.SymbolicTensor }));
  });

  test('in several groups of narrowed weights, under another name in a folder, can be read', async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ units: 48, inputShape: [latent], useBias: false, name: 'first' }),
        tf.layers.reshape({ targetShape: [4, 4, 3] }),
        tf.layers.conv2d({ filters: 3, kernelSize: 1, useBias: false, name: 'last' }),
      ],
    });
    // Weights that 8 and 16 bits represent exactly.
    const codes = Uint8Array.from({ length: 48 * latent }, (_, i) => (i * 37) % 256);
    const wide = Uint16Array.from({ length: 9 }, (_, i) => (i * 7001) % 65536);
    const [scale, min] = [2 ** -7, -1];
    const weight = (from: ArrayLike<number>, by: number) =>
      Float32Array.from(from, (code) => code * by + min);
    model.setWeights([
      tf.tensor(weight(codes, scale), [latent, 48]),
      tf.tensor(weight(wide, 2 ** -15), [1, 1, 3, 3]),
    ]);
    const wanted = (model.predict(tf.tensor(z, [3, latent])) as core.Tensor).dataSync();
    const json = JSON.parse(new TextDecoder().decode((await saved(model)).get('model.json')));
    const group = (path: string, name: string, shape: number[], dtype: string, by: number) => ({
      paths: [path],
      weights: [
        { name, shape, dtype: 'float32', quantization: { dtype, scale: by, min, original_dtype: 'float32' } },
      ],
    });
    json.weightsManifest = [
      group('./first%20half.bin', 'first/kernel', [latent, 48], 'uint8', scale),
      group('weights/last.bin', 'last/kernel', [1, 1, 3, 3], 'uint16', 2 ** -15),
    ];
    const files = new Map([
      ['my gan/generator v2.json', new TextEncoder().encode(JSON.stringify(json))],
      ['my gan/first half.bin', codes],
      // The form of files dropped without their folders.
      ['my gan/last.bin', new Uint8Array(wide.buffer)],
      ['my gan/notes.json', new TextEncoder().encode('{"latent": 6}')],
    ]);
    const bundle = await convert(memoryFiles(files), { id: 'narrow', quantization: 'none' });
    const running = await RunningModel.load(bundle);
    const { data } = await running.run(z, latent);
    running.dispose();
    await tf.setBackend('cpu');
    expect(maxDifference(data, wanted)).toBeLessThan(1e-5);
  });

  test('with several obstacles names all of them together', async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ units: 12, inputShape: [latent], name: 'first' }),
        tf.layers.reshape({ targetShape: [4, 3] }),
        tf.layers.simpleRNN({
          units: 3,
          returnSequences: true,
          recurrentInitializer: 'zeros',
          name: 'odd_one',
        }),
        tf.layers.timeDistributed({ layer: tf.layers.dense({ units: 3 }), name: 'odd_two' }),
        tf.layers.activation({ activation: 'softsign', name: 'last' }),
      ],
    });
    const files = await saved(model);
    const text = new TextDecoder().decode(files.get('model.json')).replace('"softsign"', '"snake"');
    const json = JSON.parse(text);
    json.weightsManifest[0].weights[0].name = 'elsewhere/kernel';
    files.set('model.json', new TextEncoder().encode(JSON.stringify(json)));
    const refused = convert(memoryFiles(files), { id: 'layers' });
    await expect(refused).rejects.toMatchObject({ code: 'OPS_UNSUPPORTED' });
    for (const part of [
      /SimpleRNN \("odd_one"\)/,
      /TimeDistributed \("odd_two"\)/,
      /"last".*"snake"/,
      /"first".*"kernel"/,
    ])
      await expect(refused).rejects.toThrow(part);
    // Layers after an obstacle are not blamed for guessed shapes.
    await expect(refused).rejects.not.toThrow(/reshape/);
  });
});

describe('a graph model', () => {
  async function emitted(quantization: 'none' | 'float16' | 'uint8') {
    const files = memoryFiles(proganModule(tinyProgan, { clip: [0, 1] }));
    const bundle = await convert(files, { id: 'tiny', quantization });
    const own = bundle.files
      .filter(({ path }) => path !== 'zscape.json')
      .map(({ path, bytes }) => [path, bytes] as const);
    return { bundle, files: new Map(own) };
  }

  test.each(['none', 'float16', 'uint8'] as const)(
    'with %s weights is understood again, and stays fused',
    async (how) => {
      const { bundle, files } = await emitted(how);
      const again = await convert(memoryFiles(files), { id: 'again', quantization: 'none' });
      expect(again.manifest.generator.family).toBe('progan');
      const random = Float32Array.from({ length: 2 * tinyProgan.latent }, (_, i) => Math.sin(1 + 5 * i));
      const pictures: Float32Array[] = [];
      for (const one of [bundle, again]) {
        const model = await RunningModel.load(one);
        pictures.push((await model.run(random, tinyProgan.latent)).data);
        model.dispose();
      }
      expect(maxDifference(pictures[0]!, pictures[1]!)).toBeLessThan(1e-5);
    },
  );

  test('without a signature uses its placeholder as input and its last node as output', async () => {
    const { files } = await emitted('none');
    const json = JSON.parse(new TextDecoder().decode(files.get('model.json')));
    delete json.signature;
    files.set('model.json', new TextEncoder().encode(JSON.stringify(json)));
    const again = await convert(memoryFiles(files), { id: 'again', quantization: 'none' });
    expect(again.manifest.image).toMatchObject({ width: 16, height: 16, channels: 3 });
  });

  test('with a missing weight file names it', async () => {
    const { files } = await emitted('none');
    files.delete('group1-shard1of1.bin');
    await expect(convert(memoryFiles(files), { id: 'again' })).rejects.toThrow(/group1-shard1of1\.bin/);
  });

  test('whose weight file is truncated says so', async () => {
    const { files } = await emitted('none');
    files.set('group1-shard1of1.bin', files.get('group1-shard1of1.bin')!.slice(0, 1000));
    await expect(convert(memoryFiles(files), { id: 'again' })).rejects.toMatchObject({
      code: 'MODULE_INVALID',
    });
  });
});

describe('a bundle of ours', () => {
  test('is taken unchanged, under the requested id', async () => {
    const made = await convert(memoryFiles(proganModule(tinyProgan)), { id: 'tiny', title: 'Tiny' });
    const files = memoryFiles(new Map(made.files.map(({ path, bytes }) => [path, bytes])));
    const taken = await convert(files, { id: 'tiny-2', fallbackTitle: 'export' });
    expect(taken.manifest).toEqual({ ...made.manifest, id: 'tiny-2' });
    expect(taken.files.map(({ path }) => path)).toEqual(made.files.map(({ path }) => path));
  });

  test('with a flipped bit is refused', async () => {
    const made = await convert(memoryFiles(proganModule(tinyProgan)), { id: 'tiny' });
    const contents = new Map(made.files.map(({ path, bytes }) => [path, bytes]));
    const shard = contents.get('group1-shard1of1.bin')!.slice();
    shard[100]! ^= 1;
    const files = memoryFiles(new Map([...contents, ['group1-shard1of1.bin', shard]]));
    await expect(convert(files, { id: 'tiny' })).rejects.toMatchObject({ code: 'BUNDLE_FILE_CORRUPT' });
  });
});
