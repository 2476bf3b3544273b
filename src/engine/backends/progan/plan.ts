/**
 * A Progressive GAN's generator as a row of layers, the same for every backend: what each layer computes and of which weights.
 * The generator is that of Karras et al., "Progressive Growing of GANs" (2017), table 2, at inference, where only the to_rgb
 * head of the last block counts.
 */
import { ZscapeError } from '../../../base/errors.ts';
import type { BundleManifest, ProganGenerator } from '../../../bundle/schema/manifest.ts';

/** Names of a layer's weights in the bundle. */
interface WeightNames {
  kernel: string;
  bias: string;
}

/** The first layer: from the latent to a picture of features. Kernel [size, size, latent, to], bias [to]. */
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
  /** Whether it sees the picture doubled by nearest neighbour. */
  up: boolean;
  /** Width and height of the output. */
  size: number;
  /** Channels in and out. */
  from: number;
  to: number;
}

/** A 1x1 convolution from features to colours: clip(scale * (kernel x + bias) + offset). Kernel [1, 1, from, channels]. */
export interface HeadLayer {
  names: WeightNames;
  resolution: number;
  from: number;
  /** Of the picture. */
  channels: number;
  scale: number;
  offset: number;
  clip: readonly [number, number] | null;
  /** How many convolutions come before it. */
  after: number;
}

export interface ProganPlan {
  /** Of PixelNorm on the latent, where the network normalises it. */
  latentEpsilon: number | undefined;
  /** What follows on every layer but the heads: leaky ReLU of this slope, then PixelNorm with this epsilon. */
  activation: { slope: number; epsilon: number };
  dense: DenseLayer;
  convolutions: readonly ConvolutionLayer[];
  /** Of the full picture. */
  head: HeadLayer;
  /** Of previews, from low to high resolution. */
  previews: readonly HeadLayer[];
}

/** What a plan is made of. */
interface ProganManifest extends Pick<BundleManifest, 'latent' | 'image' | 'previewHeads'> {
  generator: ProganGenerator;
}

/** @throws BUNDLE_INVALID for blocks that do not double or are missing. */
export function planProgan({ generator, latent, image, previewHeads }: ProganManifest): ProganPlan {
  const { blocks, toRgb, leakySlope, latentNorm, pixelNorm } = generator;
  const [first, last] = [blocks[0], blocks.at(-1)];
  if (!first || !last)
    throw new ZscapeError('BUNDLE_INVALID', 'The bundle has a generator without blocks. Convert it again.');

  const convolutions: ConvolutionLayer[] = [];
  /** Convolutions up to the end of each block, by its resolution. */
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

  const previews = previewHeads.flatMap(({ resolution, kernel, bias }): HeadLayer[] => {
    const end = ends.get(resolution);
    if (!end || resolution === last.resolution) return [];
    return [
      {
        names: { kernel, bias },
        ...{ resolution, from: end.channels, channels: image.channels, after: end.after },
        ...{ scale: 1, offset: 0, clip: null },
      },
    ];
  });
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
    previews: previews.sort((a, b) => a.resolution - b.resolution),
  };
}

/** Multiplications of a convolution by its definition. */
const directProducts = ({ size, from, to }: ConvolutionLayer): number => 9 * size ** 2 * from * to;

/**
 * A preview's part of a full picture's work. The dense layer and the heads are too small to count.
 * @param cost of the convolution of that number, in any unit; its multiplications by definition when left out.
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
