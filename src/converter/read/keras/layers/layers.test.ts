/** Each layer of pictures in a small generator, with channels first and last, compared with stock TF.js. */
import * as tf from '@tensorflow/tfjs-layers';
import { describe, test, vi } from 'vitest';
import { around, expectSame, type Format } from '../../../testing/smallGenerator.ts';

vi.setConfig({ testTimeout: 60_000 });

const { layers } = tf;

const pictures: [string, (dataFormat: Format) => unknown[]][] = [
  [
    'Conv2D with a dilation',
    (dataFormat) => [
      layers.conv2d({ filters: 4, kernelSize: 3, dilationRate: 2, padding: 'same', dataFormat }),
    ],
  ],
  [
    'Conv2D with strides',
    (dataFormat) => [
      layers.upSampling2d({ size: [4, 4], dataFormat }),
      layers.conv2d({ filters: 4, kernelSize: [3, 2], strides: [2, 1], dataFormat }),
    ],
  ],
  [
    'Conv2DTranspose, same',
    (dataFormat) => [
      layers.conv2dTranspose({
        filters: 4,
        kernelSize: 5,
        strides: 2,
        padding: 'same',
        dataFormat,
        activation: 'selu',
      }),
    ],
  ],
  [
    'Conv2DTranspose, valid',
    (dataFormat) => [
      layers.conv2dTranspose({ filters: 4, kernelSize: [3, 4], strides: [2, 3], dataFormat, useBias: false }),
    ],
  ],
  [
    'DepthwiseConv2D',
    (dataFormat) => [
      layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, padding: 'same', dataFormat }),
    ],
  ],
  [
    'LayerNormalization',
    (dataFormat) => [layers.layerNormalization({ axis: dataFormat === 'channelsFirst' ? 1 : 3 })],
  ],
  ['LayerNormalization of the whole picture', () => [layers.layerNormalization({ axis: [1, 2, 3] })]],
  ['PReLU', () => [layers.prelu()]],
  [
    'PReLU after a convolution',
    (dataFormat) => [
      layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', dataFormat }),
      layers.prelu(),
    ],
  ],
  [
    'PReLU with shared axes',
    (dataFormat) => [layers.prelu({ sharedAxes: dataFormat === 'channelsFirst' ? [2, 3] : [1, 2] })],
  ],
  ['UpSampling2D', (dataFormat) => [layers.upSampling2d({ size: [3, 2], dataFormat })]],
  [
    'UpSampling2D, bilinear',
    (dataFormat) => [layers.upSampling2d({ size: [2, 3], dataFormat, interpolation: 'bilinear' })],
  ],
  [
    'ZeroPadding2D',
    (dataFormat) => [
      layers.zeroPadding2d({
        padding: [
          [1, 0],
          [2, 3],
        ],
        dataFormat,
      }),
    ],
  ],
  [
    'AveragePooling2D',
    (dataFormat) => [
      layers.upSampling2d({ size: [4, 4], dataFormat }),
      layers.averagePooling2d({ poolSize: 3, strides: 2, padding: 'same', dataFormat }),
    ],
  ],
  [
    'MaxPooling2D',
    (dataFormat) => [
      layers.upSampling2d({ size: [4, 4], dataFormat }),
      layers.maxPooling2d({ poolSize: [2, 2], dataFormat }),
    ],
  ],
  [
    'Flatten',
    (dataFormat) => [
      layers.flatten({ dataFormat }),
      layers.dense({ units: 96 }),
      layers.reshape({ targetShape: dataFormat === 'channelsFirst' ? [6, 4, 4] : [4, 4, 6] }),
    ],
  ],
  [
    'Reshape behind a convolution',
    (dataFormat) => [
      layers.conv2d({ filters: 6, kernelSize: 3, padding: 'same', dataFormat }),
      layers.reshape({ targetShape: [-1, 4] }),
      layers.permute({ dims: [2, 1] }),
      layers.reshape({ targetShape: dataFormat === 'channelsFirst' ? [6, 4, 4] : [4, 4, 6] }),
    ],
  ],
  [
    'GlobalAveragePooling2D',
    (dataFormat) => [
      layers.globalAveragePooling2d({ dataFormat }),
      layers.dense({ units: 96 }),
      layers.reshape({ targetShape: dataFormat === 'channelsFirst' ? [6, 4, 4] : [4, 4, 6] }),
    ],
  ],
  [
    'GlobalMaxPooling2D',
    (dataFormat) => [
      layers.globalMaxPooling2d({ dataFormat }),
      layers.repeatVector({ n: 16 }),
      ...(dataFormat === 'channelsFirst' ? [layers.permute({ dims: [2, 1] })] : []),
      layers.reshape({ targetShape: dataFormat === 'channelsFirst' ? [6, 4, 4] : [4, 4, 6] }),
    ],
  ],
  [
    'Permute to the other order and back',
    (dataFormat) => [
      layers.conv2d({ filters: 6, kernelSize: 3, padding: 'same', dataFormat }),
      layers.permute({ dims: [2, 3, 1] }),
      layers.permute({ dims: [3, 1, 2] }),
    ],
  ],
  ['Softmax', () => [layers.softmax({ axis: 3 })]],
  [
    'layers that do nothing',
    () => [
      layers.dropout({ rate: 0.5 }),
      layers.gaussianNoise({ stddev: 1 }),
      layers.gaussianDropout({ rate: 0.5 }),
      layers.alphaDropout({ rate: 0.5 }),
    ],
  ],
];

describe.each<Format>(['channelsLast', 'channelsFirst'])('%s', (dataFormat) => {
  test.each(pictures)('%s', async (_, made) => {
    await expectSame(around(made(dataFormat), dataFormat));
  });
});

/** Stock TF.js computes these wrongly with channels first, on some or all of its backends. */
const wrongInStock: [string, (first: boolean) => unknown][] = [
  ['BatchNormalization', (first) => layers.batchNormalization({ axis: first ? 1 : -1 })],
  [
    'BatchNormalization of nothing but statistics',
    (first) => layers.batchNormalization({ axis: first ? 1 : 3, scale: false, center: false, epsilon: 0.1 }),
  ],
  [
    'Cropping2D',
    (first) =>
      layers.cropping2D({
        cropping: [
          [1, 0],
          [0, 1],
        ],
        dataFormat: first ? 'channelsFirst' : 'channelsLast',
      }),
  ],
];

describe('as with the channels moved,', () => {
  test.each(wrongInStock)('%s', async (_, made) => {
    await expectSame(around([made(false)], 'channelsLast'));
    const turned = [layers.permute({ dims: [2, 3, 1] }), made(false), layers.permute({ dims: [3, 1, 2] })];
    await expectSame(around([made(true)], 'channelsFirst'), around(turned, 'channelsFirst'));
  });
});
