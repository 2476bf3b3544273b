/**
 * ONNX has channels first, and this converter's ops have them last. No axes are moved until an op needs a different
 * order: each tensor of the model is held together with the order of its axes in memory, and a transposition in the model
 * only changes that order. Any necessary move is made only once.
 */
import type { Constant, Ref } from '../../graph/graph.ts';
import { toTensor, toValue } from '../../graph/value.ts';
import { transposed } from '../../interpret/move.ts';
import type { Emitter } from './emitter.ts';

export interface Held {
  readonly ref: Ref;
  /** Axis i of the tensor at `ref` is axis `order[i]` of the model's tensor. */
  readonly order: readonly number[];
}

/** Returns the model's own order of axes. */
export function inOrder(rank: number): number[] {
  return Array.from({ length: rank }, (_, i) => i);
}

/** Returns the order of axes that turns [n, c, ...] into [n, ..., c]. */
export function channelsLast(rank: number): number[] {
  return rank < 3 ? inOrder(rank) : [0, ...inOrder(rank).slice(2), 1];
}

/** Returns whether an order is the model's own. */
export function isInOrder(order: readonly number[]): boolean {
  return order.every((axis, i) => axis === i);
}

/** Holds a tensor in the model's order. */
export function plain(emitter: Emitter, ref: Ref): Held {
  return { ref, order: inOrder(emitter.rank(ref)) };
}

/** Returns the model's shape, with -1 for sizes that depend on the batch. */
export function shapeOf(emitter: Emitter, { ref, order }: Held): number[] {
  return asInModel(emitter.shape(ref), order);
}

/** Returns the model's shape for each of the emitter's batches. */
export function shapesOfEach(emitter: Emitter, { ref, order }: Held): number[][] {
  return emitter.shapes(ref).map((shape) => asInModel(shape, order));
}

function asInModel(shape: readonly number[], order: readonly number[]): number[] {
  const own = new Array<number>(shape.length);
  order.forEach((axis, i) => {
    own[axis] = shape[i]!;
  });
  return own;
}

/** Finds the position of the model's axis. */
export function placeOf({ order }: Held, axis: number): number {
  return order.indexOf(axis);
}

/** Returns the tensor with its axes in that order. */
export function laid(emitter: Emitter, held: Held, order: readonly number[]): Ref {
  const permutation = order.map((axis) => held.order.indexOf(axis));
  return moved(emitter, held.ref, permutation);
}

/**
 * Moves axes: axis i of the result is axis `permutation[i]`. If only axes of length one change places, a reshape does it
 * at no cost.
 */
export function moved(emitter: Emitter, ref: Ref, permutation: readonly number[]): Ref {
  if (isInOrder(permutation)) return ref;
  const name = `${ref.node}${ref.output === 0 ? '' : `_${ref.output}`}/to_${permutation.join('')}`;
  const constant = emitter.constantAt(ref);
  if (constant !== undefined) return emitter.constant(name, movedConstant(constant, permutation));
  const shape = emitter.shape(ref);
  const target = permutation.map((axis) => shape[axis]!);
  const long = permutation.filter((axis) => shape[axis] !== 1);
  if (long.every((axis, i) => i === 0 || axis > long[i - 1]!) && target.filter((s) => s === -1).length <= 1) {
    return emitter.add('Reshape', name, [ref, emitter.integers(`${name}/shape`, target)]);
  }
  const key = `${ref.node}:${ref.output}>${permutation}`;
  const known = emitter.moves.get(key);
  if (known !== undefined) return known;
  const result = emitter.add('Transpose', name, [ref, emitter.integers(`${name}/perm`, permutation)]);
  emitter.moves.set(key, result);
  return result;
}

/** Moves axes at each load, so that weights are not held twice. */
function movedConstant(constant: Constant, permutation: readonly number[]): Constant {
  const shape = permutation.map((axis) => constant.shape[axis]!);
  return {
    dtype: constant.dtype === 'float16' || constant.dtype === 'bfloat16' ? 'float32' : constant.dtype,
    shape,
    load: () => toTensor(transposed(toValue(constant.load()), permutation)),
  };
}

/** Returns the constant with another shape of the same size. */
export function reshapedConstant(constant: Constant, shape: readonly number[]): Constant {
  return { dtype: constant.dtype, shape, load: () => ({ ...constant.load(), shape }) };
}

/** Returns the tensor with another shape of the same size, at most one dimension of which is -1. */
export function shaped(emitter: Emitter, name: string, ref: Ref, shape: readonly number[]): Ref {
  const constant = emitter.constantAt(ref);
  if (constant !== undefined && !shape.includes(-1))
    return emitter.constant(name, reshapedConstant(constant, shape));
  return emitter.add('Reshape', name, [ref, emitter.integers(`${name}/shape`, shape)]);
}
