/** The first layer laid out in memory: a matrix from the latent to each pixel. */

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
  /** Padded. */
  depth: number;
  trueChannels: number;
  target: Picture;
  activation: Activation;
}

export function takeDense(
  arena: Arena,
  latent: number,
  channels: number,
  target: Picture,
  activation: Activation,
): DenseLayer {
  const depth = padded(latent);
  return {
    record: arena.take(at.LAYER_BYTES),
    weights: arena.take(4 * target.size ** 2 * depth * target.channels),
    bias: arena.take(4 * target.channels),
    latent: arena.take(4 * depth),
    depth,
    trueChannels: channels,
    target,
    activation,
  };
}

export const denseStep = ({ target, record }: DenseLayer): Step => ({
  op: at.OP_DENSE,
  tasks: target.size ** 2,
  argument: record,
});

export function writeDense(machine: Machine, layer: DenseLayer, bias: Float32Array): void {
  machine.floats(layer.bias, bias.length).set(bias);
  const view = machine.view;
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
