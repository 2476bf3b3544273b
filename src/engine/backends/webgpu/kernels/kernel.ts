/** What a kernel is to those who run it, and the vocabulary in which layers and ways to compute them are told. */
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
  /** Loops, one thread for four channels of a pixel: the slow reference beside the others, and what always fits. */
  | { kind: 'plain' }
  | {
      /** Matrix products of tiles that a workgroup holds. */
      kind: 'tiled';
      scheme: SchemeName;
      /** Positions, across and down. */
      block: readonly [number, number];
      /** Out; and in, at a time. */
      channels: number;
      depth: number;
      /** Products in float16, added up in float32 after each `depth`. Needs the device's `shader-f16`. */
      half: boolean;
    }
  /** For small pictures: a workgroup's threads share a few outputs and cut the sum over input channels among them. */
  | { kind: 'split'; scheme: SchemeName; block: readonly [number, number]; quads: number; threads: number };

/** How its sums are made into what the next kernel reads. */
export interface Activation {
  slope: number;
  epsilon: number;
}

/** What a layer reads and what becomes of its output. */
export interface LayerPlace extends Activation {
  storage: Storage;
  /** Partial sums of squares that each source pixel has. */
  sourceParts: number;
  /** The output is not stored, but goes through a 1x1 head: partial colours and squares are written. */
  head: boolean;
}

export interface Kernel {
  code: string;
  /** Workgroups for one image; the third dimension counts images. */
  workgroups: readonly [number, number];
  threads: number;
  /** Of workgroup memory. */
  sharedBytes: number;
  /** Partial sums for each output pixel. */
  parts: number;
  /** How its weights are laid out. */
  packing: Packing;
  /** Multiplications of the products, for one image. */
  products: number;
}

/** How [taps, from, to] weights become quads of four output channels, told as WGSL. */
export interface Packing {
  quads: number;
  /** Of the kernel as the bundle has it. */
  taps: number;
  from: number;
  to: number;
  /** Statements that set `product`, `channel` (in) and `quad` (out, by fours) from `index`. */
  decode: string;
  /** For each product what the nine taps count for; or 'reversed': product p is the tap counted from the end. */
  coefficients: readonly (readonly number[])[] | 'reversed';
}

export const quadsOf = (channels: number): number => Math.ceil(channels / 4);

/** Bytes of a quad of four values in storage. */
export const quadBytes = (storage: Storage): number => (storage === 'f16' ? 8 : 16);
