/** The memory layout of one convolution: addresses, division into tasks, and the steps of its program. */

import * as at from '../layout.ts';
import type { Arena } from '../memory/arena.ts';
import { type Kind, rowsOf, type Shape, tilesOf, weightsOf } from './kinds.ts';

const BORDER = 1;
/** Sides are padded to a multiple of this, so the last tile of any kind reads inside the picture. */
const TILE = 4;
/** The same for pictures that the collapsed kinds read backwards. */
export const TILE_BACK = 8;

/** Pixels with a border of zeros, which is never written and stands for everything outside the picture. */
export interface Picture {
  /** The address of pixel (-1, -1). */
  address: number;
  size: number;
  /** Padded channels. */
  channels: number;
  pixelBytes: number;
  rowBytes: number;
}

/** Rounds a number of channels up to whole panels. */
export function padded(channels: number): number {
  return Math.ceil(channels / at.PANEL) * at.PANEL;
}

/** Reserves a picture. @param channels padded. @param tile its sides are padded to a multiple of this. */
export function takePicture(arena: Arena, size: number, channels: number, tile = TILE): Picture {
  // Pixels a power of two apart would share a few sets of the first-level cache and evict each other.
  const pixelBytes = 4 * (channels + (channels % 128 === 0 ? 16 : 0));
  const side = Math.ceil(size / tile) * tile + 2 * BORDER;
  return {
    address: arena.take(side * side * pixelBytes),
    size,
    channels,
    pixelBytes,
    rowBytes: side * pixelBytes,
  };
}

export interface Activation {
  slope: number;
  epsilon: number;
}

export interface Layer {
  kind: Kind;
  shape: Shape;
  source: Picture;
  target: Picture;
  /** Address of the record that the kernels read. */
  record: number;
  weights: number;
  bias: number;
  /** True number of output channels, without padding. */
  trueChannels: number;
  activation: Activation;
  /** Address of a head that receives the pixels, or 0. */
  head: number;
  /** Address of the norm's factors, f32 [size, size]; for gradients. */
  norms?: number;
}

/** Reserves the record, weights and bias of a layer. */
export function takeLayer(arena: Arena, layer: Omit<Layer, 'record' | 'weights' | 'bias'>): Layer {
  return {
    ...layer,
    record: arena.take(at.LAYER_BYTES),
    weights: arena.take(4 * weightsOf(layer.kind, layer.shape)),
    bias: arena.take(4 * layer.shape.channels),
  };
}

/** The division of a layer's work into tasks. */
export interface Cut {
  /**
   * Each block of tiles runs through all steps by itself; otherwise all tiles take three steps, with all threads waiting
   * in between.
   */
  fused: boolean;
  /** Tiles per block. */
  block: number;
  /** Panels per task of the products. */
  panels: number;
  inputPlane: number;
  productPlane: number;
  productTile: number;
  /** Bytes of scratch: for all threads, and for one thread (0 if they share it). */
  inputBytes: number;
  productBytes: number;
}

/** The desired number of tiles per pass over the weights, and the limit on one thread's inputs and products for it. */
const BLOCK_TILES = 32;
const BLOCK_BYTES = 2_500_000;
/**
 * Up to this size of a whole layer's scratch, writing and reading it costs less than rereading the weights for each
 * block.
 */
const SPLIT_BYTES = 24_000_000;
/**
 * Enough tasks that a thread which is late with one does not keep the others waiting for long. A single thread needs only
 * one.
 */
const tasksWished = (threads: number): number => (threads === 1 ? 1 : 4 * threads);

/** Divides a layer's work. @param how whether fused; by default chosen by size. */
export function cutOf({ kind, shape }: Pick<Layer, 'kind' | 'shape'>, threads: number, how?: boolean): Cut {
  const tiles = tilesOf(kind, shape);
  // The extra cache line keeps planes and tiles from sharing sets, as with pixels.
  const inputPlaneOf = (rows: number) => rows * kind.gathered * shape.depth * 4 + 64;
  const productPlaneOf = (rows: number) => rows * shape.channels * 4 + 64;
  const productTileOf = (planes: number) => planes * shape.channels * 4 + 64;
  const scratchOf = (rows: number) => kind.inputs * inputPlaneOf(rows) + rows * productTileOf(kind.products);
  const all = rowsOf(tiles);
  const weightBytes = 4 * weightsOf(kind, shape);
  const small = weightBytes < BLOCK_BYTES && tiles >= 16 * threads;
  const fused = how ?? (small || scratchOf(all) > SPLIT_BYTES);
  const wished = Math.max(at.ROWS, Math.floor(tiles / tasksWished(threads)));
  let block = fused
    ? Math.min(rowsOf(wished), BLOCK_TILES)
    : Math.max(1, Math.min(wished, Math.ceil(tiles / threads)));
  if (fused) while (block > at.ROWS && scratchOf(block) > BLOCK_BYTES) block -= at.ROWS;
  const rows = fused ? block : all;
  const panels = shape.channels / at.PANEL;
  const tasks = Math.ceil((8 * tasksWished(threads)) / kind.products);
  return {
    fused,
    block,
    panels: Math.max(1, Math.ceil(panels / tasks)),
    inputPlane: inputPlaneOf(rows),
    // A thread that multiplies all planes later reads each tile's products next to each other.
    productPlane: fused ? shape.channels * 4 : productPlaneOf(rows),
    productTile: fused ? productTileOf(kind.products) : shape.channels * 4,
    inputBytes: kind.inputs * inputPlaneOf(rows),
    productBytes: fused ? rows * productTileOf(kind.products) : kind.products * productPlaneOf(rows),
  };
}

export const scratchBytes = (cut: Cut, threads: number): number =>
  (cut.inputBytes + cut.productBytes) * (cut.fused ? threads : 1) + 128;

export interface Step {
  op: number;
  tasks: number;
  argument: number;
}

/** Three uses of a convolution's pixels: for a frame, for a frame with its norms kept, or as a gradient on its way back. */
type Use = 'frame' | 'kept' | 'back';
const fusedOps = { frame: at.OP_FUSED, kept: at.OP_FUSED_KEPT, back: at.OP_FUSED_BACK } as const;
const outOps = { frame: at.OP_OUT, kept: at.OP_OUT_KEPT, back: at.OP_OUT_BACK } as const;

/** Returns the steps of a layer: one if it is fused, otherwise three. */
export function stepsOf(layer: Layer, cut: Cut, use: Use = 'frame'): Step[] {
  const tiles = tilesOf(layer.kind, layer.shape);
  const blocks = Math.ceil(tiles / cut.block);
  const argument = layer.record;
  if (cut.fused) return [{ op: fusedOps[use], tasks: blocks, argument }];
  const panels = Math.ceil(layer.shape.channels / at.PANEL / cut.panels);
  return [
    { op: at.OP_IN, tasks: blocks, argument },
    { op: at.OP_PRODUCTS, tasks: layer.kind.products * panels, argument },
    { op: outOps[use], tasks: blocks, argument },
  ];
}

/** Each thread's scratch for one tile: between its two passes, and for pixels that are not stored directly in a picture. */
export interface TileScratch {
  address: number;
  /** Bytes per thread. */
  bytes: number;
}

/** Returns the bytes of a thread's TileScratch for this layer. */
export function tileBytes({ kind, shape }: Pick<Layer, 'kind' | 'shape'>, hasHead: boolean): number {
  const apart = hasHead || shape.size % kind.side > 0;
  return Math.max(at.STRIP_BYTES, at.LINES_BYTES + (apart ? 4 * kind.side ** 2 * shape.channels : 0));
}

/** Writes a layer's record. @param scratch address of scratchBytes. */
export function writeLayer(
  view: DataView,
  layer: Layer,
  cut: Cut,
  scratch: number,
  tileScratch: TileScratch,
  threads: number,
): void {
  const { kind, shape, source, target, record } = layer;
  const int = (offset: number, value: number) => view.setInt32(record + offset, value, true);
  const float = (offset: number, value: number) => view.setFloat32(record + offset, value, true);
  const inputsEnd = scratch + cut.inputBytes * (cut.fused ? threads : 1);
  int(at.L_KIND, kind.code);
  int(at.L_SOURCE, source.address);
  int(at.L_SOURCE_PIXEL, source.pixelBytes);
  int(at.L_SOURCE_ROW, source.rowBytes);
  int(at.L_DEPTH, shape.depth);
  int(at.L_INPUTS, scratch);
  int(at.L_INPUT_PLANE, cut.inputPlane);
  int(at.L_INPUT_ROW, kind.gathered * shape.depth);
  int(at.L_PRODUCT_PLANE, cut.productPlane);
  int(at.L_PRODUCT_TILE, cut.productTile);
  int(at.L_PRODUCTS, Math.ceil(inputsEnd / 64) * 64);
  int(at.L_WEIGHTS, layer.weights);
  int(at.L_BIAS, layer.bias);
  int(at.L_CHANNELS, shape.channels);
  int(at.L_TARGET, target.address);
  int(at.L_TARGET_PIXEL, target.pixelBytes);
  int(at.L_TARGET_ROW, target.rowBytes);
  int(at.L_SIZE, shape.size);
  int(at.L_TILES_X, Math.ceil(shape.size / kind.side));
  int(at.L_TILES, tilesOf(kind, shape));
  int(at.L_BLOCK, cut.block);
  int(at.L_PANELS, cut.panels);
  int(at.L_INPUT_THREAD, cut.fused ? cut.inputBytes : 0);
  int(at.L_PRODUCT_THREAD, cut.fused ? cut.productBytes : 0);
  float(at.L_BEND, layer.activation.slope - 1);
  float(at.L_SHARE, 1 / layer.trueChannels);
  float(at.L_EPSILON, layer.activation.epsilon);
  int(at.L_HEAD, layer.head);
  int(at.L_NORMS, layer.norms ?? 0);
  int(at.L_SCRATCH, tileScratch.address);
  int(at.L_SCRATCH_THREAD, tileScratch.bytes);
}
