/** A small generator around the tested layers. */
import * as core from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-layers';
import { expect } from 'vitest';
import { differenceFrom, filesOf, latentsFor, picturesOf, settle } from './layersModel.ts';

const { layers } = tf;

export { tf };

// Layers create their weights when they are connected.
await core.setBackend('cpu');

export const latent = 5;
export type Layer = ReturnType<typeof layers.dense>;
export type Format = 'channelsLast' | 'channelsFirst';

/** Makes a model: Dense, a picture of 4 x 4 x 6, the layers, and a convolution to three channels. */
export function around(made: unknown[], dataFormat: Format): tf.LayersModel {
  const picture = dataFormat === 'channelsFirst' ? [6, 4, 4] : [4, 4, 6];
  return tf.sequential({
    layers: [
      layers.dense({ units: 96, inputShape: [latent] }),
      layers.reshape({ targetShape: picture }),
      ...(made as Layer[]),
      layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same', dataFormat, activation: 'tanh' }),
    ],
  });
}

/**
 * Compares a model with stock TF.js.
 * @param stock the same network in layers that stock TF.js computes correctly; the model itself by default.
 */
export async function expectSame(model: tf.LayersModel, stock = model): Promise<void> {
  await core.setBackend('cpu');
  settle(model);
  if (stock !== model) settle(stock);
  const z = latentsFor(latent);
  expect(await differenceFrom(await picturesOf(stock, z), await filesOf(model), z)).toBeLessThan(1e-5);
}
