/**
 * The backward pass of a planned network as WebGPU kernels: what the forward pass has to keep, and the way from a
 * picture's gradient to that of the latent. It reads the packed weights of the forward pass, so it needs none of its own.
 */
import type { ConvolutionLayer, HeadLayer, ProganPlan } from '../../progan/plan.ts';
import { headShapeOf, type KernelPlan } from '../kernelPlan.ts';
import { activationBackKernel, type GradientKernel } from '../kernels/activationBack.ts';
import { convolutionKernel } from '../kernels/convolution.ts';
import { denseBackKernel } from '../kernels/denseBack.ts';
import { type HeadKernel, headKernel } from '../kernels/heads.ts';
import {
  type Kernel,
  type LayerShape,
  type Packing,
  quadBytes,
  quadsOf,
  type Variant,
} from '../kernels/kernel.ts';
import { type Abilities, fits } from '../variants.ts';

/** A picture of one resolution. */
export interface GradientHead {
  head: HeadLayer;
  /** The number of layers before it, including the first. */
  after: number;
  /** From the output of the last of them to values. */
  show: HeadKernel;
  /** From the gradient of values to that of the last layer's sums. */
  back: GradientKernel;
  /** Bytes per image: the largest gradient between two layers, squares of the largest layer, values; and all together. */
  bytes: { gradient: number; squares: number; values: number; together: number };
}

export interface GradientPlan {
  kernels: KernelPlan;
  /** The forward pass. Layers before the last one are the frames' own; the last one stores its pixels here. */
  forward: readonly Kernel[];
  /** Back through each convolution, and through norm and activation of the layer before it. */
  back: readonly { convolution: Kernel; activation: GradientKernel }[];
  dense: GradientKernel;
  /** From low to high resolution. */
  heads: readonly GradientHead[];
  /** Bytes per image: latent, pixels of each layer, sums read back. */
  bytes: { latent: number; pixels: readonly number[]; sums: number };
}

/** Plans the backward pass. @throws Error if no kernel fits the device for some layer. */
export function planGradient(progan: ProganPlan, kernels: KernelPlan, abilities: Abilities): GradientPlan {
  const { storage, layers } = kernels;
  const { dense, convolutions, activation } = progan;
  const forward = layers.map(({ kernel, shape, variant }, i) => {
    if (!shape || !variant || i < layers.length - 1) return kernel;
    const place = { storage, ...activation, sourceParts: layers[i - 1]!.kernel.parts, head: false };
    return convolutionKernel(shape, place, variant);
  });
  const back = convolutions.map((layer, i) => {
    const { kernel, variant } = layers[i + 1]!;
    const { size, to } = layers[i]!.layer;
    const shape = shapeBack(layer);
    return {
      convolution: kernelBack(shape, variant!, kernel.packing, kernels, abilities),
      activation: activationBackKernel({ size, channels: to, ...activation }, storage),
    };
  });
  const pixels = layers.map(({ layer }) => layer.size ** 2 * quadsOf(layer.to) * quadBytes(storage));
  const bytes = { latent: kernels.bytes.latent, pixels, sums: 4 * dense.size ** 2 * dense.latent };
  const bytesOf = (head: HeadLayer): GradientHead['bytes'] => {
    const used = pixels.slice(0, head.after + 1);
    const gradient = Math.max(...used.slice(0, -1));
    const squares = Math.max(...used.map((_, i) => 4 * forward[i]!.parts * layers[i]!.layer.size ** 2));
    const values = 4 * head.resolution ** 2 * head.channels;
    const ports = bytes.latent + bytes.sums + 2 * values + Math.max(values, bytes.sums);
    const together = ports + used.reduce((sum, one) => sum + one, 0) + gradient + 2 * squares;
    return { gradient, squares, values, together };
  };
  const headBack = (head: HeadLayer): GradientHead => {
    const own = bytesOf(head);
    const shape = headShapeOf(head, forward[head.after]!.parts, activation.epsilon, own.values);
    const place = { size: head.resolution, channels: head.from, ...activation };
    return {
      head,
      after: head.after + 1,
      show: headKernel(shape, storage),
      back: activationBackKernel(place, storage, { channels: head.channels, clip: head.clip }),
      bytes: own,
    };
  };
  return {
    kernels,
    forward,
    back,
    dense: denseBackKernel(dense, storage, layers[0]!.kernel.packing),
    heads: [...progan.previews, progan.head].map(headBack),
    bytes,
  };
}

const shapeBack = ({ up, size, from, to }: ConvolutionLayer): LayerShape => ({
  ...{ up: false, down: up, size: up ? size / 2 : size },
  ...{ from: to, to: from },
});

/** Uses the scheme of the forward pass, whose products of taps it shares, with smaller tiles if necessary. */
function kernelBack(
  shape: LayerShape,
  variant: Variant,
  packing: Packing,
  { storage }: KernelPlan,
  abilities: Abilities,
): Kernel {
  const place = { storage, slope: 0, epsilon: 1, sourceParts: 1, head: false, back: packing };
  for (const way of waysBack(variant)) {
    const kernel = convolutionKernel(shape, place, way);
    if (fits(kernel, abilities)) return kernel;
  }
  throw new Error('its kernels need more than a workgroup has');
}

/** Products are float32, because the range of gradients is not known in advance. */
function waysBack(variant: Variant): Variant[] {
  if (variant.kind !== 'tiled') return [variant];
  const small: Variant[] = [
    { ...variant, block: [4, 4], channels: 32, depth: 4, half: false },
    { ...variant, block: [4, 4], channels: 16, depth: 4, half: false },
  ];
  return variant.half ? small : [variant, ...small];
}
