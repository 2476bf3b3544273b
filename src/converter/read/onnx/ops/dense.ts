/** Matrix products. */
import { bool } from '../../../graph/attributes.ts';
import type { Ref } from '../../../graph/graph.ts';
import {
  type Call,
  emit,
  inputInOrder,
  inputOf,
  result,
  scalar,
  type Translate,
  type TranslateTable,
} from '../call.ts';
import { type Held, inOrder, isInOrder, laid, moved } from '../held.ts';
import { Obstacle } from '../obstacle.ts';

/** alpha * a b + beta * c, with a and b optionally transposed. */
const gemm: Translate = (call) => {
  const { attributes, emitter } = call;
  const side = (index: number, turn: string): Ref => {
    const ref = inputInOrder(call, index);
    if (emitter.rank(ref) !== 2) throw new Obstacle('multiplies tensors that are not matrices');
    return attributes.int(turn, 0) === 0 ? ref : moved(emitter, ref, [1, 0]);
  };
  let product = emit(call, 'MatMul', 'product', [side(0, 'transA'), side(1, 'transB')], notTurned);
  const alpha = attributes.float('alpha', 1);
  if (alpha !== 1) product = emit(call, 'Mul', 'scaled', [product, scalar(call, 'alpha', alpha)]);
  const beta = attributes.float('beta', 1);
  if (call.inputs[2] === undefined || beta === 0) return result(call, product);
  let bias = inputInOrder(call, 2);
  if (beta !== 1) bias = emit(call, 'Mul', 'scaled_bias', [bias, scalar(call, 'beta', beta)]);
  return result(call, emit(call, 'AddV2', '', [product, bias]));
};

const notTurned = { transpose_a: bool(false), transpose_b: bool(false) };

/** The last two axes are matrices, the leading ones are broadcast; a vector counts as a matrix of one row or column. */
const matMul: Translate = (call) => {
  const { emitter } = call;
  const [a, b] = [inputOf(call, 0), inputOf(call, 1)];
  const [rankA, rankB] = [a.order.length, b.order.length];
  if (rankA === 0 || rankB === 0) throw new Obstacle('multiplies single numbers');
  if (rankA === 2 && rankB === 2) {
    const both = [laid(emitter, a, inOrder(2)), laid(emitter, b, inOrder(2))];
    return result(call, emit(call, 'MatMul', '', both, notTurned));
  }
  const left = matrices(call, a, [1, -1], 'left');
  const right = matrices(call, b, [-1, 1], 'right');
  const turns = { adj_x: bool(left.turned), adj_y: bool(right.turned) };
  const product = emit(call, 'BatchMatMulV2', 'product', [left.ref, right.ref], turns);
  if (rankA > 1 && rankB > 1) return result(call, product);
  const shape = [...emitter.shape(product)];
  shape.splice(rankA === 1 ? -2 : -1, 1);
  return result(call, emit(call, 'Reshape', '', [product, emitter.integers(`${call.name}/shape`, shape)]));
};

/** Returns the operands as matrices: if only their two axes have changed places, the op itself transposes them. */
function matrices(call: Call, held: Held, asVector: readonly number[], name: string) {
  const { emitter } = call;
  const rank = held.order.length;
  if (rank === 1) {
    const shape = emitter.integers(`${call.name}/${name}/shape`, asVector);
    return { ref: emit(call, 'Reshape', name, [held.ref, shape]), turned: false };
  }
  const swapped = [...held.order.slice(0, -2), ...held.order.slice(-2).reverse()];
  if (!isInOrder(held.order) && isInOrder(swapped)) return { ref: held.ref, turned: true };
  return { ref: laid(emitter, held, inOrder(rank)), turned: false };
}

export const denseOps: TranslateTable = { Gemm: gemm, MatMul: matMul };
