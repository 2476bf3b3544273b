/** The memory layout of the first layer: a matrix from the latent to each pixel. */

import * as at from '../layout.ts';
import type { Arena } from '../memory/arena.ts';
import type { Machine } from '../memory/machine.ts';
import { type Activation, type Picture, padded, type Step } from './layer.ts';

export interface DenseLayer {
  record: number;
  weights: number;
  bias: number;
  /** Address of f32 [padded latent]. */
  latent: number;
  /** Padded length of the latent. */
  depth: number;
  trueChannels: number;
  /** Whether weights are stored as float16. */
  halves: boolean;
  target: Picture;
  activation: Activation;
}

/** Reserves the first layer. */
export function takeDense(
  arena: Arena,
  latent: number,
  channels: number,
  target: Picture,
  activation: Activation,
  halves: boolean,
): DenseLayer {
  const depth = padded(latent);
  return {
    record: arena.take(at.LAYER_BYTES),
    weights: arena.take((halves ? 2 : 4) * target.size ** 2 * depth * target.channels),
    bias: arena.take(4 * target.channels),
    latent: arena.take(4 * depth),
    depth,
    trueChannels: channels,
    halves,
    target,
    activation,
  };
}

/** Returns whether float16 represents all of these floats exactly. */
export function areHalves(values: Float32Array): boolean {
  const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
  return bits.every((word, i) => {
    const size = word & 0x7fffffff;
    if (size >= smallestNormal) return size <= largest && (word & 0x1fff) === 0;
    return Number.isInteger(values[i]! * 2 ** 24);
  });
}
/** Bits of the smallest and the largest normal float16, as a float. */
const smallestNormal = 0x38800000;
const largest = 0x477fe000;

/** Makes a step like `denseStep`, but keeps the norms. */
export const denseKeptStep = (layer: DenseLayer): Step => ({
  ...denseStep(layer),
  op: layer.halves ? at.OP_DENSE_HALVES_KEPT : at.OP_DENSE_KEPT,
});

export const denseBackStep = ({ record, halves, depth }: DenseLayer): Step => ({
  op: halves ? at.OP_DENSE_BACK_HALVES : at.OP_DENSE_BACK,
  tasks: Math.ceil(depth / at.DENSE_BACK_INPUTS),
  argument: record,
});

export const denseStep = ({ target, record, halves }: DenseLayer): Step => ({
  op: halves ? at.OP_DENSE_HALVES : at.OP_DENSE,
  tasks: target.size ** 2,
  argument: record,
});

/** Writes the first layer's record and bias. */
export function writeDense(machine: Machine, layer: DenseLayer, bias: Float32Array): void {
  machine.floats(layer.bias, bias.length).set(bias);
  writeDenseRecord(machine.view, layer);
}

/** Writes only the record, for a layer whose weights and bias are already in memory. */
export function writeDenseRecord(view: DataView, layer: DenseLayer): void {
  const int = (word: number, value: number) => view.setInt32(layer.record + word, value, true);
  const float = (word: number, value: number) => view.setFloat32(layer.record + word, value, true);
  int(at.L_SOURCE, layer.latent);
  int(at.L_DEPTH, layer.depth);
  int(at.L_WEIGHTS, layer.weights);
  int(at.L_BIAS, layer.bias);
  int(at.L_CHANNELS, layer.target.channels);
  int(at.L_TARGET, layer.target.address);
  int(at.L_TARGET_PIXEL, layer.target.pixelBytes);
  int(at.L_TARGET_ROW, layer.target.rowBytes);
  int(at.L_SIZE, layer.target.size);
  float(at.L_BEND, layer.activation.slope - 1);
  float(at.L_SHARE, 1 / layer.trueChannels);
  float(at.L_EPSILON, layer.activation.epsilon);
}
