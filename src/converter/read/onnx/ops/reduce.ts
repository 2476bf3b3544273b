/** Ops that reduce along some axes. */
import { bool } from '../../../graph/attributes.ts';
import type { Ref } from '../../../graph/graph.ts';
import {
  axisIn,
  type Call,
  emit,
  inputOf,
  like,
  listAt,
  type Translate,
  type TranslateTable,
} from '../call.ts';
import { type Held, inOrder, placeOf } from '../held.ts';

/** Reduces along the model's axes. */
export function reduced(
  call: Call,
  op: string,
  name: string,
  x: Held,
  axes: readonly number[],
  keep: boolean,
): Held {
  const places = axes.map((axis) => placeOf(x, axis)).sort((a, b) => a - b);
  const over = call.emitter.integers(`${call.name}/${name === '' ? '' : `${name}/`}axes`, places);
  const ref = emit(call, op, name, [x.ref, over], { keep_dims: bool(keep) });
  if (keep) return like(x, ref);
  const gone = new Set(axes);
  const left = inOrder(x.order.length).filter((axis) => !gone.has(axis));
  return { ref, order: x.order.filter((axis) => !gone.has(axis)).map((axis) => left.indexOf(axis)) };
}

/**
 * Reads the axes, an attribute in older opsets and an input in newer ones; an empty list means all, unless the node says
 * otherwise.
 */
function axesOf(call: Call, rank: number): number[] | undefined {
  const stated = listAt(call, 'axes', 1);
  if (stated !== undefined && stated.length > 0) return stated.map((axis) => axisIn(axis, rank));
  return call.attributes.int('noop_with_empty_axes', 0) === 0 ? inOrder(rank) : undefined;
}

interface Steps {
  readonly before?: string;
  readonly after?: string;
}

const reduction =
  (op: string, { before, after }: Steps = {}): Translate =>
  (call) => {
    const x = inputOf(call, 0);
    const axes = axesOf(call, x.order.length);
    const start = before === undefined ? x : like(x, emit(call, before, before.toLowerCase(), [x.ref]));
    const keep = call.attributes.int('keepdims', 1) !== 0;
    const held = axes === undefined ? start : reduced(call, op, '', start, axes, keep);
    return after === undefined ? held : like(held, emit(call, after, after.toLowerCase(), [held.ref]));
  };

const overPictures =
  (op: string): Translate =>
  (call) => {
    const x = inputOf(call, 0);
    return reduced(call, op, '', x, inOrder(x.order.length).slice(2), true);
  };

/** x over the root of the sum of its squares along an axis. */
const lpNormalization: Translate = (call) => {
  const x = inputOf(call, 0);
  const axis = axisIn(call.attributes.int('axis', -1), x.order.length);
  const ofSquares = call.attributes.int('p', 2) === 2;
  const parts: Ref = emit(call, ofSquares ? 'Square' : 'Abs', 'parts', [x.ref]);
  const sum = reduced(call, 'Sum', 'sum', like(x, parts), [axis], true).ref;
  const norm = ofSquares ? emit(call, 'Sqrt', 'norm', [sum]) : sum;
  return like(x, emit(call, 'RealDiv', '', [x.ref, norm]));
};

export const reduceOps: TranslateTable = {
  ReduceMean: reduction('Mean'),
  ReduceSum: reduction('Sum'),
  ReduceProd: reduction('Prod'),
  ReduceMax: reduction('Max'),
  ReduceMin: reduction('Min'),
  ReduceL1: reduction('Sum', { before: 'Abs' }),
  ReduceL2: reduction('Sum', { before: 'Square', after: 'Sqrt' }),
  ReduceSumSquare: reduction('Sum', { before: 'Square' }),
  GlobalAveragePool: overPictures('Mean'),
  GlobalMaxPool: overPictures('Max'),
  LpNormalization: lpNormalization,
};
