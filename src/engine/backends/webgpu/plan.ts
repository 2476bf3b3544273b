/** A ProGAN as kernels in their order, before there is a device: sizes, texts, work. */
import { ZscapeError } from '../../../base/errors.ts';
import type { BundleManifest, ProganGenerator } from '../../../bundle/schema/manifest.ts';
import { convolutionKernel } from './kernels/convolution.ts';
import { denseKernel } from './kernels/dense.ts';
import { finishKernel, type HeadKernel, headKernel } from './kernels/heads.ts';
import {
  type Kernel,
  type LayerShape,
  quadBytes,
  quadsOf,
  type Storage,
  type Variant,
} from './kernels/kernel.ts';

/** Names of weights in the bundle. */
interface Names {
  kernel: string;
  bias: string;
}

export interface PlannedLayer {
  names: Names;
  /** Of its kernel in the bundle. */
  kernelShape: number[];
  kernel: Kernel;
  /** Undefined for the first layer, which is no convolution. */
  shape: LayerShape | undefined;
  variant: Variant | undefined;
}

export interface PlannedHead {
  names: Names;
  resolution: number;
  /** Layers before it. */
  after: number;
  from: number;
  kernel: HeadKernel;
  /** image = conv * scale + bias * scale + offset, scale and offset folded into the weights. */
  scale: number;
  offset: number;
}

export interface Plan {
  storage: Storage;
  layers: readonly PlannedLayer[];
  /** Of the full picture: its products are in the last layer. */
  head: PlannedHead;
  /** From low to high resolution. */
  previews: readonly PlannedHead[];
  /** For one image, in bytes: latent, pixels and squares of the largest layer, the last layer's sums, values. */
  bytes: { latent: number; pixels: number; squares: number; sums: number; values: number };
  /** Multiplications of the full picture. */
  products: number;
}

/** Offsets of bindings are multiples of this. */
const ALIGNMENT = 256;
const aligned = (bytes: number) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** @throws BUNDLE_INVALID for blocks that do not double. */
export function plan(
  manifest: BundleManifest,
  generator: ProganGenerator,
  storage: Storage,
  choose: (shape: LayerShape) => Variant,
): Plan {
  const { blocks, toRgb, leakySlope: slope, pixelNorm } = generator;
  const { latent, image } = manifest;
  const { epsilon } = pixelNorm;
  const [first, last] = [blocks[0], blocks.at(-1)];
  if (!first || !last) throw new ZscapeError('BUNDLE_INVALID', 'The bundle has a generator without blocks.');

  const dense = denseKernel(
    { latent: latent.size, size: first.resolution, to: first.channels },
    { storage, slope },
  );
  const layers: PlannedLayer[] = [
    {
      names: first.conv0,
      kernelShape: [first.resolution, first.resolution, latent.size, first.channels],
      kernel: dense,
      shape: undefined,
      variant: undefined,
    },
  ];
  const count = 2 * blocks.length;
  const add = (names: Names, shape: LayerShape) => {
    const variant = choose(shape);
    const sourceParts = layers.at(-1)!.kernel.parts;
    const head = layers.length === count - 1;
    const kernel = convolutionKernel(shape, { storage, slope, epsilon, sourceParts, head }, variant);
    layers.push({ names, kernelShape: [3, 3, shape.from, shape.to], kernel, shape, variant });
  };
  blocks.forEach(({ resolution, channels, conv0, conv1 }, i) => {
    const before = blocks[i - 1];
    if (before) {
      if (resolution !== 2 * before.resolution) {
        throw new ZscapeError(
          'BUNDLE_INVALID',
          `The generator goes from ${before.resolution} to ${resolution} pixels, and each block should double the one before.`,
        );
      }
      add(conv0, { up: true, size: resolution, from: before.channels, to: channels });
    }
    add(conv1, { up: false, size: resolution, from: channels, to: channels });
  });

  const valueBytes = aligned(4 * image.width * image.height * image.channels);
  const headShape = (block: (typeof blocks)[number], after: number) => ({
    size: block.resolution,
    from: block.channels,
    channels: image.channels,
    parts: layers[after - 1]!.kernel.parts,
    epsilon,
    clip: null,
    stride: valueBytes / 4,
  });
  const previews = manifest.previewHeads.flatMap(({ resolution, kernel, bias }): PlannedHead[] => {
    const block = blocks.findIndex((other) => other.resolution === resolution && other !== last);
    if (block < 0) return [];
    const after = 2 * (block + 1);
    const shape = headShape(blocks[block]!, after);
    const common = { resolution, after, from: shape.from, scale: 1, offset: 0 };
    return [{ names: { kernel, bias }, kernel: headKernel(shape, storage), ...common }];
  });

  const sizeOf = ({ shape }: PlannedLayer) => shape ?? { size: first.resolution, to: first.channels };
  const stored = layers.slice(0, -1);
  const largest = (bytes: (layer: PlannedLayer) => number) => Math.max(...stored.map(bytes));
  const finish = finishKernel({ ...headShape(last, count), clip: toRgb.clip });
  return {
    storage,
    layers,
    head: {
      names: toRgb,
      resolution: last.resolution,
      after: count,
      from: last.channels,
      kernel: finish,
      scale: toRgb.scale,
      offset: toRgb.offset,
    },
    previews: previews.sort((a, b) => a.resolution - b.resolution),
    bytes: {
      latent: 16 * quadsOf(latent.size),
      pixels: largest((layer) => sizeOf(layer).size ** 2 * quadsOf(sizeOf(layer).to) * quadBytes(storage)),
      squares: largest((layer) => 4 * layer.kernel.parts * sizeOf(layer).size ** 2),
      sums: 16 * layers.at(-1)!.kernel.parts * last.resolution ** 2,
      values: valueBytes,
    },
    products: productsTo(layers, count) + last.resolution ** 2 * last.channels * image.channels,
  };
}

/** Multiplications of the first `count` layers. */
export const productsTo = (layers: readonly PlannedLayer[], count: number): number =>
  layers.slice(0, count).reduce((sum, { kernel }) => sum + kernel.products, 0);
