/** A ProGAN on TF.js, layer by layer, from a bundle's named weights. */
import * as tf from '@tensorflow/tfjs-core';
import type { Weights } from '../../../bundle/read/weights.ts';
import type { Gap } from '../backend.ts';
import { normalised } from '../latent.ts';
import {
  type ConvolutionLayer,
  type DenseLayer,
  type HeadLayer,
  type ProganPlan,
  shareOf,
} from '../progan/plan.ts';
import { foldedHead, weightsOf } from '../progan/weights.ts';
import type { Network } from './network.ts';
import { upsampledConvolution } from './upsampled.ts';

type Layer = (x: tf.Tensor4D) => tf.Tensor4D;
type Keep = <T extends tf.Tensor>(tensor: T) => T;

export interface ProganOptions {
  /**
   * Convolves over doubled pictures without doubling them, for backends that spend their time on multiplications rather
   * than on calls.
   */
  foldUpsampling: boolean;
}

/** Builds the network on the active backend. @throws BUNDLE_INVALID if weights are missing or do not fit. */
export function proganNetwork(plan: ProganPlan, weights: Weights, options: ProganOptions): Network {
  const kept: tf.Tensor[] = [];
  const dispose = () => {
    for (const tensor of kept.splice(0)) tensor.dispose();
  };
  const keep: Keep = (tensor) => {
    kept.push(tensor);
    return tensor;
  };
  try {
    return { ...build(plan, weights, options, keep), dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

function build(
  plan: ProganPlan,
  weights: Weights,
  { foldUpsampling }: ProganOptions,
  keep: Keep,
): Pick<Network, 'run' | 'previews'> {
  const { slope, epsilon } = plan.activation;
  const leaky = { activation: 'leakyrelu', leakyreluAlpha: slope } as const;
  const normalise: Layer = (x) => tf.mul(x, tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), epsilon)));

  const { size, to, latent } = plan.dense;
  const first = denseMatrix(weights, plan.dense);
  const matrix = keep(tf.tensor2d(first.matrix, [latent, size * size * to]));
  const matrixBias = keep(tf.tensor1d(first.bias));
  const spread = (z: Float32Array): tf.Tensor4D => {
    const { latentEpsilon } = plan;
    const a = tf.tensor2d(latentEpsilon === undefined ? z : normalised(z, latentEpsilon), [1, latent]);
    const units = tf.fused.matMul({ a, b: matrix, bias: matrixBias, ...leaky });
    return normalise(tf.reshape(units, [1, size, size, to]));
  };

  const convolution = (layer: ConvolutionLayer): Layer => {
    const { kernel, bias } = weightsOf(weights, layer);
    if (layer.up && foldUpsampling) {
      const convolve = upsampledConvolution(kernel, bias, leaky, keep);
      return (x) => normalise(convolve(x));
    }
    const filter = keep(tf.tensor4d(kernel.data, [3, 3, layer.from, layer.to]));
    const shift = keep(tf.tensor1d(bias.data));
    return (x) => {
      const [, h, w] = x.shape;
      const wide = layer.up ? tf.image.resizeNearestNeighbor(x, [2 * h, 2 * w]) : x;
      return normalise(tf.fused.conv2d({ x: wide, filter, bias: shift, strides: 1, pad: 'same', ...leaky }));
    };
  };

  const colours = (head: HeadLayer): Layer => {
    const { kernel, bias } = foldedHead(weights, head);
    const filter = keep(tf.tensor4d(kernel, [1, 1, head.from, head.channels]));
    const shift = keep(tf.tensor1d(bias));
    return (x) => {
      const image = tf.fused.conv2d({ x, filter, bias: shift, strides: 1, pad: 'same' }); // [1, h, w, channels]
      return head.clip ? tf.clipByValue(image, head.clip[0], head.clip[1]) : image;
    };
  };

  const convolutions = plan.convolutions.map(convolution);
  const full = [...convolutions, colours(plan.head)];
  const at = (image: tf.Tensor4D, some: readonly Layer[]) => some.reduce((x, layer) => layer(x), image);

  /** Runs layer by layer, keeping only each layer's result across the gap. */
  async function stepwise(z: Float32Array, gap: Gap): Promise<tf.Tensor> {
    let x = tf.tidy(() => spread(z));
    for (const layer of full) {
      const next = tf.tidy(() => layer(x));
      x.dispose();
      x = next;
      try {
        await gap();
      } catch (error) {
        x.dispose();
        throw error;
      }
    }
    return x;
  }

  return {
    run: (z, gap) => (gap ? stepwise(z, gap) : tf.tidy(() => at(spread(z), full))),
    previews: plan.previews.map((head) => {
      const some = [...convolutions.slice(0, head.after), colours(head)];
      return {
        resolution: head.resolution,
        share: shareOf(plan, head),
        run: (z) => tf.tidy(() => at(spread(z), some)),
      };
    }),
  };
}

/**
 * Turns the first convolution into a matrix product. A VALID convolution of an r x r kernel over one pixel padded by r -
 * 1 sees that pixel once for each output (y, x), through the tap (r - 1 - y, r - 1 - x).
 * @returns matrix [latent, r * r * to] and bias [r * r * to], units ordered (y, x, channel).
 */
function denseMatrix(weights: Weights, layer: DenseLayer) {
  const { latent, size, to } = layer;
  const { kernel, bias } = weightsOf(weights, layer);
  const places = size * size;
  const matrix = new Float32Array(latent * places * to);
  const spreadBias = new Float32Array(places * to);
  for (let place = 0; place < places; place++) {
    const tap = (places - 1 - place) * latent * to;
    for (let l = 0; l < latent; l++) {
      const from = tap + l * to;
      matrix.set(kernel.data.subarray(from, from + to), (l * places + place) * to);
    }
    spreadBias.set(bias.data, place * to);
  }
  return { matrix, bias: spreadBias };
}
