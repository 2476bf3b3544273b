/**
 * The generator of Karras et al., "Progressive Growing of GANs" (2017), table 2, at inference, out of a bundle's named
 * weights. Only the fresh to_rgb head is computed.
 */
import * as tf from '@tensorflow/tfjs-core';
import { ZscapeError } from '../../../base/errors.ts';
import type { Weight, Weights } from '../../../bundle/read/weights.ts';
import type { BundleManifest, ProganGenerator } from '../../../bundle/schema/manifest.ts';
import type { Gap } from '../backend.ts';
import { normalised } from '../latent.ts';
import type { Network } from './network.ts';
import { upsampledConvolution } from './upsampled.ts';

type Layer = (x: tf.Tensor4D) => tf.Tensor4D;

export interface ProganOptions {
  /** Convolve over doubled images without doubling them: for backends whose time goes into products, not into calls. */
  foldUpsampling: boolean;
  /** To be offered as previews. */
  heads?: BundleManifest['previewHeads'];
}

/** Builds it on the active backend. @throws BUNDLE_INVALID when weights are missing or do not fit each other. */
export function proganNetwork(
  generator: ProganGenerator,
  weights: Weights,
  { foldUpsampling, heads = [] }: ProganOptions,
): Network {
  const kept: tf.Tensor[] = [];
  const dispose = () => {
    for (const tensor of kept.splice(0)) tensor.dispose();
  };
  const keep = <T extends tf.Tensor>(tensor: T): T => {
    kept.push(tensor);
    return tensor;
  };
  try {
    return { ...build(generator, weights, { foldUpsampling, heads }, keep), dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

function build(
  { blocks, toRgb, leakySlope, latentNorm, pixelNorm }: ProganGenerator,
  weights: Weights,
  { foldUpsampling, heads }: Required<ProganOptions>,
  keep: <T extends tf.Tensor>(tensor: T) => T,
): Pick<Network, 'run' | 'previews'> {
  const leaky = { activation: 'leakyrelu', leakyreluAlpha: leakySlope } as const;
  const normalise: Layer = (x) =>
    tf.mul(x, tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), pixelNorm.epsilon)));

  const [first, ...rest] = blocks;
  if (!first) throw new ZscapeError('BUNDLE_INVALID', 'The bundle has a generator without blocks.');
  const entry = dense(weights, first.conv0, first.resolution);
  const matrix = keep(tf.tensor2d(entry.matrix, [entry.latent, entry.units]));
  const matrixBias = keep(tf.tensor1d(entry.bias));
  const spread = (z: Float32Array): tf.Tensor4D => {
    const latent = tf.tensor2d(latentNorm ? normalised(z, latentNorm.epsilon) : z, [1, entry.latent]);
    const units = tf.fused.matMul({ a: latent, b: matrix, bias: matrixBias, ...leaky });
    return normalise(tf.reshape(units, [1, first.resolution, first.resolution, first.channels])); // [1, r, r, c]
  };

  /** The 3x3 convolution from `from` to `to` channels, over the image itself or the image doubled. */
  const convolution = (
    names: { kernel: string; bias: string },
    from: number,
    to: number,
    doubled: boolean,
  ): Layer => {
    const kernel = weights.floats(names.kernel);
    const bias = weights.floats(names.bias);
    expectShape(names.kernel, kernel, [3, 3, from, to]);
    expectShape(names.bias, bias, [to]);
    if (doubled && foldUpsampling) {
      const convolve = upsampledConvolution(kernel, bias, leaky, keep);
      return (x) => normalise(convolve(x));
    }
    const filter = keep(tf.tensor4d(kernel.data, [3, 3, from, to]));
    const shift = keep(tf.tensor1d(bias.data));
    return (x) => {
      const [, h, w] = x.shape;
      const wide = doubled ? tf.image.resizeNearestNeighbor(x, [2 * h, 2 * w]) : x;
      return normalise(tf.fused.conv2d({ x: wide, filter, bias: shift, strides: 1, pad: 'same', ...leaky }));
    };
  };

  const layers: Layer[] = [convolution(first.conv1, first.channels, first.channels, false)];
  let before = first;
  for (const block of rest) {
    if (block.resolution !== 2 * before.resolution) {
      throw new ZscapeError(
        'BUNDLE_INVALID',
        `The generator's block after ${before.resolution} px is of ${block.resolution} px, and each has to double the one before.`,
      );
    }
    layers.push(convolution(block.conv0, before.channels, block.channels, true)); // [1, 2h, 2w, c]
    layers.push(convolution(block.conv1, block.channels, block.channels, false));
    before = block;
  }

  const colours = (of: HeadWeights, channels: number): Layer => {
    const head = foldedHead(weights, of, channels);
    const filter = keep(tf.tensor4d(head.kernel, [1, 1, channels, head.bias.length]));
    const bias = keep(tf.tensor1d(head.bias));
    return (x) => {
      const image = tf.fused.conv2d({ x, filter, bias, strides: 1, pad: 'same' }); // [1, h, w, rgb]
      return of.clip ? tf.clipByValue(image, of.clip[0], of.clip[1]) : image;
    };
  };
  const full: Layer[] = [...layers, colours(toRgb, before.channels)];
  const at = (image: tf.Tensor4D, some: readonly Layer[]) => some.reduce((x, layer) => layer(x), image);

  /** Layer by layer, each given up before the gap but its result. */
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
    previews: heads
      .filter(({ resolution }) => blocks.some((block) => block.resolution === resolution && block !== before))
      .sort((a, b) => a.resolution - b.resolution)
      .map((head) => {
        const i = blocks.findIndex(({ resolution }) => resolution === head.resolution);
        const some = [
          ...layers.slice(0, 2 * i + 1), // the first block has one convolution beside the dense layer
          colours({ ...head, scale: 1, offset: 0, clip: null }, blocks[i]!.channels),
        ];
        return {
          resolution: head.resolution,
          share: products(blocks.slice(0, i + 1)) / products(blocks),
          run: (z) => tf.tidy(() => at(spread(z), some)),
        };
      }),
  };
}

/** Multiplications of the blocks' convolutions; the dense layer is too small to count. */
function products(blocks: ProganGenerator['blocks']): number {
  return blocks.reduce((sum, { resolution, channels }, i) => {
    const from = blocks[i - 1]?.channels ?? 0;
    return sum + 9 * resolution ** 2 * channels * (from + channels);
  }, 0);
}

type HeadWeights = ProganGenerator['toRgb'];

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
function foldedHead(weights: Weights, toRgb: HeadWeights, channels: number) {
  const { scale, offset } = toRgb;
  const kernel = weights.floats(toRgb.kernel);
  const bias = weights.floats(toRgb.bias);
  expectShape(toRgb.kernel, kernel, [1, 1, channels, bias.data.length]);
  return {
    kernel: kernel.data.map((value) => value * scale),
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
