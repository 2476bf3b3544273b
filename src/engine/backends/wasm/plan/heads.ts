/** A 1x1 head laid out in memory, and its picture. */

import type { Weight } from '../../../../bundle/read/weights.ts';
import type { BundleManifest } from '../../../../bundle/schema/manifest.ts';
import * as at from '../layout.ts';
import type { Arena } from '../memory/arena.ts';
import type { Machine } from '../memory/machine.ts';
import { type Picture, padded } from './layer.ts';
import { expectShape } from './packing.ts';

export interface Head {
  /** Address of the record that the kernels read. */
  record: number;
  weights: number;
  bias: number;
  /** Width and height of the picture. */
  size: number;
  imageChannels: number;
  /** Padded. */
  channels: number;
  /** Address of f32 [size, size, image channels]. */
  values: number;
  /** Address of RGBA bytes [size, size, 4]. */
  pixels: number;
}

export function takeHead(arena: Arena, size: number, imageChannels: number, channels: number): Head {
  return {
    record: arena.take(at.HEAD_BYTES),
    weights: arena.take(4 * imageChannels * padded(channels)),
    bias: arena.take(4 * imageChannels),
    size,
    imageChannels,
    channels: padded(channels),
    values: arena.take(4 * size * size * imageChannels),
    pixels: arena.take(4 * size * size),
  };
}

export interface HeadWeights {
  name: string;
  kernel: Weight; // [1, 1, in, image channels]
  bias: Weight; // [image channels]
  /** image = clip(scale * (conv + bias) + offset) */
  scale: number;
  offset: number;
  clip: readonly [number, number] | null;
}

/**
 * Writes the head's record and weights, scale and offset folded into them.
 * @param source the normalised pixels that OP_HEAD reads; a head at the end of a layer takes them from it.
 * @throws BUNDLE_INVALID
 */
export function writeHead(
  machine: Machine,
  head: Head,
  { name, kernel, bias, scale, offset, clip }: HeadWeights,
  range: BundleManifest['image']['range'],
  channels: number,
  source?: Picture,
): void {
  expectShape(name, kernel, [1, 1, channels, head.imageChannels]);
  expectShape(`the bias of ${name}`, bias, [head.imageChannels]);
  const weights = machine.floats(head.weights, head.imageChannels * head.channels);
  kernel.data.forEach((value, i) => {
    const channel = Math.floor(i / head.imageChannels);
    weights[(i % head.imageChannels) * head.channels + channel] = scale * value;
  });
  machine.floats(head.bias, head.imageChannels).set(bias.data.map((value) => scale * value + offset));
  const view = machine.view;
  const int = (word: number, value: number) => view.setInt32(head.record + word, value, true);
  const float = (word: number, value: number) => view.setFloat32(head.record + word, value, true);
  int(at.H_WEIGHTS, head.weights);
  int(at.H_BIAS, head.bias);
  int(at.H_IMAGE_CHANNELS, head.imageChannels);
  int(at.H_CHANNELS, head.channels);
  int(at.H_SOURCE, source?.address ?? 0);
  int(at.H_SOURCE_PIXEL, source?.pixelBytes ?? 0);
  int(at.H_SOURCE_ROW, source?.rowBytes ?? 0);
  int(at.H_SIZE, head.size);
  int(at.H_VALUES, head.values);
  int(at.H_PIXELS, head.pixels);
  float(at.H_LOW, clip?.[0] ?? Number.NEGATIVE_INFINITY);
  float(at.H_HIGH, clip?.[1] ?? Number.POSITIVE_INFINITY);
  float(at.H_BLACK, range[0]);
  float(at.H_GAIN, 255 / (range[1] - range[0]));
}
