/** The schemes of a convolution, and the choice of the quickest one for a layer. */
import * as at from '../layout.ts';

export interface Kind {
  code: number;
  /** The code by which its weights are packed: its own, or for a backward kind that of the forward pass. */
  packedAs: number;
  /** Upsamples by nearest x2 before convolving. */
  up: boolean;
  /** Output pixels along a tile's side. */
  side: number;
  /** Planes of transformed inputs, and of products. */
  inputs: number;
  products: number;
  /** Adjacent pixels in one row of the matrix product. */
  gathered: number;
}

/** A plain convolution: direct, by Winograd's F(2x2, 3x3) and by F(4x4, 3x3). */
const direct: Kind = {
  ...{ code: at.KIND_DIRECT, packedAs: at.KIND_DIRECT, up: false },
  ...{ side: 1, inputs: 1, products: 1, gathered: 9 },
};
const f2: Kind = {
  ...{ code: at.KIND_F2, packedAs: at.KIND_F2, up: false },
  ...{ side: 2, inputs: 16, products: 16, gathered: 1 },
};
const f4: Kind = {
  ...{ code: at.KIND_F4, packedAs: at.KIND_F4, up: false },
  ...{ side: 4, inputs: 36, products: 36, gathered: 1 },
};
/** Upsampling and convolution in one, for 2x2, 4x4 and 8x8 pixels together (`assembly/lines/collapse.ts`). */
const collapse: Kind = {
  ...{ code: at.KIND_COLLAPSE, packedAs: at.KIND_COLLAPSE, up: true },
  ...{ side: 2, inputs: 9, products: 9, gathered: 1 },
};
const collapse4: Kind = {
  ...{ code: at.KIND_COLLAPSE4, packedAs: at.KIND_COLLAPSE4, up: true },
  ...{ side: 4, inputs: 16, products: 25, gathered: 1 },
};
const collapse8: Kind = {
  ...{ code: at.KIND_COLLAPSE8, packedAs: at.KIND_COLLAPSE8, up: true },
  ...{ side: 8, inputs: 36, products: 81, gathered: 1 },
};
export const kinds = [direct, f2, f4, collapse, collapse4, collapse8] as const;

/**
 * The collapsed kinds backwards, whose output is the low-resolution picture. Plain ones work the same in both directions.
 */
export const backKinds: readonly Kind[] = [
  { ...collapse, code: at.KIND_BACK, up: false, side: 1, inputs: 9 },
  { ...collapse4, code: at.KIND_BACK4, up: false, side: 2, inputs: 25 },
  { ...collapse8, code: at.KIND_BACK8, up: false, side: 4, inputs: 81 },
];

export interface Shape {
  /** Width and height of the output. */
  size: number;
  /** Padded channels of input and output. */
  depth: number;
  channels: number;
}

export const tilesOf = (kind: Kind, { size }: Shape): number => Math.ceil(size / kind.side) ** 2;
/** Returns the rows of the matrix product: tiles, padded. */
export const rowsOf = (tiles: number): number => Math.ceil(tiles / at.ROWS) * at.ROWS;
/** Returns the floats of the packed weights. */
export const weightsOf = (kind: Kind, { depth, channels }: Shape): number =>
  kind.products * kind.gathered * depth * channels;
/** Returns the multiplications of the matrix products. */
export const productsOf = (kind: Kind, shape: Shape): number =>
  rowsOf(tilesOf(kind, shape)) * weightsOf(kind, shape);

/** Nanoseconds per thread: for a multiply-add; for reading, transforming and writing a float. */
const PRODUCT_NS = 1 / 26;
const TRANSFORM_NS = 0.3;
/**
 * Nanoseconds for a float of the weights, read from memory or the last cache once per frame. One thread uses half of the
 * bandwidth.
 */
const WEIGHT_NS = 4 / 18;
const THREADS_ON_THE_WAY = 2;

/** Estimates the nanoseconds of a layer. Only the order of the kinds matters. */
export function costOf(kind: Kind, shape: Shape, threads: number): number {
  const transformed =
    tilesOf(kind, shape) * (kind.inputs * kind.gathered * shape.depth + kind.products * shape.channels);
  return (
    (productsOf(kind, shape) * PRODUCT_NS + transformed * TRANSFORM_NS) / threads +
    (weightsOf(kind, shape) * WEIGHT_NS) / Math.min(threads, THREADS_ON_THE_WAY)
  );
}

/**
 * Weights of a layer beyond this many floats must be worth their room, at about 0.08 ms of a frame per megabyte. A
 * network of progan-128's size then takes 46 MB less at a cost of two per cent of its time, and a browser closes a page
 * that runs out of memory. Small networks are not affected.
 */
const FREE_FLOATS = 2 ** 21;
const ROOM_NS = 0.332;

/** Returns the cost, including the room taken by the weights. */
function priceOf(kind: Kind, shape: Shape, threads: number): number {
  return costOf(kind, shape, threads) + Math.max(0, weightsOf(kind, shape) - FREE_FLOATS) * ROOM_NS;
}

/** Chooses the quickest kind for a layer, weighing the room for its weights. */
export function quickest(up: boolean, shape: Shape, threads: number, among: readonly Kind[] = kinds): Kind {
  const fitting = among.filter((kind) => kind.up === up);
  return fitting.reduce((best, kind) =>
    priceOf(kind, shape, threads) < priceOf(best, shape, threads) ? kind : best,
  );
}

/** Like `quickest`, but with at most twice the bundle's weights in memory. */
export const thrifty: typeof quickest = (up, shape, threads, among = kinds) =>
  // F(2x2, 3x3) at most: when nobody is waiting for a picture, memory matters more than time.
  quickest(
    up,
    shape,
    threads,
    among.filter(({ products }) => products <= f2.products),
  );
