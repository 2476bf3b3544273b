/**
 * A Progressive GAN's generator as a list of layers, the same for every backend: what each layer computes, and from which
 * weights. The generator is that of Karras et al., "Progressive Growing of GANs" (2017), table 2, at inference, where
 * only the to_rgb head of the last block counts.
 */
import { ZscapeError } from '../../../base/errors.ts';
import type { BundleManifest, ProganGenerator } from '../../../bundle/schema/manifest.ts';

/** Names of a layer's weights in the bundle. */
interface WeightNames {
  kernel: string;
  bias: string;
}

/** The first layer, from the latent to the first feature maps. Kernel [size, size, latent, to], bias [to]. */
export interface DenseLayer {
  names: WeightNames;
  latent: number;
  /** Width and height of the output. */
  size: number;
  to: number;
}

/** A 3x3 convolution. Kernel [3, 3, from, to], bias [to]. */
export interface ConvolutionLayer {
  names: WeightNames;
  /** Whether its input is first doubled by nearest neighbour. */
  up: boolean;
  /** Width and height of the output. */
  size: number;
  /** Input and output channels. */
  from: number;
  to: number;
}

/** A 1x1 convolution from features to colours: clip(scale * (kernel x + bias) + offset). Kernel [1, 1, from, channels]. */
export interface HeadLayer {
  names: WeightNames;
  resolution: number;
  from: number;
  /** Channels of the picture. */
  channels: number;
  scale: number;
  offset: number;
  clip: readonly [number, number] | null;
  /** The number of convolutions before it. */
  after: number;
}

export interface ProganPlan {
  /** The epsilon of PixelNorm on the latent, if the network normalises it. */
  latentEpsilon: number | undefined;
  /** The activation after every layer but the heads: leaky ReLU of this slope, then PixelNorm with this epsilon. */
  activation: { slope: number; epsilon: number };
  dense: DenseLayer;
  convolutions: readonly ConvolutionLayer[];
  /** The head of the full picture. */
  head: HeadLayer;
  /** The heads of previews, from low to high resolution. */
  previews: readonly HeadLayer[];
  /** The heads as trained when the network had grown to their resolutions, if the bundle has them. */
  trained: readonly HeadLayer[];
}

/** The parts of a manifest that a plan needs. */
interface ProganManifest extends Pick<BundleManifest, 'latent' | 'image' | 'previewHeads' | 'growth'> {
  generator: ProganGenerator;
}

/** Plans a generator's layers. @throws BUNDLE_INVALID if blocks do not double or are missing. */
export function planProgan({ generator, latent, image, previewHeads, growth }: ProganManifest): ProganPlan {
  const { blocks, toRgb, leakySlope, latentNorm, pixelNorm } = generator;
  const [first, last] = [blocks[0], blocks.at(-1)];
  if (!first || !last)
    throw new ZscapeError('BUNDLE_INVALID', 'The bundle has a generator without blocks. Convert it again.');

  const convolutions: ConvolutionLayer[] = [];
  /** The number of convolutions up to the end of each block, by its resolution. */
  const ends = new Map<number, { after: number; channels: number }>();
  blocks.forEach(({ resolution, channels, conv0, conv1 }, i) => {
    const before = blocks[i - 1];
    if (before) {
      if (resolution !== 2 * before.resolution) {
        throw new ZscapeError(
          'BUNDLE_INVALID',
          `The generator goes from ${before.resolution} to ${resolution} pixels, and each block has to double the one before. Convert the model again.`,
        );
      }
      convolutions.push({ names: conv0, up: true, size: resolution, from: before.channels, to: channels });
    }
    convolutions.push({ names: conv1, up: false, size: resolution, from: channels, to: channels });
    ends.set(resolution, { after: convolutions.length, channels });
  });

  const lower = (heads: readonly { resolution: number; kernel: string; bias: string }[]): HeadLayer[] =>
    heads
      .flatMap(({ resolution, kernel, bias }): HeadLayer[] => {
        const end = ends.get(resolution);
        if (!end || resolution === last.resolution) return [];
        return [
          {
            names: { kernel, bias },
            ...{ resolution, from: end.channels, channels: image.channels, after: end.after },
            ...{ scale: 1, offset: 0, clip: null },
          },
        ];
      })
      .sort((a, b) => a.resolution - b.resolution);
  return {
    latentEpsilon: latentNorm?.epsilon,
    activation: { slope: leakySlope, epsilon: pixelNorm.epsilon },
    dense: { names: first.conv0, latent: latent.size, size: first.resolution, to: first.channels },
    convolutions,
    head: {
      names: toRgb,
      ...{ resolution: last.resolution, from: last.channels, channels: image.channels },
      ...{ scale: toRgb.scale, offset: toRgb.offset, clip: toRgb.clip, after: convolutions.length },
    },
    previews: lower(previewHeads),
    trained: lower(growth ?? []),
  };
}

/** Counts the multiplications of a direct convolution. */
const directProducts = ({ size, from, to }: ConvolutionLayer): number => 9 * size ** 2 * from * to;

/**
 * Returns a preview's cost as a fraction of the full picture's. The dense layer and the heads are too small to count.
 * @param cost the cost of the convolution of that index, in any unit; by default its multiplications when computed
 * directly.
 */
export function shareOf(
  { convolutions }: ProganPlan,
  { after }: HeadLayer,
  cost: (layer: ConvolutionLayer, index: number) => number = directProducts,
): number {
  const costs = convolutions.map(cost);
  const sum = (some: readonly number[]) => some.reduce((total, one) => total + one, 0);
  return sum(costs.slice(0, after)) / sum(costs);
}
