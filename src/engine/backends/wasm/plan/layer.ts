/** One convolution laid out in memory: addresses, how its work is cut, and the steps that do it. */

import * as at from '../layout.ts';
import type { Arena } from '../memory/arena.ts';
import { type Kind, rowsOf, type Shape, tilesOf, weightsOf } from './kinds.ts';

const BORDER = 1;
/** Sides are padded to a multiple of this, so that the last tile of any kind reads inside the picture. */
const TILE = 4;

/** Pixels with a border of zeros that is never written: what lies outside of a picture. */
export interface Picture {
  /** Of pixel (-1, -1). */
  address: number;
  size: number;
  /** Padded. */
  channels: number;
  pixelBytes: number;
  rowBytes: number;
}

export function padded(channels: number): number {
  return Math.ceil(channels / at.PANEL) * at.PANEL;
}

/** @param channels padded. */
export function takePicture(arena: Arena, size: number, channels: number): Picture {
  // Pixels a power of two apart would share a few sets of the first cache and push each other out.
  const pixelBytes = 4 * (channels + (channels % 128 === 0 ? 16 : 0));
  const side = Math.ceil(size / TILE) * TILE + 2 * BORDER;
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
  /** Address of a head that takes the pixels, or 0. */
  head: number;
}

export function takeLayer(arena: Arena, layer: Omit<Layer, 'record' | 'weights' | 'bias'>): Layer {
  return {
    ...layer,
    record: arena.take(at.LAYER_BYTES),
    weights: arena.take(4 * weightsOf(layer.kind, layer.shape)),
    bias: arena.take(4 * layer.shape.channels),
  };
}

/** How a layer's work is cut into tasks. */
export interface Cut {
  /** All tiles in three steps with everybody waiting between them, or each block of tiles for itself. */
  fused: boolean;
  /** Tiles of a block. */
  block: number;
  /** Panels of one task of the products. */
  panels: number;
  inputPlane: number;
  productPlane: number;
  productTile: number;
  /** Scratch: of all threads, and of one thread (0 when they share it). */
  inputBytes: number;
  productBytes: number;
}

/** Tiles that one pass over the weights should serve, and what one thread's inputs and products may take for that. */
const BLOCK_TILES = 32;
const BLOCK_BYTES = 2_500_000;
/**
 * Up to this size of a whole layer's scratch, writing and reading that is less than reading the weights again for each block.
 */
const SPLIT_BYTES = 24_000_000;
/** Enough tasks that a thread which is late for one does not keep the others waiting for long; alone, one needs no more than one. */
const tasksWished = (threads: number): number => (threads === 1 ? 1 : 4 * threads);

/** @param how fused or not; chosen by size when left out. */
export function cutOf({ kind, shape }: Pick<Layer, 'kind' | 'shape'>, threads: number, how?: boolean): Cut {
  const tiles = tilesOf(kind, shape);
  // The odd cache line keeps planes and tiles from sharing sets, as with pixels.
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
    // A thread that multiplies all planes finds each tile's products side by side when it transforms them.
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

export function stepsOf(layer: Layer, cut: Cut): Step[] {
  const tiles = tilesOf(layer.kind, layer.shape);
  const blocks = Math.ceil(tiles / cut.block);
  const argument = layer.record;
  if (cut.fused) return [{ op: at.OP_FUSED, tasks: blocks, argument }];
  const panels = Math.ceil(layer.shape.channels / at.PANEL / cut.panels);
  return [
    { op: at.OP_IN, tasks: blocks, argument },
    { op: at.OP_PRODUCTS, tasks: layer.kind.products * panels, argument },
    { op: at.OP_OUT, tasks: blocks, argument },
  ];
}

/** Scratch of each thread for one tile: between its two passes, and for pixels that do not go to a picture as they are. */
export interface TileScratch {
  address: number;
  /** Of one thread. */
  bytes: number;
}

/** Bytes of a thread's TileScratch for this layer. */
export function tileBytes({ kind, shape }: Pick<Layer, 'kind' | 'shape'>, hasHead: boolean): number {
  const apart = hasHead || shape.size % kind.side > 0;
  return Math.max(at.STRIP_BYTES, at.LINES_BYTES + (apart ? 4 * kind.side ** 2 * shape.channels : 0));
}

/** @param scratch address of scratchBytes. */
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
  int(at.L_SCRATCH, tileScratch.address);
  int(at.L_SCRATCH_THREAD, tileScratch.bytes);
}
