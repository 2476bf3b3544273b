/** The interface of a kernel to its callers, and the terms that describe layers and ways of computing them. */
import type { SchemeName } from '../schemes.ts';

/** The type of activations and weights. Sums are always float32. */
export type Storage = 'f16' | 'f32';

/** A 3x3 convolution with its activation, or the backward pass of one, which has no activation. */
export interface LayerShape {
  /** Convolves the image doubled by nearest neighbour. */
  up: boolean;
  /** Back through a convolution of the doubled image: the source has twice the output's width and height. */
  down?: boolean;
  /** Width and height of the output. */
  size: number;
  /** Input and output channels. */
  from: number;
  to: number;
}

/** A way to compute a layer. */
export type Variant =
  /**
   * Loops, one thread for four channels of four pixels: the slow reference for the others, which needs no workgroup
   * memory.
   */
  | { kind: 'plain' }
  | {
      /** Matrix products of tiles held by a workgroup. */
      kind: 'tiled';
      scheme: SchemeName;
      /** Positions, across and down. */
      block: readonly [number, number];
      /** Output channels of a tile, and input channels read at a time. */
      channels: number;
      depth: number;
      /** Products are float16, added up in float32 after every `depth` channels. Needs the device's `shader-f16`. */
      half: boolean;
    }
  /** For small pictures: the threads of a workgroup share a few outputs and divide the sum over input channels among them. */
  | { kind: 'split'; scheme: SchemeName; block: readonly [number, number]; quads: number; threads: number };

/** The operations on a layer's sums before the next kernel reads them. */
export interface Activation {
  slope: number;
  epsilon: number;
}

/** A layer's input format and the treatment of its output. */
export interface LayerPlace extends Activation {
  storage: Storage;
  /** The number of partial sums of squares for each source pixel. */
  sourceParts: number;
  /** The output is not stored, but goes through a 1x1 head: partial colours and squares are written. */
  head: boolean;
  /**
   * Goes back through the layer whose weights have this packing, using those weights: from the gradient of its sums to
   * the gradient of its input. Norm, bias, activation and sums of squares are not part of that.
   */
  back?: Packing;
}

export interface Kernel {
  code: string;
  /** Workgroups for one image; the third dimension counts images. */
  workgroups: readonly [number, number];
  threads: number;
  /** Bytes of workgroup memory. */
  sharedBytes: number;
  /** The number of partial sums for each output pixel. */
  parts: number;
  /** The layout of its weights in their buffer. */
  packing: Packing;
  /** Multiplications of the products, for one image. */
  products: number;
}

/** The layout of weights [taps, from, to] as quads of four output channels, in WGSL. */
export interface Packing {
  quads: number;
  /** Taps of the kernel in the bundle. */
  taps: number;
  from: number;
  to: number;
  /** Statements that set `product`, `channel` (input) and `quad` (output, by fours) from `index`. */
  decode: string;
  /** The index as an expression of these three names. */
  index: string;
  /** For each product, the factors of the nine taps; 'reversed' if product p is the tap p counted from the last one. */
  coefficients: readonly (readonly number[])[] | 'reversed';
}

export const quadsOf = (channels: number): number => Math.ceil(channels / 4);

/** Returns the bytes of four stored values. */
export const quadBytes = (storage: Storage): number => (storage === 'f16' ? 8 : 16);
