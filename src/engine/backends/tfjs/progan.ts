/**
 * The generator of Karras et al., "Progressive Growing of GANs" (2017), table 2, at inference, out of a bundle's named
 * weights. Only the fresh to_rgb head is computed.
 */
import * as tf from '@tensorflow/tfjs-core';
import { ZscapeError } from '../../../base/errors.ts';
import type { ProganGenerator } from '../../../bundle/schema.ts';
import type { Weight, Weights } from '../../../bundle/weights.ts';
import type { Network } from './network.ts';

interface Convolution {
  kernel: tf.Tensor4D; // [k, k, in, out]
  bias: tf.Tensor1D; // [out]
}

/** Builds it on the active backend. @throws BUNDLE_INVALID when weights are missing or do not fit each other. */
export function proganNetwork(generator: ProganGenerator, weights: Weights): Network {
  const { blocks, toRgb, leakySlope, latentNorm, pixelNorm } = generator;
  const kept: tf.Tensor[] = [];
  const keep = <T extends tf.Tensor>(tensor: T): T => {
    kept.push(tensor);
    return tensor;
  };
  const convolution = (names: { kernel: string; bias: string }): Convolution => {
    const kernel = weights.floats(names.kernel);
    const bias = weights.floats(names.bias);
    expectShape(names.bias, bias, [kernel.shape[3] ?? -1]);
    return {
      kernel: keep(tf.tensor4d(kernel.data, kernel.shape as [number, number, number, number])),
      bias: keep(tf.tensor1d(bias.data)),
    };
  };

  const dispose = () => {
    for (const tensor of kept.splice(0)) tensor.dispose();
  };
  try {
    const [first, ...rest] = blocks;
    if (!first) throw new ZscapeError('BUNDLE_INVALID', 'The bundle has a generator without blocks.');
    const entry = dense(weights, first.conv0, first.resolution);
    const matrix = keep(tf.tensor2d(entry.matrix, [entry.latent, entry.units]));
    const matrixBias = keep(tf.tensor1d(entry.bias));
    const firstConv = convolution(first.conv1);
    const later = rest.map((block) => ({
      resolution: block.resolution,
      conv0: convolution(block.conv0),
      conv1: convolution(block.conv1),
    }));
    const head = foldedHead(weights, toRgb);
    const headKernel = keep(
      tf.tensor4d(head.kernel.data, head.kernel.shape as [number, number, number, number]),
    );
    const headBias = keep(tf.tensor1d(head.bias));

    const normalise = (x: tf.Tensor4D): tf.Tensor4D =>
      tf.mul(x, tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), pixelNorm.epsilon)));
    const layer = (x: tf.Tensor4D, { kernel, bias }: Convolution): tf.Tensor4D =>
      normalise(
        tf.fused.conv2d({
          x,
          filter: kernel,
          bias,
          strides: 1,
          pad: 'same',
          activation: 'leakyrelu',
          leakyreluAlpha: leakySlope,
        }),
      );

    const run = (z: Float32Array): tf.Tensor =>
      tf.tidy(() => {
        const latent = tf.tensor2d(latentNorm ? normalised(z, latentNorm.epsilon) : z, [1, entry.latent]);
        const spread = tf.fused.matMul({
          a: latent,
          b: matrix,
          bias: matrixBias,
          activation: 'leakyrelu',
          leakyreluAlpha: leakySlope,
        });
        let x = normalise(tf.reshape(spread, [1, first.resolution, first.resolution, first.channels])); // [1, r, r, c]
        x = layer(x, firstConv);
        for (const { resolution, conv0, conv1 } of later) {
          x = tf.image.resizeNearestNeighbor(x, [resolution, resolution]);
          x = layer(layer(x, conv0), conv1);
        }
        const image = tf.fused.conv2d({ x, filter: headKernel, bias: headBias, strides: 1, pad: 'same' }); // [1, h, w, rgb]
        return toRgb.clip ? tf.clipByValue(image, toRgb.clip[0], toRgb.clip[1]) : image;
      });
    return { run, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** PixelNorm of z, in double precision: z / sqrt(mean(z^2) + epsilon). The same on every backend that way. */
export function normalised(z: Float32Array, epsilon: number): Float32Array<ArrayBuffer> {
  let sum = 0;
  for (const value of z) sum += value * value;
  const factor = 1 / Math.sqrt(sum / z.length + epsilon);
  return Float32Array.from(z, (value) => value * factor);
}

/**
 * The first convolution as a dense layer. A VALID convolution of an r x r kernel over one pixel padded by r-1 sees that
 * pixel once for each output (y, x), through the tap (r-1-y, r-1-x).
 * @returns matrix [latent, r*r*c] and bias [r*r*c], units ordered (y, x, channel).
 */
function dense(weights: Weights, names: { kernel: string; bias: string }, r: number) {
  const kernel = weights.floats(names.kernel);
  const [, , latent = 0, channels = 0] = kernel.shape;
  expectShape(names.kernel, kernel, [r, r, latent, channels]);
  const bias = weights.floats(names.bias);
  expectShape(names.bias, bias, [channels]);
  const units = r * r * channels;
  const matrix = new Float32Array(latent * units);
  const spreadBias = new Float32Array(units);
  for (let place = 0; place < r * r; place++) {
    const tap = (r * r - 1 - place) * latent * channels;
    for (let l = 0; l < latent; l++) {
      const from = tap + l * channels;
      matrix.set(kernel.data.subarray(from, from + channels), l * units + place * channels);
    }
    spreadBias.set(bias.data, place * channels);
  }
  return { matrix, bias: spreadBias, latent, units };
}

/** The head with its scale and offset in the weights: scale * (Wx + b) + offset = (scale W) x + (scale b + offset). */
function foldedHead(weights: Weights, toRgb: ProganGenerator['toRgb']) {
  const { scale, offset } = toRgb;
  const kernel = weights.floats(toRgb.kernel);
  const bias = weights.floats(toRgb.bias);
  expectShape(toRgb.bias, bias, [kernel.shape[3] ?? -1]);
  return {
    kernel: { shape: kernel.shape, data: kernel.data.map((value) => value * scale) },
    bias: bias.data.map((value) => value * scale + offset),
  };
}

function expectShape(name: string, weight: Weight, shape: number[]): void {
  if (weight.shape.length === shape.length && weight.shape.every((n, i) => n === shape[i])) return;
  throw new ZscapeError(
    'BUNDLE_INVALID',
    `The weight ${name} has the shape [${weight.shape.join(', ')}], and the generator needs [${shape.join(', ')}].`,
  );
}
