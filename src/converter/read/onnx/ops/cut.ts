/** Ops that slice tensors and select rows from them. Axes are the model's, and are mapped to their positions. */
import { ints } from '../../../graph/attributes.ts';
import type { Ref } from '../../../graph/graph.ts';
import {
  axisIn,
  type Call,
  emit,
  inputInOrder,
  inputOf,
  like,
  listAt,
  numbersAt,
  type Translate,
  type TranslateTable,
} from '../call.ts';
import { type Held, inOrder, isInOrder, placeOf, shapeOf } from '../held.ts';
import { Obstacle } from '../obstacle.ts';

/** The most rows that a list of indices may name: the longest axis of a generator. */
export const mostRows = 65536;

/** Selects the rows with these indices along one axis of the model, in that order. */
export function rowsOf(call: Call, name: string, x: Held, axis: number, rows: readonly number[]): Held {
  const { emitter } = call;
  const at = emitter.integers(`${call.name}/${name}_rows`, rows);
  const along = emitter.integers(`${call.name}/${name}_axis`, [placeOf(x, axis)], []);
  return like(x, emit(call, 'GatherV2', name, [x.ref, at, along]));
}

/** Takes `size` rows from `begin` along one axis of the model. */
export function partOf(call: Call, name: string, x: Held, axis: number, begin: number, size: number): Held {
  const { emitter } = call;
  const shape = emitter.shape(x.ref);
  const place = placeOf(x, axis);
  if (begin === 0 && shape[place] === size) return x;
  const from = shape.map((_, i) => (i === place ? begin : 0));
  const sizes = shape.map((_, i) => (i === place ? size : -1));
  const [at, wanted] = [from, sizes].map((list, i) =>
    emitter.integers(`${call.name}/${name}_${i === 0 ? 'from' : 'size'}`, list),
  ) as [Ref, Ref];
  return like(x, emit(call, 'Slice', name, [x.ref, at, wanted]));
}

/** Starts, ends and steps of each axis: attributes before opset 10, inputs since. */
const slice: Translate = (call) => {
  const starts = listAt(call, 'starts', 1);
  const ends = listAt(call, 'ends', 2);
  const x = inputOf(call, 0);
  const shape = shapeOf(call.emitter, x);
  if (starts === undefined || ends?.length !== starts.length)
    throw new Obstacle('does not say where it cuts');
  const axes = listAt(call, 'axes', 3) ?? inOrder(starts.length);
  const steps = call.inputs[4] === undefined ? starts.map(() => 1) : numbersAt(call, 4);
  return axes.reduce<Held>((held, wish, i) => {
    const axis = axisIn(wish, shape.length);
    return cut(call, held, axis, shape[axis]!, starts[i]!, ends[i]!, steps[i] ?? 1, i);
  }, x);
};

function cut(
  call: Call,
  x: Held,
  axis: number,
  size: number,
  start: number,
  end: number,
  step: number,
  index: number,
): Held {
  if (size === -1) {
    if (start === 0 && end >= 2 ** 31 - 1 && step === 1) return x;
    throw new Obstacle('cuts pictures out of the batch');
  }
  if (step === 0) throw new Obstacle('slices with step 0');
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const bring = (at: number): number => Math.max(low, Math.min(high, at < 0 ? at + size : at));
  const [from, to] = [bring(start), bring(end)];
  const count = Math.max(0, Math.ceil((to - from) / step));
  if (step === 1) return partOf(call, `part_${index}`, x, axis, from, count);
  if (count > mostRows) throw new Obstacle(`cuts ${count} rows`);
  const rows = Array.from({ length: count }, (_, i) => from + i * step);
  return rowsOf(call, `part_${index}`, x, axis, rows);
}

/** Sizes are an attribute before opset 13, an input since, and equal by default. */
const split: Translate = (call) => {
  const x = inputOf(call, 0);
  const shape = shapeOf(call.emitter, x);
  const axis = axisIn(call.attributes.int('axis', 0), shape.length);
  const size = shape[axis]!;
  const parts = call.attributes.int('num_outputs', call.outputs);
  if (size === -1) throw new Obstacle('cuts the batch into parts');
  const each = Math.ceil(size / Math.max(1, parts));
  const sizes =
    listAt(call, 'split', 1) ??
    Array.from({ length: call.outputs }, (_, i) => Math.max(0, Math.min(each, size - i * each)));
  if (
    sizes.length < call.outputs ||
    sizes.reduce((sum, one) => sum + one, 0) !== size ||
    sizes.some((s) => s < 0)
  )
    throw new Obstacle(`cannot cut ${size} into [${sizes.slice(0, 8).join(', ')}]`);
  let begin = 0;
  return sizes.slice(0, call.outputs).map((one, i) => {
    const part = partOf(call, `part_${i}`, x, axis, begin, one);
    begin += one;
    return part;
  });
};

/** Selects rows by index: from a weight by an input with the class, or fixed ones from any tensor. */
const gather: Translate = (call) => {
  const { emitter } = call;
  const x = inputOf(call, 0);
  const shape = shapeOf(emitter, x);
  const axis = axisIn(call.attributes.int('axis', 0), shape.length);
  const at = inputInOrder(call, 1);
  const known = emitter.numbers(at);
  const rank = emitter.rank(at);
  const size = shape[axis]!;
  if (known === undefined) {
    if (!isInOrder(x.order))
      throw new Obstacle('picks rows by numbers that are known only when the network runs');
    const along = emitter.integers(`${call.name}/axis`, [axis], []);
    const whole = emitter.kind(at) === 'float32' ? toWhole(call, at) : at;
    return {
      ref: emit(call, 'GatherV2', '', [x.ref, whole, along]),
      order: inOrder(shape.length - 1 + rank),
    };
  }
  const rows = known.map((row) => (row < 0 && size > 0 ? row + size : row));
  if (rows.some((row) => row < 0 || (size !== -1 && row >= size)))
    throw new Obstacle(`asks for rows that its input does not have`);
  if (rank === 0) return withoutAxis(call, partOf(call, 'row', x, axis, rows[0]!, 1), axis);
  if (rank === 1 && size !== -1) return rowsOf(call, 'rows', x, axis, rows);
  throw new Obstacle('picks rows in a form that is not supported');
};

function toWhole(call: Call, at: Ref): Ref {
  return emit(call, 'Cast', 'whole', [at], {
    SrcT: { kind: 'type', value: 1 },
    DstT: { kind: 'type', value: 3 },
  });
}

/** Removes an axis of size 1. */
function withoutAxis(call: Call, x: Held, axis: number): Held {
  const ref = emit(call, 'Squeeze', 'alone', [x.ref], { squeeze_dims: ints([placeOf(x, axis)]) });
  return { ref, order: x.order.filter((one) => one !== axis).map((one) => (one > axis ? one - 1 : one)) };
}

export const cutOps: TranslateTable = { Slice: slice, Split: split, Gather: gather };
