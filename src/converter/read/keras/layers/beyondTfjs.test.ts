/** Layers and settings that stock TF.js lacks, as Keras 3 writes them, compared with their definitions. */
import * as core from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { differenceFrom, latentsFor } from '../../../testing/layersModel.ts';

vi.setConfig({ testTimeout: 60_000 });
beforeAll(async () => {
  await core.setBackend('cpu');
});

type Tensor = core.Tensor;
type Reference = (x: core.Tensor4D, weights: Record<string, Tensor>) => Tensor;
type Shapes = Readonly<Record<string, readonly number[]>>;

const latent = 5;
const [side, channels] = [4, 6];
/** Powers of a half and halves of small numbers, so that no sum depends much on its order. */
const values = (count: number, seed: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(seed + 2.1 * i));

/**
 * Compares a layer with its definition: a Dense reshaped to a picture of 4 x 4 x 6, the layer, and whatever makes a
 * picture of three channels from it.
 */
async function expectLayer(
  kind: string,
  config: object,
  shapes: Shapes,
  reference: Reference,
  shape = [side, side, channels],
) {
  const units = shape.reduce((a, b) => a * b, 1);
  const all: Record<string, readonly number[]> = { 'dense/kernel': [latent, units] };
  for (const [name, own] of Object.entries(shapes)) all[`tested/${name}`] = own;
  const tensors = Object.entries(all).map(([name, own], i) => {
    const count = own.reduce((a, b) => a * b, 1);
    const data = values(count, i + 1).map((v) => (/variance/.test(name) ? v * v + 0.5 : v));
    return { name, shape: [...own], data };
  });
  const layer = (class_name: string, settings: object) => ({
    ...{ module: 'keras.layers', class_name, registered_name: null },
    config: {
      ...settings,
      dtype: { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' } },
    },
  });
  const layers = [
    layer('InputLayer', { batch_shape: [null, latent], name: 'input_layer' }),
    layer('Dense', { name: 'dense', units, use_bias: false, activation: 'tanh' }),
    layer('Reshape', { name: 'reshape', target_shape: shape }),
    layer(kind, { name: 'tested', ...config }),
  ];
  const z = latentsFor(latent);
  const weight = Object.fromEntries(
    tensors.map((t) => [t.name.replace('tested/', ''), core.tensor(t.data, t.shape)]),
  );
  const start = core.tanh(
    core.matMul(core.tensor2d(z, [3, latent]), weight['dense/kernel'] as core.Tensor2D),
  );
  const picture: number[] = [-1, ...shape];
  const wanted = reference(core.reshape(start, picture) as unknown as core.Tensor4D, weight);
  const [, ...made] = wanted.shape;
  // The result, whatever its shape, is shown as a picture of three channels.
  const numbers = made.reduce((a, b) => a * b, 1);
  layers.push(layer('Reshape', { name: 'end', target_shape: [1, numbers / 3, 3] }));
  const json = {
    format: 'layers-model',
    generatedBy: 'keras v3.8.0',
    modelTopology: {
      keras_version: '3.8.0',
      backend: 'tensorflow',
      model_config: { module: 'keras', class_name: 'Sequential', config: { name: 'sequential', layers } },
    },
    weightsManifest: tensors.map(({ name, shape: own }, i) => ({
      paths: [`./${i}%20of.bin`],
      weights: [{ name, shape: own, dtype: 'float32' }],
    })),
  };
  const files = new Map(tensors.map(({ data }, i) => [`${i} of.bin`, new Uint8Array(data.buffer)]));
  files.set('model.json', new TextEncoder().encode(JSON.stringify(json)));
  expect(await differenceFrom(wanted.dataSync() as Float32Array, files, z)).toBeLessThan(1e-5);
}

function moments(x: Tensor, axes: number[], epsilon: number): Tensor {
  const { mean, variance } = core.moments(x, axes, true);
  return core.div(core.sub(x, mean), core.sqrt(core.add(variance, epsilon)));
}

function groups(x: Tensor, count: number, epsilon: number): Tensor {
  const [n, h, w, c] = x.shape as number[] as [number, number, number, number];
  const apart = core.reshape(x, [n, h * w, count, c / count]);
  return core.reshape(moments(apart, [1, 3], epsilon), x.shape);
}

const turned = (x: Tensor): Tensor => core.transpose(x, [0, 2, 3, 1]);
const back = (x: Tensor): Tensor => core.transpose(x, [0, 3, 1, 2]);
const affine = { gamma: [channels], beta: [channels] };

describe('a norm', () => {
  test('GroupNormalization', () =>
    expectLayer('GroupNormalization', { groups: 3, axis: -1, epsilon: 0.01 }, affine, (x, { gamma, beta }) =>
      core.add(core.mul(groups(x, 3, 0.01), gamma!), beta!),
    ));
  test('GroupNormalization of each channel, of channels first', () =>
    expectLayer(
      'GroupNormalization',
      { groups: -1, axis: 1, epsilon: 0.01, scale: false },
      { beta: [6] },
      (x, { beta }) => back(core.add(groups(turned(x), 6, 0.01), beta!)),
      [6, 4, 4],
    ));
  test('UnitNormalization', () =>
    expectLayer('UnitNormalization', { axis: -1 }, {}, (x) =>
      core.div(x, core.sqrt(core.maximum(core.sum(core.square(x), -1, true), 1e-12))),
    ));
  test('RMSNormalization', () =>
    expectLayer('RMSNormalization', { axis: -1, epsilon: 0.01 }, { scale: [channels] }, (x, { scale }) =>
      core.mul(core.div(x, core.sqrt(core.add(core.mean(core.square(x), -1, true), 0.01))), scale!),
    ));
});

describe('a convolution', () => {
  test('of groups', () =>
    expectLayer(
      'Conv2D',
      { filters: 6, kernel_size: [3, 3], groups: 2, padding: 'same' },
      { kernel: [3, 3, 3, 6], bias: [6] },
      (x, { kernel, bias }) => {
        const parts = core
          .split(x, 2, 3)
          .map((part, i) =>
            core.conv2d(
              part as core.Tensor4D,
              core.slice(kernel as core.Tensor4D, [0, 0, 0, 3 * i], [3, 3, 3, 3]),
              1,
              'same',
            ),
          );
        return core.add(core.concat(parts, 3), bias!);
      },
    ));
  test('transposed, with an output padding', () =>
    expectLayer(
      'Conv2DTranspose',
      {
        filters: 3,
        kernel_size: [3, 3],
        strides: [2, 2],
        padding: 'same',
        output_padding: [1, 1],
        use_bias: false,
      },
      { kernel: [3, 3, 3, 6] },
      (x, { kernel }) => core.conv2dTranspose(x, kernel as core.Tensor4D, [3, 8, 8, 3], 2, 'same'),
    ));
  test('causal, of one dimension', () =>
    expectLayer(
      'Conv1D',
      { filters: 6, kernel_size: [3], padding: 'causal', dilation_rate: [2], use_bias: false },
      { kernel: [3, 6, 6] },
      (x, { kernel }) => {
        const padded = core.pad(core.reshape(x, [3, 16, 6]), [
          [0, 0],
          [4, 0],
          [0, 0],
        ]) as core.Tensor3D;
        return core.conv1d(padded as core.Tensor3D, kernel as core.Tensor3D, 1, 'valid', 'NWC', 2);
      },
      [16, 6],
    ));
  test('transposed, of one dimension', () =>
    expectLayer(
      'Conv1DTranspose',
      { filters: 3, kernel_size: [4], strides: [2], padding: 'same' },
      { kernel: [4, 3, 6], bias: [3] },
      (x, { kernel, bias }) => {
        const row = core.reshape(x, [3, 1, 16, 6]) as core.Tensor4D;
        const wide = core.reshape(kernel!, [1, 4, 3, 6]) as core.Tensor4D;
        return core.add(core.conv2dTranspose(row, wide, [3, 1, 32, 3], [1, 2], 'same'), bias!);
      },
      [16, 6],
    ));
});

describe('an activation', () => {
  const bends: [string, string, object, Reference][] = [
    [
      'ReLU with a slope, a threshold and a maximum',
      'ReLU',
      { max_value: 0.6, negative_slope: 0.1, threshold: 0.2 },
      (x) => {
        const above = core.minimum(core.mul(x, core.cast(core.greater(x, 0.2), 'float32')), 0.6);
        return core.sub(above, core.mul(core.relu(core.sub(0.2, x)), 0.1));
      },
    ],
    ['ELU', 'ELU', { alpha: 0.5 }, (x) => core.where(core.greater(x, 0), x, core.mul(core.expm1(x), 0.5))],
    ['LeakyReLU', 'LeakyReLU', { negative_slope: 0.1 }, (x) => core.leakyRelu(x, 0.1)],
    ['Rescaling', 'Rescaling', { scale: 0.5, offset: 0.25 }, (x) => core.add(core.mul(x, 0.5), 0.25)],
    [
      'Rescaling of each channel',
      'Rescaling',
      { scale: [1, 2, 3, 4, 5, 6], offset: 1 },
      (x) => core.add(core.mul(x, core.tensor1d([1, 2, 3, 4, 5, 6])), 1),
    ],
    [
      'hard_sigmoid of Keras 3',
      'Activation',
      { activation: 'hard_sigmoid' },
      (x) => core.clipByValue(core.add(core.div(x, 6), 0.5), 0, 1),
    ],
    [
      'a function of Keras 3',
      'Activation',
      {
        activation: {
          module: 'keras.activations',
          class_name: 'function',
          config: 'silu',
          registered_name: 'silu',
        },
      },
      (x) => core.mul(x, core.sigmoid(x)),
    ],
    [
      'a layer as an activation',
      'Activation',
      { activation: { module: 'keras.layers', class_name: 'LeakyReLU', config: { negative_slope: 0.3 } } },
      (x) => core.leakyRelu(x, 0.3),
    ],
    ['leaky_relu by name', 'Activation', { activation: 'leaky_relu' }, (x) => core.leakyRelu(x, 0.2)],
    ['exponential', 'Activation', { activation: 'exponential' }, (x) => core.exp(x)],
    ['Dropout and its kin', 'SpatialDropout2D', { rate: 0.5 }, (x) => x],
  ];
  test.each(bends)('%s', (_, kind, config, reference) => expectLayer(kind, config, {}, reference));
});

describe('a picture', () => {
  test('is resized', () =>
    expectLayer('Resizing', { height: 6, width: 9, interpolation: 'bilinear' }, {}, (x) =>
      core.image.resizeBilinear(x, [6, 9], false, true),
    ));
  test('is enlarged by pixel centres', () =>
    expectLayer(
      'UpSampling2D',
      { size: [2, 2], interpolation: 'bilinear', data_format: 'channels_first' },
      {},
      (x) => back(core.image.resizeBilinear(turned(x) as core.Tensor4D, [8, 8], false, true)),
      [6, 4, 4],
    ));
  test('is cropped to its middle', () =>
    expectLayer('CenterCrop', { height: 2, width: 3 }, {}, (x) =>
      core.slice(x, [0, 1, 0, 0], [-1, 2, 3, -1]),
    ));
  test('is cropped and padded as a row', () =>
    expectLayer(
      'Cropping1D',
      { cropping: [1, 2] },
      {},
      (x) => core.slice(x, [0, 1, 0], [-1, 13, -1]),
      [16, 6],
    ));
});
