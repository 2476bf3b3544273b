/** The variables of a ProGAN generator of any size under the public code's names, with random values. */
import { createRandom } from '../../../base/random.ts';
import type { Tensor } from '../../graph/tensor.ts';

export interface ProganLayout {
  /** Dimensions of z. */
  readonly latent: number;
  /** Channels of each block, from 4 px up. */
  readonly channels: readonly number[];
}

/** TF-Hub's progan-128: 23 million parameters. */
export const progan128: ProganLayout = { latent: 512, channels: [512, 512, 512, 512, 256, 128] };

/** Small enough to run node by node: 16 px. */
export const tinyProgan: ProganLayout = { latent: 16, channels: [12, 8, 6] };

export const scope = 'progressive_gan_generator';

export function blockScope(block: number): string {
  return `${scope}/progressive_gan_block_${block}`;
}

/** Returns [kernel height, kernel width, input channels, output channels] of a layer; blocks count from 1. */
export function kernelShape(
  layout: ProganLayout,
  block: number,
  layer: 'conv0' | 'conv1' | 'to_rgb',
): number[] {
  const channels = layout.channels[block - 1]!;
  if (layer === 'to_rgb') return [1, 1, channels, 3];
  if (layer === 'conv1') return [3, 3, channels, channels];
  return block === 1 ? [4, 4, layout.latent, channels] : [3, 3, layout.channels[block - 2]!, channels];
}

/** Returns the factor of a convolution at run time: He's constant, with gain 1 for to_rgb. */
export function runtimeScale([height, width, input]: readonly number[], layer: string): number {
  return Math.sqrt((layer === 'to_rgb' ? 1 : 2) / (height! * width! * input!));
}

/** Kernels from N(0, 1), biases from N(0, 0.1). */
export function proganWeights(layout: ProganLayout, seed: number): Map<string, Tensor> {
  const random = createRandom(seed);
  const weights = new Map<string, Tensor>();
  const fill = (name: string, shape: readonly number[], deviation: number) => {
    const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
    for (let i = 0; i < data.length; i++) data[i] = deviation * random.normal();
    weights.set(name, { dtype: 'float32', shape, data });
  };
  for (let block = 1; block <= layout.channels.length; block++) {
    for (const layer of ['conv0', 'conv1', 'to_rgb'] as const) {
      const shape = kernelShape(layout, block, layer);
      fill(`${blockScope(block)}/${layer}/conv2d/kernel`, shape, 1);
      fill(`${blockScope(block)}/${layer}/bias`, [shape[3]!], 0.1);
    }
  }
  return weights;
}
