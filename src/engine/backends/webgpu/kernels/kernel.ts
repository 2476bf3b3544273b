/** What a kernel is to those who run it, and the words in which layers and ways of computing them are described. */
import type { SchemeName } from '../schemes.ts';

/** Of activations and weights. Sums are float32 throughout. */
export type Storage = 'f16' | 'f32';

/** A 3x3 convolution with its activation. */
export interface LayerShape {
  /** Of the image doubled by nearest neighbour. */
  up: boolean;
  /** Width and height of the output. */
  size: number;
  /** Channels in and out. */
  from: number;
  to: number;
}

/** A way to compute a layer. */
export type Variant =
  /** Loops, one thread for four channels of four pixels: the slow reference beside the others, which needs no workgroup memory. */
  | { kind: 'plain' }
  | {
      /** Matrix products of tiles that a workgroup holds. */
      kind: 'tiled';
      scheme: SchemeName;
      /** Positions, across and down. */
      block: readonly [number, number];
      /** Output channels of a tile, and input channels that it reads at a time. */
      channels: number;
      depth: number;
      /** Products are float16, and are added up in float32 after every `depth` channels. Needs the device's `shader-f16`. */
      half: boolean;
    }
  /** For small pictures: the threads of a workgroup share a few outputs and divide the sum over input channels among them. */
  | { kind: 'split'; scheme: SchemeName; block: readonly [number, number]; quads: number; threads: number };

/** What becomes of a layer's sums before the next kernel reads them. */
export interface Activation {
  slope: number;
  epsilon: number;
}

/** What a layer reads and what becomes of its output. */
export interface LayerPlace extends Activation {
  storage: Storage;
  /** How many partial sums of squares each source pixel has. */
  sourceParts: number;
  /** The output is not stored, but goes through a 1x1 head: partial colours and squares are written. */
  head: boolean;
}

export interface Kernel {
  code: string;
  /** Workgroups for one image; the third dimension counts images. */
  workgroups: readonly [number, number];
  threads: number;
  /** Bytes of workgroup memory. */
  sharedBytes: number;
  /** How many partial sums there are for each output pixel. */
  parts: number;
  /** How its weights are laid out in their buffer. */
  packing: Packing;
  /** Multiplications of the products, for one image. */
  products: number;
}

/** How weights [taps, from, to] become quads of four output channels, as WGSL. */
export interface Packing {
  quads: number;
  /** Of the kernel as the bundle has it. */
  taps: number;
  from: number;
  to: number;
  /** Statements that set `product`, `channel` (in) and `quad` (out, by fours) from `index`. */
  decode: string;
  /** For each product the factors of the nine taps; 'reversed' where product p is the tap p counted from the last one. */
  coefficients: readonly (readonly number[])[] | 'reversed';
}

export const quadsOf = (channels: number): number => Math.ceil(channels / 4);

/** Bytes of four stored values. */
export const quadBytes = (storage: Storage): number => (storage === 'f16' ? 8 : 16);
