/** What a convolution can be computed as, and which of these is quickest for a layer. */
import * as at from '../layout.ts';

export interface Kind {
  code: number;
  /** Upsamples by nearest x2 before it convolves. */
  up: boolean;
  /** Output pixels along a tile's side. */
  side: number;
  /** Planes of transformed inputs, and of products. */
  inputs: number;
  products: number;
  /** Pixels side by side in one row of the matrix product. */
  gathered: number;
}

/** A plain convolution by its definition, by Winograd's F(2x2, 3x3) and by F(4x4, 3x3). */
const direct: Kind = { code: at.KIND_DIRECT, up: false, side: 1, inputs: 1, products: 1, gathered: 9 };
const f2: Kind = { code: at.KIND_F2, up: false, side: 2, inputs: 16, products: 16, gathered: 1 };
const f4: Kind = { code: at.KIND_F4, up: false, side: 4, inputs: 36, products: 36, gathered: 1 };
/** Upsampling and convolution in one, for 2x2, 4x4 and 8x8 pixels at once (`assembly/lines/collapse.ts`). */
const collapse: Kind = {
  ...{ code: at.KIND_COLLAPSE, up: true, side: 2, inputs: 9, products: 9, gathered: 1 },
};
const collapse4: Kind = {
  ...{ code: at.KIND_COLLAPSE4, up: true, side: 4, inputs: 16, products: 25, gathered: 1 },
};
const collapse8: Kind = {
  ...{ code: at.KIND_COLLAPSE8, up: true, side: 8, inputs: 36, products: 81, gathered: 1 },
};
export const kinds = [direct, f2, f4, collapse, collapse4, collapse8] as const;

export interface Shape {
  /** Width and height of the output. */
  size: number;
  /** Padded channels of input and output. */
  depth: number;
  channels: number;
}

export const tilesOf = (kind: Kind, { size }: Shape): number => Math.ceil(size / kind.side) ** 2;
/** Rows of the matrix product: tiles, padded. */
export const rowsOf = (tiles: number): number => Math.ceil(tiles / at.ROWS) * at.ROWS;
/** Floats of the packed weights. */
export const weightsOf = (kind: Kind, { depth, channels }: Shape): number =>
  kind.products * kind.gathered * depth * channels;
/** Multiplications of the matrix products. */
export const productsOf = (kind: Kind, shape: Shape): number =>
  rowsOf(tilesOf(kind, shape)) * weightsOf(kind, shape);

/** Per thread, in nanoseconds: a multiplication with its addition; a float of a transform, read, reckoned and written. */
const PRODUCT_NS = 1 / 26;
const TRANSFORM_NS = 0.3;
/** A float of the weights, read from memory or the last cache once a frame. One thread takes half of the way there is. */
const WEIGHT_NS = 4 / 18;
const THREADS_ON_THE_WAY = 2;

/** Estimated nanoseconds of a layer. Only the order of the kinds matters. */
export function costOf(kind: Kind, shape: Shape, threads: number): number {
  const transformed =
    tilesOf(kind, shape) * (kind.inputs * kind.gathered * shape.depth + kind.products * shape.channels);
  return (
    (productsOf(kind, shape) * PRODUCT_NS + transformed * TRANSFORM_NS) / threads +
    (weightsOf(kind, shape) * WEIGHT_NS) / Math.min(threads, THREADS_ON_THE_WAY)
  );
}

/**
 * Weights of a layer beyond as many floats have to be worth their room, at about 0.08 ms of a frame a megabyte: a network of progan-128's
 * size takes 46 MB less for two per cent of its time, and a page that has no memory left is closed by its browser. Small networks
 * are not touched.
 */
const FREE_FLOATS = 2 ** 21;
const ROOM_NS = 0.332;

/** The cost with the room that the weights take. */
function priceOf(kind: Kind, shape: Shape, threads: number): number {
  return costOf(kind, shape, threads) + Math.max(0, weightsOf(kind, shape) - FREE_FLOATS) * ROOM_NS;
}

export function quickest(up: boolean, shape: Shape, threads: number, among: readonly Kind[] = kinds): Kind {
  const fitting = among.filter((kind) => kind.up === up);
  return fitting.reduce((best, kind) =>
    priceOf(kind, shape, threads) < priceOf(best, shape, threads) ? kind : best,
  );
}

/** Of F(2x2, 3x3) at most: where nobody waits for a picture, memory counts for more than its time. */
const smallKinds = kinds.filter(({ products }) => products <= f2.products);

/** As `quickest`, with at most twice the weights of the bundle in memory. */
export const thrifty: typeof quickest = (up, shape, threads) => quickest(up, shape, threads, smallKinds);
