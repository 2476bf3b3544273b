/** Ops that rearrange numbers: joining, cutting, turning, repeating, padding. */
import { attr, type GraphNode } from '../graph/graph.ts';
import { allocate, axisOf, listOf, stridesOf, type Value } from '../graph/value.ts';
import { broadcastStrides } from './broadcast.ts';
import { inputAt, type Kernel, type KernelTable, labelOf, misfit } from './kernel.ts';
import { gathered, scattered, transposed } from './move.ts';
import { stridedSlice } from './stridedSlice.ts';

const transpose: Kernel = (inputs, node) => {
  const x = inputAt(inputs, 0, node);
  const permutation = listOf(inputAt(inputs, 1, node));
  if (
    [...permutation].sort((a, b) => a - b).some((axis, i) => axis !== i) ||
    permutation.length !== x.shape.length
  ) {
    throw misfit(node, `has the permutation [${permutation.join(', ')}] for rank ${x.shape.length}`);
  }
  return [transposed(x, permutation)];
};

function concatenated(parts: readonly Value[], axis: number, node: GraphNode): Value {
  const first = inputAt(parts, 0, node);
  const others = (x: Value): string => x.shape.toSpliced(axis, 1).join(',');
  if (parts.some((x) => x.shape.length !== first.shape.length || others(x) !== others(first))) {
    throw misfit(node, `cannot join shapes ${parts.map((x) => `[${x.shape.join(', ')}]`).join(' and ')}`);
  }
  const total = parts.reduce((sum, x) => sum + x.shape[axis]!, 0);
  const out = allocate(first.dtype, first.shape.with(axis, total), labelOf(node));
  const outer = first.shape.slice(0, axis).reduce((product, size) => product * size, 1);
  const inner = first.shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  let at = 0;
  for (let o = 0; o < outer; o++) {
    for (const x of parts) {
      const run = x.shape[axis]! * inner;
      out.data.set(x.data.subarray(o * run, (o + 1) * run), at);
      at += run;
    }
  }
  return out;
}

const concat: Kernel = (inputs, node) => {
  const axisInput = inputAt(inputs, inputs.length - 1, node);
  const parts = inputs.slice(0, -1);
  const rank = inputAt(parts, 0, node).shape.length;
  return [concatenated(parts, axisOf(axisInput.data[0] ?? 0, rank, labelOf(node)), node)];
};

const pack: Kernel = (inputs, node) => {
  const rank = inputAt(inputs, 0, node).shape.length + 1;
  const axis = axisOf(attr(node, 'axis', 'int') ?? 0, rank, labelOf(node));
  const parts = inputs.map((x) => ({ ...x, shape: x.shape.toSpliced(axis, 0, 1) }));
  return [concatenated(parts, axis, node)];
};

export function sliced(x: Value, begin: readonly number[], size: readonly number[], node: GraphNode): Value {
  const fits =
    begin.length === x.shape.length && begin.every((b, i) => b >= 0 && b + size[i]! <= x.shape[i]!);
  if (!fits)
    throw misfit(node, `cuts [${begin.join(', ')}] + [${size.join(', ')}] out of [${x.shape.join(', ')}]`);
  const strides = stridesOf(x.shape);
  return gathered(
    x,
    size,
    strides,
    begin.reduce((sum, b, i) => sum + b * strides[i]!, 0),
  );
}

const slice: Kernel = (inputs, node) => {
  const x = inputAt(inputs, 0, node);
  const begin = listOf(inputAt(inputs, 1, node));
  const size = listOf(inputAt(inputs, 2, node)).map((s, i) => (s === -1 ? x.shape[i]! - begin[i]! : s));
  return [sliced(x, begin, size, node)];
};

function pieces(x: Value, sizes: readonly number[], axis: number, node: GraphNode): Value[] {
  let at = 0;
  return sizes.map((size) => {
    const begin = x.shape.map((_, i) => (i === axis ? at : 0));
    at += size;
    return sliced(x, begin, x.shape.with(axis, size), node);
  });
}

const split: Kernel = (inputs, node) => {
  const x = inputAt(inputs, 1, node);
  const axis = axisOf(inputAt(inputs, 0, node).data[0] ?? 0, x.shape.length, labelOf(node));
  const parts = attr(node, 'num_split', 'int') ?? 1;
  if (parts < 1 || x.shape[axis]! % parts !== 0)
    throw misfit(node, `cannot cut ${x.shape[axis]} into ${parts}`);
  return pieces(x, new Array<number>(parts).fill(x.shape[axis]! / parts), axis, node);
};

const splitV: Kernel = (inputs, node) => {
  const x = inputAt(inputs, 0, node);
  const axis = axisOf(inputAt(inputs, 2, node).data[0] ?? 0, x.shape.length, labelOf(node));
  const wish = listOf(inputAt(inputs, 1, node));
  const known = wish.reduce((sum, size) => sum + Math.max(size, 0), 0);
  return pieces(
    x,
    wish.map((size) => (size === -1 ? x.shape[axis]! - known : size)),
    axis,
    node,
  );
};

const unpack: Kernel = (inputs, node) => {
  const x = inputAt(inputs, 0, node);
  const axis = axisOf(attr(node, 'axis', 'int') ?? 0, x.shape.length, labelOf(node));
  return pieces(x, new Array<number>(x.shape[axis]!).fill(1), axis, node).map((piece) => ({
    ...piece,
    shape: piece.shape.toSpliced(axis, 1),
  }));
};

const gather: Kernel = (inputs, node) => {
  const x = inputAt(inputs, 0, node);
  const at = inputAt(inputs, 1, node);
  const axis = axisOf(inputs[2]?.data[0] ?? 0, x.shape.length, labelOf(node));
  const shape = x.shape.toSpliced(axis, 1, ...at.shape);
  return [{ ...rowsOf(x, listOf(at), axis, node), shape }];
};

/** Selects the slices of x with these indices along an axis. */
function rowsOf(x: Value, rows: readonly number[], axis: number, node: GraphNode): Value {
  const out = allocate(x.dtype, x.shape.with(axis, rows.length), labelOf(node));
  const inner = x.shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const outer = x.shape.slice(0, axis).reduce((product, size) => product * size, 1);
  let to = 0;
  for (let o = 0; o < outer; o++) {
    for (const row of rows) {
      if (row < 0 || row >= x.shape[axis]!) throw misfit(node, `asks for row ${row} of ${x.shape[axis]}`);
      const from = (o * x.shape[axis]! + row) * inner;
      out.data.set(x.data.subarray(from, from + inner), to);
      to += inner;
    }
  }
  return out;
}

const tile: Kernel = (inputs, node) => {
  const x = inputAt(inputs, 0, node);
  const times = listOf(inputAt(inputs, 1, node));
  if (times.length !== x.shape.length)
    throw misfit(node, `repeats ${times.length} axes of ${x.shape.length}`);
  let out = x;
  for (let axis = times.length - 1; axis >= 0; axis--) {
    if (times[axis] !== 1) out = repeated(out, axis, times[axis]!, node);
  }
  return [out];
};

function repeated(x: Value, axis: number, times: number, node: GraphNode): Value {
  const out = allocate(x.dtype, x.shape.with(axis, x.shape[axis]! * times), labelOf(node));
  const run = x.shape.slice(axis).reduce((product, size) => product * size, 1);
  if (run === 0) return out;
  for (let from = 0, to = 0; from < x.data.length; from += run) {
    const part = x.data.subarray(from, from + run);
    for (let i = 0; i < times; i++, to += run) out.data.set(part, to);
  }
  return out;
}

const broadcastTo: Kernel = (inputs, node) => {
  const x = inputAt(inputs, 0, node);
  const shape = listOf(inputAt(inputs, 1, node));
  const shift = shape.length - x.shape.length;
  if (shift < 0 || x.shape.some((size, axis) => size !== 1 && size !== shape[axis + shift])) {
    throw misfit(node, `cannot spread [${x.shape.join(', ')}] to [${shape.join(', ')}]`);
  }
  return [gathered(x, shape, broadcastStrides(x.shape, shape))];
};

/** Pads a tensor. @param paddings before and after, axis by axis. */
export function padded(x: Value, paddings: readonly number[], node: GraphNode, fill = 0): Value {
  if (paddings.length !== 2 * x.shape.length || paddings.some((p) => p < 0)) {
    throw misfit(node, `has the paddings [${paddings.join(', ')}] for rank ${x.shape.length}`);
  }
  const shape = x.shape.map((size, axis) => paddings[2 * axis]! + size + paddings[2 * axis + 1]!);
  const out = allocate(x.dtype, shape, labelOf(node));
  if (fill !== 0) out.data.fill(fill);
  const strides = stridesOf(shape);
  scattered(
    x,
    out,
    strides,
    strides.reduce((sum, stride, axis) => sum + stride * paddings[2 * axis]!, 0),
  );
  return out;
}

const pad: Kernel = (inputs, node) => {
  const fill = node.op === 'PadV2' ? (inputs[2]?.data[0] ?? 0) : 0;
  return [padded(inputAt(inputs, 0, node), listOf(inputAt(inputs, 1, node)), node, fill)];
};

/** Works axis by axis, because the reflection along one axis includes the padding of earlier axes. */
const mirrorPad: Kernel = (inputs, node) => {
  const paddings = listOf(inputAt(inputs, 1, node));
  const edge = attr(node, 'mode', 'string') === 'SYMMETRIC' ? 1 : 0;
  let x = inputAt(inputs, 0, node);
  for (let axis = 0; axis < x.shape.length; axis++) {
    const [before, after, size] = [paddings[2 * axis]!, paddings[2 * axis + 1]!, x.shape[axis]!];
    if (before === 0 && after === 0) continue;
    const most = size - 1 + edge;
    if (!(before >= 0 && after >= 0 && before <= most && after <= most))
      throw misfit(node, 'reflects too far');
    const rows = Array.from({ length: before + size + after }, (_, i) => {
      const at = i - before;
      if (at < 0) return -at - edge;
      return at < size ? at : 2 * size - 2 + edge - at;
    });
    x = rowsOf(x, rows, axis, node);
  }
  return [x];
};

export const layoutKernels: KernelTable = {
  Transpose: transpose,
  ConcatV2: concat,
  Pack: pack,
  Unpack: unpack,
  Slice: slice,
  StridedSlice: stridedSlice,
  Split: split,
  SplitV: splitV,
  GatherV2: gather,
  Gather: gather,
  Tile: tile,
  BroadcastTo: broadcastTo,
  Pad: pad,
  PadV2: pad,
  MirrorPad: mirrorPad,
};
