/** The memory layout of a 1x1 head and its picture. */
import type { BundleManifest } from '../../../../bundle/schema/manifest.ts';
import type { HeadLayer } from '../../progan/plan.ts';
import * as at from '../layout.ts';
import type { Arena } from '../memory/arena.ts';
import type { Machine } from '../memory/machine.ts';
import { type Picture, padded, type TileScratch } from './layer.ts';

/** Red, green and blue; a picture of one channel repeats it. */
const COLOURS = 3;

export interface Head {
  /** Address of the record that the kernels read. */
  record: number;
  weights: number;
  bias: number;
  /** Width and height of the picture. */
  size: number;
  imageChannels: number;
  /** Padded channels of its input. */
  channels: number;
  /** Address of f32 [size, size, image channels]. */
  values: number;
  /** Address of RGBA bytes [size, size, 4]. */
  pixels: number;
}

/** Reserves a head and its picture. */
export function takeHead(arena: Arena, { resolution, channels: imageChannels, from }: HeadLayer): Head {
  const size = resolution;
  const channels = padded(from);
  return {
    record: arena.take(at.HEAD_BYTES),
    weights: arena.take(4 * COLOURS * channels),
    bias: arena.take(4 * (COLOURS + 1)),
    size,
    imageChannels,
    channels,
    values: arena.take(4 * size * size * imageChannels),
    pixels: arena.take(4 * size * size),
  };
}

/**
 * A head's weights with scale and offset folded in, kernel [in, image channels], and the bounds to which its values are
 * clipped.
 */
interface HeadWeights extends Pick<HeadLayer, 'clip'> {
  kernel: Float32Array;
  bias: Float32Array;
}

/**
 * Writes the head's record and weights.
 * @param preview the input of OP_HEAD: normalised pixels to read, and scratch. A head at the end of a layer needs
 * neither.
 */
export function writeHead(
  machine: Machine,
  head: Head,
  { kernel, bias, clip }: HeadWeights,
  range: BundleManifest['image']['range'],
  preview?: { source: Picture; tileScratch: TileScratch },
): void {
  writeHeadWeights(machine, head, kernel, bias);
  writeHeadRecord(machine.view, head, clip, range, preview);
}

function writeHeadWeights(machine: Machine, head: Head, kernel: Float32Array, bias: Float32Array): void {
  const weights = machine.floats(head.weights, COLOURS * head.channels);
  const biases = machine.floats(head.bias, COLOURS);
  for (let colour = 0; colour < COLOURS; colour++) {
    const from = colour % head.imageChannels;
    biases[colour] = bias[from]!;
    for (let i = from; i < kernel.length; i += head.imageChannels) {
      const channel = Math.floor(i / head.imageChannels);
      weights[4 * COLOURS * (channel >> 2) + 4 * colour + (channel & 3)] = kernel[i]!;
    }
  }
}

/** Writes only the record, for a head whose weights are already in memory. */
export function writeHeadRecord(
  view: DataView,
  head: Head,
  clip: HeadLayer['clip'],
  range: BundleManifest['image']['range'],
  preview?: { source: Picture; tileScratch: TileScratch },
): void {
  const int = (word: number, value: number) => view.setInt32(head.record + word, value, true);
  const float = (word: number, value: number) => view.setFloat32(head.record + word, value, true);
  int(at.H_WEIGHTS, head.weights);
  int(at.H_BIAS, head.bias);
  int(at.H_IMAGE_CHANNELS, head.imageChannels);
  int(at.H_CHANNELS, head.channels);
  int(at.H_SOURCE, preview?.source.address ?? 0);
  int(at.H_SOURCE_PIXEL, preview?.source.pixelBytes ?? 0);
  int(at.H_SOURCE_ROW, preview?.source.rowBytes ?? 0);
  int(at.H_SIZE, head.size);
  int(at.H_VALUES, head.values);
  int(at.H_PIXELS, head.pixels);
  int(at.H_SCRATCH, preview?.tileScratch.address ?? 0);
  int(at.H_SCRATCH_THREAD, preview?.tileScratch.bytes ?? 0);
  float(at.H_LOW, clip?.[0] ?? Number.NEGATIVE_INFINITY);
  float(at.H_HIGH, clip?.[1] ?? Number.POSITIVE_INFINITY);
  const gain = 255 / (range[1] - range[0]);
  float(at.H_DARK, -range[0] * gain);
  float(at.H_GAIN, gain);
}
