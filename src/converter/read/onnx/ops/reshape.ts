/** Ops that reshape a tensor. If whole groups of axes are joined or split, they keep their order in memory. */
import type { Ref } from '../../../graph/graph.ts';
import { probes } from '../../../shapes/shapesOf.ts';
import {
  axisIn,
  type Call,
  inputInOrder,
  inputOf,
  listAt,
  type Translate,
  type TranslateTable,
} from '../call.ts';
import { channelsLast, type Held, inOrder, isInOrder, laid, plain, shaped, shapesOfEach } from '../held.ts';
import { Obstacle } from '../obstacle.ts';
import { columnsByPixel } from './flat.ts';
import { product, resolvedShapes, type Sizes } from './wishedShape.ts';

/** Reshapes the tensor to `to`, given for each of the emitter's batches. */
export function reshapedTo(call: Call, x: Held, to: Sizes): Held {
  const { emitter } = call;
  const from = shapesOfEach(emitter, x);
  if (to.some((shape, i) => product(shape) !== product(from[i]!))) {
    throw new Obstacle(
      `cannot turn [${withBatch(from).join(', ')}] into [${withBatch(to).join(', ')}], where -1 is the batch; export it with a symbolic batch (dynamic_axes or dynamic_shapes)`,
    );
  }
  if (to.every((shape, i) => shape.join() === from[i]!.join())) return x;
  const kept = isInOrder(x.order) ? undefined : keepingOrder(x, from, to);
  if (kept !== undefined) {
    const shape = to.map((own) => kept.map((axis) => own[axis]!));
    return { ref: shaped(emitter, call.name, x.ref, withBatch(shape)), order: kept };
  }
  const inModel = laid(emitter, x, inOrder(x.order.length));
  const shape = withBatch(to);
  return pictureOf(call, inModel, shape) ?? plain(emitter, shaped(emitter, call.name, inModel, shape));
}

/** Makes a picture from flat numbers, immediately with its channels last, because pictures will follow. */
function pictureOf({ emitter, name }: Call, flat: Ref, shape: readonly number[]): Held | undefined {
  const [batch, channels = 0, height = 0, width = 0] = shape;
  const becomes = emitter.rank(flat) === 2 && shape.length === 4 && batch === -1;
  if (!becomes || channels < 2 || height * width < 2) return undefined;
  const order = channelsLast(4);
  const byPixel = columnsByPixel(emitter, flat, [channels, height, width]);
  if (byPixel !== undefined)
    return { ref: shaped(emitter, name, byPixel, [batch, height, width, channels]), order };
  const inModel = plain(emitter, shaped(emitter, name, flat, shape));
  return { ref: laid(emitter, inModel, order), order };
}

/** Returns one shape for all batches. @throws Obstacle if more than one size depends on the batch. */
function withBatch(shapes: Sizes): number[] {
  const [first, ...others] = shapes;
  const shape = first!.map((size, axis) => (others.every((one) => one[axis] === size) ? size : -1));
  if (shape.filter((size) => size === -1).length > 1)
    throw new Obstacle('has more than one size that depends on the batch');
  return shape;
}

/**
 * Returns the order of the new axes if the numbers stay in place: both shapes divide into groups of axes that hold the
 * same numbers, and the axes of each group are adjacent. Undefined if they do not.
 */
function keepingOrder(x: Held, from: Sizes, to: Sizes): number[] | undefined {
  const groups = groupsOf(from, to);
  if (groups === undefined) return undefined;
  const order: number[] = [];
  for (let place = 0; place < x.order.length; ) {
    const group = groups.find(({ before }) => before[0] === x.order[place]);
    if (group?.before.every((axis, i) => x.order[place + i] === axis) !== true) return undefined;
    order.push(...group.after);
    place += group.before.length;
  }
  return order.length === to[0]!.length ? order : undefined;
}

interface Group {
  readonly before: number[];
  readonly after: number[];
}

function groupsOf(from: Sizes, to: Sizes): Group[] | undefined {
  const groups: Group[] = [];
  let [i, j] = [0, 0];
  const [ranks, wanted] = [from[0]!.length, to[0]!.length];
  while (i < ranks && j < wanted) {
    const group: Group = { before: [i++], after: [j++] };
    for (;;) {
      const [a, b] = [measure(from, group.before), measure(to, group.after)];
      if (a.every((size, n) => size === b[n])) break;
      const [less] = a.map((size, n) => size - b[n]!).filter((difference) => difference !== 0);
      if (less! < 0 && i < ranks) group.before.push(i++);
      else if (less! > 0 && j < wanted) group.after.push(j++);
      else return undefined;
    }
    groups.push(group);
  }
  // The remaining axes have size 1 and join the last group.
  const last = groups.at(-1);
  while (last !== undefined && i < ranks) last.before.push(i++);
  while (last !== undefined && j < wanted) last.after.push(j++);
  return groups;
}

function measure(shapes: Sizes, axes: readonly number[]): number[] {
  return shapes.map((shape) => product(axes.map((axis) => shape[axis]!)));
}

/** 0 copies a size, and -1 is the remaining size. A leading size that the file was written for means the batch. */
const reshape: Translate = (call) => {
  const x = inputOf(call, 0);
  const wish = wishedFor(call, call.attributes.ints('shape'), 1);
  const from = shapesOfEach(call.emitter, x);
  const copies = call.attributes.int('allowzero', 0) === 0;
  const to = resolvedShapes(from, wish, copies, call.written);
  return reshapedTo(call, x, to);
};

/** Returns the numbers of an input for each batch. @throws Obstacle if they depend on the latent. */
export function wishedFor(call: Call, stated: readonly number[] | undefined, index: number): Sizes {
  if (stated !== undefined) return probes.map(() => stated);
  const numbers = call.emitter.numbersOfEach(inputInOrder(call, index));
  if (numbers === undefined)
    throw new Obstacle(`takes its shape from input ${index}, which depends on the latent`);
  return numbers;
}

const flatten: Translate = (call) => {
  const x = inputOf(call, 0);
  const wish = call.attributes.int('axis', 1);
  const rank = x.order.length;
  const axis = wish < 0 ? wish + rank : wish;
  const from = shapesOfEach(call.emitter, x);
  return reshapedTo(
    call,
    x,
    from.map((shape) => [product(shape.slice(0, axis)), product(shape.slice(axis))]),
  );
};

/** Axes are an attribute before opset 13 and an input since. */
const squeeze: Translate = (call) => {
  const x = inputOf(call, 0);
  const from = shapesOfEach(call.emitter, x);
  const rank = x.order.length;
  const stated = listAt(call, 'axes', 1)?.map((axis) => axisIn(axis, rank));
  const gone = new Set(stated ?? inOrder(rank).filter((axis) => from.every((shape) => shape[axis] === 1)));
  return reshapedTo(
    call,
    x,
    from.map((shape) => shape.filter((_, axis) => !gone.has(axis))),
  );
};

const unsqueeze: Translate = (call) => {
  const x = inputOf(call, 0);
  const axes = listAt(call, 'axes', 1) ?? [];
  const rank = x.order.length + axes.length;
  const places = new Set(axes.map((axis) => axisIn(axis, rank)));
  if (places.size !== axes.length) throw new Obstacle('names an axis twice');
  return reshapedTo(
    call,
    x,
    shapesOfEach(call.emitter, x).map((shape) => {
      const rest = [...shape];
      return inOrder(rank).map((axis) => (places.has(axis) ? 1 : rest.shift()!));
    }),
  );
};

/** Moves nothing: only the meaning of the axes changes. */
const transpose: Translate = (call) => {
  const x = inputOf(call, 0);
  const rank = x.order.length;
  const permutation = call.attributes.ints('perm') ?? inOrder(rank).reverse();
  if ([...permutation].sort((a, b) => a - b).join() !== inOrder(rank).join())
    throw new Obstacle(`turns a tensor of ${rank} axes by [${permutation.join(', ')}]`);
  return { ref: x.ref, order: x.order.map((axis) => permutation.indexOf(axis)) };
};

export const reshapeOps: TranslateTable = {
  Reshape: reshape,
  Flatten: flatten,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Transpose: transpose,
};
