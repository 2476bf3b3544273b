/** Ops that state, read and broadcast shapes. Results that do not depend on the batch immediately become constants. */
import { bool, type } from '../../../graph/attributes.ts';
import type { Ref } from '../../../graph/graph.ts';
import { broadcastShapes } from '../../../interpret/broadcast.ts';
import {
  axisIn,
  type Call,
  emit,
  inputInOrder,
  inputOf,
  numbersAt,
  result,
  scalar,
  type Translate,
  type TranslateTable,
} from '../call.ts';
import { type Held, inOrder, isInOrder, placeOf, plain, shapesOfEach } from '../held.ts';
import { Obstacle } from '../obstacle.ts';
import { reshapedTo, wishedFor } from './reshape.ts';

const constant: Translate = (call) => {
  const { attributes, emitter, name } = call;
  const value = attributes.tensor('value');
  if (value !== undefined)
    return plain(emitter, emitter.constant(name, call.readTensor(value, `The constant "${name}"`)));
  const floats = attributes.floats('value_floats');
  if (attributes.has('value_float'))
    return plain(emitter, emitter.floats(name, [attributes.float('value_float', 0)], []));
  if (attributes.has('value_int'))
    return plain(emitter, emitter.integers(name, [attributes.int('value_int', 0)], []));
  if (attributes.has('value_floats')) return plain(emitter, emitter.floats(name, floats ?? []));
  if (attributes.has('value_ints'))
    return plain(emitter, emitter.integers(name, attributes.ints('value_ints') ?? []));
  throw new Obstacle('holds text or a sparse tensor');
};

/** Returns the sizes from `start` to `end` of the model's axes, wherever these are in memory. */
const shape: Translate = (call) => {
  const { emitter } = call;
  const x = inputOf(call, 0);
  const rank = x.order.length;
  const whole = emit(call, 'Shape', 'sizes', [x.ref], { out_type: type('int32') });
  const bound = (name: string, fallback: number): number => {
    const at = call.attributes.int(name, fallback);
    return Math.max(0, Math.min(rank, at < 0 ? at + rank : at));
  };
  const axes = inOrder(rank).slice(bound('start', 0), bound('end', rank));
  if (isInOrder(x.order) && axes.length === rank) return result(call, whole);
  const places = emitter.integers(
    `${call.name}/places`,
    axes.map((axis) => placeOf(x, axis)),
  );
  return result(
    call,
    emit(call, 'GatherV2', '', [whole, places, emitter.integers(`${call.name}/axis`, [0], [])]),
  );
};

const size: Translate = (call) => {
  const sizes = shape({ ...call, name: `${call.name}/of` }) as Held;
  const axis = call.emitter.integers(`${call.name}/axis`, [0]);
  return result(call, emit(call, 'Prod', '', [sizes.ref, axis], { keep_dims: bool(false) }));
};

/** A tensor with the same number everywhere. */
const constantOfShape: Translate = (call) => {
  const value = call.attributes.tensor('value');
  const { emitter } = call;
  const number =
    value === undefined
      ? scalar(call, 'zero', 0)
      : emitter.constant(`${call.name}/value`, call.readTensor(value, `The value of "${call.name}"`));
  const shapeless = emitter.numbers(number);
  if (shapeless?.length !== 1) throw new Obstacle('spreads a value that is not one number');
  const one =
    emitter.kind(number) === 'float32'
      ? scalar(call, 'number', shapeless[0]!)
      : emitter.integers(`${call.name}/number`, [shapeless[0]!], []);
  return result(call, emit(call, 'Fill', '', [inputInOrder(call, 0), one]));
};

/** Either shape may repeat the other's axes of size 1. */
const expand: Translate = (call) => {
  const x = inputOf(call, 0);
  const from = shapesOfEach(call.emitter, x);
  const wish = wishedFor(call, undefined, 1);
  const to = from.map((own, i) => broadcastShapes(own, wish[i]!));
  if (!to.every((one) => one !== undefined))
    throw new Obstacle(`cannot spread [${from[0]!.join(', ')}] to [${wish[0]!.join(', ')}]`);
  // A leading size that the file was written for stays 1: it is the batch, and later computations broadcast it.
  const own = to.map((shape, i) =>
    shape.map((one, axis) => {
      const written = axis === 0 && one === call.written.size && from[i]!.length === shape.length;
      return written && from[i]![0] === 1 ? 1 : one;
    }),
  );
  return repeated(call, x, own);
};

/** Repeats axes of size 1, and adds missing ones in front. */
function repeated(call: Call, x: Held, to: readonly (readonly number[])[]): Held {
  const { emitter } = call;
  const rank = to[0]!.length;
  const missing = rank - x.order.length;
  const wide =
    missing === 0
      ? x
      : reshapedTo(
          { ...call, name: `${call.name}/wide` },
          x,
          shapesOfEach(emitter, x).map((shape) => [...new Array<number>(missing).fill(1), ...shape]),
        );
  const from = shapesOfEach(emitter, wide);
  const times = to.map((shape, i) => shape.map((size, axis) => size / from[i]![axis]!));
  return tiled(call, wide, times);
}

/** Repeats each axis of the model by a factor for each batch. */
function tiled(call: Call, x: Held, times: readonly (readonly number[])[]): Held {
  const { emitter } = call;
  if (times.every((own) => own.every((count) => count === 1))) return x;
  const [first, ...others] = times;
  const inPlace = x.order.map((axis) => times.map((own) => own[axis]!));
  const fixed = inPlace.map((own) => (own.every((count) => count === own[0]) ? own[0]! : -1));
  if (!fixed.includes(-1)) {
    const multiples = emitter.integers(`${call.name}/times`, fixed);
    return { ref: emit(call, 'Tile', '', [x.ref, multiples]), order: x.order };
  }
  const axis = fixed.indexOf(-1);
  const step = inPlace[axis]!;
  const unit = call.batch();
  const perPicture = step[0]! / emitter.numbersOfEach(unit)![0]![0]!;
  const linear = step.every((count, i) => count === perPicture * emitter.numbersOfEach(unit)![i]![0]!);
  if (
    !linear ||
    !Number.isInteger(perPicture) ||
    fixed.lastIndexOf(-1) !== axis ||
    first === undefined ||
    others.length === 0
  )
    throw new Obstacle('repeats axes in a way that depends on the batch');
  const multiples = repeatsByBatch(call, unit, fixed, axis, perPicture);
  return { ref: emit(call, 'Tile', '', [x.ref, multiples]), order: x.order };
}

/** Returns [1, ..., n * perPicture, ..., 1] for the n pictures that are computed together. */
function repeatsByBatch(
  call: Call,
  unit: Ref,
  fixed: readonly number[],
  axis: number,
  perPicture: number,
): Ref {
  const { emitter } = call;
  const count =
    perPicture === 1
      ? unit
      : emit(call, 'Mul', 'count', [unit, emitter.integers(`${call.name}/each`, [perPicture])]);
  const parts: Ref[] = [];
  if (axis > 0) parts.push(emitter.integers(`${call.name}/before`, fixed.slice(0, axis)));
  parts.push(count);
  if (axis + 1 < fixed.length) parts.push(emitter.integers(`${call.name}/after`, fixed.slice(axis + 1)));
  if (parts.length === 1) return count;
  return emit(call, 'ConcatV2', 'times', [...parts, emitter.integers(`${call.name}/along`, [0], [])]);
}

const tile: Translate = (call) => {
  const x = inputOf(call, 0);
  const times = wishedFor(call, undefined, 1);
  if (times[0]!.length !== x.order.length) throw new Obstacle('repeats axes that its input does not have');
  return tiled(call, x, times);
};

const range: Translate = (call) =>
  result(
    call,
    emit(call, 'Range', '', [inputInOrder(call, 0), inputInOrder(call, 1), inputInOrder(call, 2)]),
  );

/** One at the class, the other value elsewhere; the new axis holds the classes. */
const oneHot: Translate = (call) => {
  const { emitter } = call;
  const at = inputInOrder(call, 0);
  const [depth = 0] = numbersAt(call, 1);
  const [off = 0, on = 1] = numbersAt(call, 2);
  const rank = emitter.rank(at) + 1;
  const axis = axisIn(call.attributes.int('axis', -1), rank);
  if (!(depth >= 1 && depth <= 65536)) throw new Obstacle(`has ${depth} classes`);
  const along = emitter.integers(`${call.name}/axis`, [axis], []);
  const wide = emit(call, 'ExpandDims', 'wide', [at, along]);
  const shape = inOrder(rank).map((i) => (i === axis ? depth : 1));
  const numbers =
    emitter.kind(at) === 'float32' ? emitter.floats.bind(emitter) : emitter.integers.bind(emitter);
  const classes = numbers(`${call.name}/classes`, inOrder(depth), shape);
  const isIt = emit(call, 'Equal', 'is_it', [wide, classes]);
  const hot = emit(call, 'Cast', 'hot', [isIt], { SrcT: type('bool'), DstT: type('float32') });
  if (off === 0 && on === 1) return result(call, hot);
  const scaled = emit(call, 'Mul', 'scaled', [hot, scalar(call, 'step', on - off)]);
  return result(call, emit(call, 'AddV2', '', [scaled, scalar(call, 'off', off)]));
};

export const shapeOps: TranslateTable = {
  Constant: constant,
  Shape: shape,
  Size: size,
  ConstantOfShape: constantOfShape,
  Expand: expand,
  Tile: tile,
  Range: range,
  OneHot: oneHot,
};
