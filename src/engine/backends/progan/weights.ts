/** Reads a planned layer's weights from a bundle, with the shapes that the plan needs. */
import { ZscapeError } from '../../../base/errors.ts';
import type { HalfWeight, Weight, Weights } from '../../../bundle/read/weights.ts';
import type { ConvolutionLayer, DenseLayer, HeadLayer } from './plan.ts';

type AnyLayer = DenseLayer | ConvolutionLayer | HeadLayer;

/** Returns the shapes of a layer's kernel and bias in the bundle. */
export function shapesOf(layer: AnyLayer): { kernel: number[]; bias: number[] } {
  if ('latent' in layer)
    return { kernel: [layer.size, layer.size, layer.latent, layer.to], bias: [layer.to] };
  if ('up' in layer) return { kernel: [3, 3, layer.from, layer.to], bias: [layer.to] };
  return { kernel: [1, 1, layer.from, layer.channels], bias: [layer.channels] };
}

/**
 * Reads a layer's kernel and bias, row major.
 * @param room as `Weights.floats` takes it, for the kernel. @throws BUNDLE_INVALID if one is missing or has the wrong
 * shape.
 */
export function weightsOf(
  weights: Weights,
  layer: AnyLayer,
  room?: Float32Array<ArrayBuffer>,
): { kernel: Weight; bias: Weight } {
  const shapes = shapesOf(layer);
  return {
    kernel: weightOfShape(weights, layer.names.kernel, shapes.kernel, room),
    bias: weightOfShape(weights, layer.names.bias, shapes.bias),
  };
}

/**
 * Like `weightsOf`, but leaves a kernel that is stored in float16 as it is. Whoever widens it must check that its numbers
 * are finite; `weightsOf` then throws the error that says which are not.
 * @param room gives room for widening a kernel that is stored in another way.
 */
export function storedWeightsOf(
  weights: Weights,
  layer: AnyLayer,
  room: () => Float32Array<ArrayBuffer>,
): { kernel: Weight | HalfWeight; bias: Weight } {
  const { names } = layer;
  const shapes = shapesOf(layer);
  const halves = weights.halves(names.kernel);
  return {
    kernel: halves
      ? withShape(halves, names.kernel, shapes.kernel)
      : weightOfShape(weights, names.kernel, shapes.kernel, room()),
    bias: weightOfShape(weights, names.bias, shapes.bias),
  };
}

/** Folds a head's scale and offset into its weights: scale (Wx + b) + offset = (scale W) x + (scale b + offset). */
export function foldedHead(
  weights: Weights,
  head: HeadLayer,
): { kernel: Float32Array<ArrayBuffer>; bias: Float32Array<ArrayBuffer> } {
  const { scale, offset } = head;
  const { kernel, bias } = weightsOf(weights, head);
  return {
    kernel: kernel.data.map((value) => scale * value),
    bias: bias.data.map((value) => scale * value + offset),
  };
}

function weightOfShape(
  weights: Weights,
  name: string,
  shape: readonly number[],
  room?: Float32Array<ArrayBuffer>,
): Weight {
  return withShape(weights.floats(name, room), name, shape);
}

function withShape<T extends { shape: number[] }>(weight: T, name: string, shape: readonly number[]): T {
  if (weight.shape.length === shape.length && weight.shape.every((n, i) => n === shape[i])) return weight;
  throw new ZscapeError(
    'BUNDLE_INVALID',
    `The weight ${name} has the shape [${weight.shape.join(', ')}], and the generator needs [${shape.join(', ')}]. Convert the model again.`,
  );
}
