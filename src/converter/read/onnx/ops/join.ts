/** Ops that join tensors, pad them, and move channels to space. */
import { text } from '../../../graph/attributes.ts';
import {
  axisIn,
  type Call,
  emit,
  inputOf,
  like,
  listAt,
  numbersAt,
  type Translate,
  type TranslateTable,
} from '../call.ts';
import {
  channelsLast,
  type Held,
  inOrder,
  isInOrder,
  laid,
  placeOf,
  plain,
  shaped,
  shapeOf,
} from '../held.ts';
import { Obstacle } from '../obstacle.ts';
import { mostRows, partOf, rowsOf } from './cut.ts';

const concat: Translate = (call) => {
  const { emitter } = call;
  const parts = call.inputs.map((_, i) => inputOf(call, i));
  const [first] = parts;
  if (first === undefined) throw new Obstacle('has no inputs');
  const axis = axisIn(call.attributes.int('axis', 0), first.order.length);
  if (parts.some(({ order }) => order.length !== first.order.length))
    throw new Obstacle('joins tensors of different ranks');
  if (parts.length === 1) return first;
  const lead =
    parts.find((one) => emitter.constantAt(one.ref) === undefined && !isInOrder(one.order)) ?? first;
  const varies = axis !== 0 && parts.some((one) => shapeOf(emitter, one)[0] === -1);
  const refs = parts.map((part, i) => {
    // A part written for a single picture is joined to each picture of the batch.
    const alone = varies && shapeOf(emitter, part)[0] === 1 && call.written.size !== undefined;
    return laid(emitter, alone ? perPicture(call, part, i) : part, lead.order);
  });
  const along = emitter.integers(`${call.name}/axis`, [placeOf(lead, axis)], []);
  return like(lead, emit(call, 'ConcatV2', '', [...refs, along]));
};

function perPicture(call: Call, part: Held, index: number): Held {
  const { emitter } = call;
  const inModel = laid(emitter, part, inOrder(part.order.length));
  const others = emitter.integers(
    `${call.name}/ones_${index}`,
    new Array<number>(part.order.length - 1).fill(1),
  );
  const along = emitter.integers(`${call.name}/along_${index}`, [0], []);
  const times = emit(call, 'ConcatV2', `times_${index}`, [call.batch(), others, along]);
  return plain(emitter, emit(call, 'Tile', `each_${index}`, [inModel, times]));
}

/** Before and after each axis: attributes before opset 11, inputs since; negative ones crop. */
const pad: Translate = (call) => {
  const { attributes, emitter } = call;
  const x = inputOf(call, 0);
  const rank = x.order.length;
  const pads = listAt(call, 'pads', 1) ?? attributes.ints('paddings');
  const axes =
    call.inputs[3] === undefined ? inOrder(rank) : numbersAt(call, 3).map((axis) => axisIn(axis, rank));
  if (pads?.length !== 2 * axes.length) throw new Obstacle('does not say how much it pads');
  const value = call.inputs[2] === undefined ? attributes.float('value', 0) : (numbersAt(call, 2)[0] ?? 0);
  const mode = attributes.text('mode', 'constant');
  const before = inOrder(rank).map((axis) => (axes.includes(axis) ? pads[axes.indexOf(axis)]! : 0));
  const after = inOrder(rank).map((axis) =>
    axes.includes(axis) ? pads[axes.indexOf(axis) + axes.length]! : 0,
  );
  const cut = inOrder(rank).reduce((held, axis) => {
    const [first, last] = [Math.min(0, before[axis]!), Math.min(0, after[axis]!)];
    if (first === 0 && last === 0) return held;
    return partOf(call, `cut_${axis}`, held, axis, -first, shapeOf(emitter, held)[axis]! + first + last);
  }, x);
  const [front, back] = [before, after].map((list) => list.map((by) => Math.max(0, by))) as [
    number[],
    number[],
  ];
  if ([...front, ...back].every((by) => by === 0)) return cut;
  if (mode !== 'constant') return extended(call, cut, mode, front, back);
  const paddings = cut.order.flatMap((axis) => [front[axis]!, back[axis]!]);
  const by = emitter.integers(`${call.name}/paddings`, paddings, [rank, 2]);
  if (value === 0) return like(cut, emit(call, 'Pad', '', [cut.ref, by]));
  return like(cut, emit(call, 'PadV2', '', [cut.ref, by, emitter.floats(`${call.name}/value`, [value], [])]));
};

/** Extends a picture by rows from inside: a list of indices for each axis. */
function extended(
  call: Call,
  x: Held,
  mode: string,
  front: readonly number[],
  back: readonly number[],
): Held {
  const source = sourceOf(mode);
  return inOrder(x.order.length).reduce((held, axis) => {
    const [before, after] = [front[axis]!, back[axis]!];
    if (before === 0 && after === 0) return held;
    const size = shapeOf(call.emitter, held)[axis]!;
    const fits =
      size > 0 && before + size + after <= mostRows && (mode === 'edge' || Math.max(before, after) < size);
    if (!fits) throw new Obstacle(`pads ${size} rows by ${before} and ${after} (mode ${mode})`);
    const rows = Array.from({ length: before + size + after }, (_, i) => source(i - before, size));
    return rowsOf(call, `axis_${axis}`, held, axis, rows);
  }, x);
}

/** Maps the index `at`, which may be outside, to a row inside. */
function sourceOf(mode: string): (at: number, size: number) => number {
  switch (mode) {
    case 'edge':
      return (at, size) => Math.max(0, Math.min(size - 1, at));
    case 'reflect':
      return (at, size) => (at < 0 ? -at : at < size ? at : 2 * size - 2 - at);
    case 'wrap':
      return (at, size) => (at + size) % size;
    default:
      throw new Obstacle(`pads in the unknown mode "${mode}"`);
  }
}

/**
 * Turns channels into blocks of pixels: block first (DCR), as in TensorFlow, or channel first (CRD), as in PixelShuffle.
 */
const depthToSpace: Translate = (call) => {
  const { emitter } = call;
  const x = inputOf(call, 0);
  if (x.order.length !== 4) throw new Obstacle('has an input that is not a picture');
  const block = call.attributes.int('blocksize', 0);
  const order = channelsLast(4);
  let ref = laid(emitter, x, order);
  const channels = emitter.shape(ref)[3]!;
  const cells = block * block;
  if (!(block >= 1 && channels % cells === 0 && channels <= mostRows))
    throw new Obstacle(`cannot spread ${channels} channels in blocks of ${block}`);
  if (call.attributes.text('mode', 'DCR') === 'CRD') {
    const each = channels / cells;
    const rows = Array.from({ length: channels }, (_, i) => (i % each) * cells + Math.floor(i / each));
    ref = rowsOf(call, 'blocks_first', { ref, order }, 1, rows).ref;
  }
  const attributes = { block_size: { kind: 'int', value: block }, data_format: text('NHWC') };
  return { ref: emit(call, 'DepthToSpace', '', [ref], attributes), order };
};

/** Turns blocks of pixels into channels. */
const spaceToDepth: Translate = (call) => {
  const { emitter, name } = call;
  const x = inputOf(call, 0);
  const block = call.attributes.int('blocksize', 0);
  const order = channelsLast(4);
  const ref = laid(emitter, x, order);
  const [batch, height = 0, width = 0, channels = 0] = emitter.shape(ref);
  if (!(block >= 1 && height % block === 0 && width % block === 0))
    throw new Obstacle(`cannot cut ${height}x${width} pixels into blocks of ${block}`);
  const [rows, columns] = [height / block, width / block];
  const split = shaped(emitter, `${name}/split`, ref, [batch!, rows, block, columns, block, channels]);
  const turn = emitter.integers(`${name}/turn`, [0, 1, 3, 2, 4, 5]);
  const turned = emit(call, 'Transpose', 'turned', [split, turn]);
  return { ref: shaped(emitter, name, turned, [batch!, rows, columns, block * block * channels]), order };
};

export const joinOps: TranslateTable = {
  Concat: concat,
  Pad: pad,
  DepthToSpace: depthToSpace,
  SpaceToDepth: spaceToDepth,
};
