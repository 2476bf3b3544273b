/** A ProGAN's layers as WebGPU kernels in order, independent of any device: sizes, code, work. */
import type { ConvolutionLayer, DenseLayer, HeadLayer, ProganPlan } from '../progan/plan.ts';
import { shapesOf } from '../progan/weights.ts';
import { convolutionKernel } from './kernels/convolution.ts';
import { denseKernel } from './kernels/dense.ts';
import { finishKernel, type HeadKernel, type HeadShape, headKernel } from './kernels/heads.ts';
import {
  type Kernel,
  type LayerShape,
  quadBytes,
  quadsOf,
  type Storage,
  type Variant,
} from './kernels/kernel.ts';

export interface PlannedLayer {
  layer: DenseLayer | ConvolutionLayer;
  kernel: Kernel;
  /** Undefined for the first layer, which is not a convolution. */
  shape: LayerShape | undefined;
  variant: Variant | undefined;
}

export interface PlannedHead {
  head: HeadLayer;
  /** The number of layers before it, including the first. */
  after: number;
  kernel: HeadKernel;
}

export interface KernelPlan {
  storage: Storage;
  layers: readonly PlannedLayer[];
  /** The head of the full picture: its products are in the last layer. */
  head: PlannedHead;
  /** From low to high resolution. */
  previews: readonly PlannedHead[];
  /** Bytes per image: latent, pixels and squares of the largest layer, the last layer's sums, values. */
  bytes: { latent: number; pixels: number; squares: number; sums: number; values: number };
  /** Multiplications of the full picture. */
  products: number;
}

/** Offsets of bindings are multiples of this. */
const ALIGNMENT = 256;
const aligned = (bytes: number) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/** Plans the kernels. @param choose picks the way to compute a convolution. */
export function planKernels(
  progan: ProganPlan,
  storage: Storage,
  choose: (shape: LayerShape) => Variant,
): KernelPlan {
  const { dense, convolutions, head } = progan;
  const { slope, epsilon } = progan.activation;
  const { latent, size, to } = dense;
  const first = denseKernel({ latent, size, to }, { storage, slope });
  const layers: PlannedLayer[] = [{ layer: dense, kernel: first, shape: undefined, variant: undefined }];
  for (const layer of convolutions) {
    const { up, size, from, to } = layer;
    const shape = { up, size, from, to };
    const variant = choose(shape);
    const sourceParts = layers.at(-1)!.kernel.parts;
    const isLast = layers.length === convolutions.length;
    const kernel = convolutionKernel(shape, { storage, slope, epsilon, sourceParts, head: isLast }, variant);
    layers.push({ layer, kernel, shape, variant });
  }

  const valueBytes = aligned(4 * head.resolution ** 2 * head.channels);
  const headShape = (one: HeadLayer) =>
    headShapeOf(one, layers[one.after]!.kernel.parts, epsilon, valueBytes);
  const planned = (one: HeadLayer, kernel: HeadKernel): PlannedHead => ({
    head: one,
    after: one.after + 1,
    kernel,
  });
  const stored = layers.slice(0, -1);
  const largest = (bytes: (layer: PlannedLayer) => number) => Math.max(...stored.map(bytes));
  return {
    storage,
    layers,
    head: planned(head, finishKernel(headShape(head))),
    previews: progan.previews.map((one) => planned(one, headKernel(headShape(one), storage))),
    bytes: {
      latent: 16 * quadsOf(latent),
      pixels: largest(({ layer }) => layer.size ** 2 * quadsOf(layer.to) * quadBytes(storage)),
      squares: largest(({ layer, kernel }) => 4 * kernel.parts * layer.size ** 2),
      sums: 16 * layers.at(-1)!.kernel.parts * head.resolution ** 2,
      values: valueBytes,
    },
    products: productsTo(layers, layers.length) + head.resolution ** 2 * head.from * head.channels,
  };
}

/**
 * Describes a head.
 * @param parts of the sums that the layer before it leaves for each pixel. @param valueBytes from one image's values to
 * the next.
 */
export const headShapeOf = (
  one: HeadLayer,
  parts: number,
  epsilon: number,
  valueBytes: number,
): HeadShape => ({
  ...{ size: one.resolution, from: one.from, channels: one.channels, epsilon },
  ...{ parts, clip: one.clip, stride: valueBytes / 4 },
});

/** Multiplications of the first `count` layers. */
export const productsTo = (layers: readonly PlannedLayer[], count: number): number =>
  layers.slice(0, count).reduce((sum, { kernel }) => sum + kernel.products, 0);

/** Floats of a layer's kernel in the bundle. */
export const floatsOf = ({ layer }: PlannedLayer): number =>
  shapesOf(layer).kernel.reduce((product, n) => product * n, 1);
