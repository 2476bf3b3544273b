/** Layers without channels, activations, merges and nested models, compared with stock TF.js. */
import * as tf from '@tensorflow/tfjs-layers';
import { describe, test, vi } from 'vitest';
import { around, expectSame, type Format, latent } from '../../../testing/smallGenerator.ts';

vi.setConfig({ testTimeout: 60_000 });

const { layers } = tf;

const flat: [string, () => unknown[]][] = [
  [
    'SeparableConv2D',
    () => [
      layers.separableConv2d({ filters: 4, kernelSize: 3, strides: 1, depthMultiplier: 2, padding: 'same' }),
    ],
  ],
  [
    'Conv1D',
    () => [
      layers.reshape({ targetShape: [16, 6] }),
      layers.conv1d({ filters: 6, kernelSize: 3, padding: 'same', dilationRate: 2, activation: 'relu' }),
      layers.reshape({ targetShape: [4, 4, 6] }),
    ],
  ],
  [
    'Conv1D and pooling',
    () => [
      layers.reshape({ targetShape: [16, 6] }),
      layers.conv1d({ filters: 12, kernelSize: 3, padding: 'same' }),
      layers.maxPooling1d({ poolSize: 2 }),
      layers.reshape({ targetShape: [4, 4, 6] }),
    ],
  ],
  ['LeakyReLU', () => [layers.leakyReLU({ alpha: 0.1 })]],
  ['LeakyReLU as it is', () => [layers.leakyReLU()]],
  ['ReLU with a maximum', () => [layers.reLU({ maxValue: 0.4 })]],
  ['ThresholdedReLU', () => [layers.thresholdedReLU({ theta: 0.3 })]],
  ['ELU', () => [layers.elu()]],
];

describe('layers without channels', () => {
  test.each(flat)('%s', async (_, made) => {
    await expectSame(around(made(), 'channelsLast'));
  });
});

test.each([
  'elu',
  'hardSigmoid',
  'linear',
  'relu',
  'relu6',
  'selu',
  'sigmoid',
  'softmax',
  'softplus',
  'softsign',
  'tanh',
  'swish',
  'mish',
  'gelu',
  'gelu_new',
] as const)('the activation %s', async (activation) => {
  await expectSame(around([layers.activation({ activation })], 'channelsLast'));
});

const merges: [string, (a: tf.SymbolicTensor, b: tf.SymbolicTensor) => unknown][] = [
  ['Add', (a, b) => layers.add().apply([a, b, a])],
  ['Multiply', (a, b) => layers.multiply().apply([a, b])],
  ['Average', (a, b) => layers.average().apply([a, b, b])],
  ['Maximum', (a, b) => layers.maximum().apply([a, b])],
  ['Minimum', (a, b) => layers.minimum().apply([a, b])],
  ['Concatenate', (a, b) => layers.concatenate().apply([a, b])],
  ['Concatenate along axis 1', (a, b) => layers.concatenate({ axis: 1 }).apply([a, b])],
];

describe.each<Format>(['channelsLast', 'channelsFirst'])('of two branches, %s,', (dataFormat) => {
  test.each(merges)('%s', async (_, merge) => {
    const input = tf.input({ shape: [latent] });
    const picture = layers.reshape({ targetShape: dataFormat === 'channelsFirst' ? [6, 4, 4] : [4, 4, 6] });
    const start = picture.apply(layers.dense({ units: 96 }).apply(input)) as tf.SymbolicTensor;
    const branch = () =>
      layers
        .conv2d({ filters: 6, kernelSize: 3, padding: 'same', dataFormat })
        .apply(start) as tf.SymbolicTensor;
    const both = merge(
      branch(),
      layers.leakyReLU().apply(branch()) as tf.SymbolicTensor,
    ) as tf.SymbolicTensor;
    const end = layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same', dataFormat }).apply(both);
    await expectSame(tf.model({ inputs: input, outputs: end as tf.SymbolicTensor }));
  });
});

test('Dot, of rows and with normalisation', async () => {
  const input = tf.input({ shape: [latent] });
  const rows = [0, 1].map(() => layers.dense({ units: 12 }).apply(input) as tf.SymbolicTensor);
  const similar = layers.dot({ axes: 1, normalize: true }).apply(rows) as tf.SymbolicTensor;
  const product = layers.dot({ axes: -1 }).apply(rows) as tf.SymbolicTensor;
  const both = layers.concatenate().apply([similar, product]);
  const end = layers.reshape({ targetShape: [4, 4, 3] }).apply(layers.dense({ units: 48 }).apply(both));
  await expectSame(tf.model({ inputs: input, outputs: end as tf.SymbolicTensor }));
});

test('a layer and a model that are each used twice', async () => {
  const inner = tf.sequential({
    layers: [layers.dense({ units: 8, inputShape: [8], activation: 'tanh' }), layers.batchNormalization()],
  });
  const input = tf.input({ shape: [latent] });
  const wide = layers.dense({ units: 8 }).apply(input) as tf.SymbolicTensor;
  const shared = layers.dense({ units: 8, activation: 'elu' });
  const once = inner.apply(shared.apply(wide)) as tf.SymbolicTensor;
  const twice = inner.apply(shared.apply(once)) as tf.SymbolicTensor;
  const both = layers.concatenate().apply([once, twice]);
  const end = layers.reshape({ targetShape: [4, 4, 3] }).apply(layers.dense({ units: 48 }).apply(both));
  await expectSame(tf.model({ inputs: input, outputs: end as tf.SymbolicTensor }));
});

test('a functional model within a functional model', async () => {
  const start = tf.input({ shape: [latent] });
  const hidden = layers.dense({ units: 48, activation: 'relu' }).apply(start) as tf.SymbolicTensor;
  const inner = tf.model({ inputs: start, outputs: hidden, name: 'mapping' });
  const input = tf.input({ shape: [latent] });
  const end = layers.reshape({ targetShape: [4, 4, 3] }).apply(inner.apply(input));
  await expectSame(tf.model({ inputs: input, outputs: end as tf.SymbolicTensor }));
});
