import { attr, type GraphNode } from '../graph/graph.ts';
import { sliceSpec } from '../interpret/stridedSlice.ts';
import type { RuleInput, Shape, ShapeRule } from './shapeRule.ts';

const product = (shape: Shape): number => shape.reduce((count, size) => count * size, 1);

function axisIn(axis: number | undefined, rank: number): number | undefined {
  if (axis === undefined) return undefined;
  const resolved = axis < 0 ? axis + rank : axis;
  return resolved >= 0 && resolved < rank ? resolved : undefined;
}

const reshape: ShapeRule = ([x, wish]) => {
  if (x === undefined || wish?.values === undefined) return undefined;
  const known = product(wish.values.filter((size) => size !== -1));
  return [wish.values.map((size) => (size === -1 ? product(x.shape) / known : size))];
};

const expandDims: ShapeRule = ([x, dim]) => {
  const axis = x && axisIn(dim?.values?.[0], x.shape.length + 1);
  return axis === undefined ? undefined : [x!.shape.toSpliced(axis, 0, 1)];
};

const squeeze: ShapeRule = ([x], node) => {
  if (x === undefined) return undefined;
  const axes = (attr(node, 'squeeze_dims', 'ints') ?? []).map((axis) => axisIn(axis, x.shape.length));
  return [x.shape.filter((size, i) => (axes.length === 0 ? size !== 1 : !axes.includes(i)))];
};

const concat: ShapeRule = (inputs) => {
  const first = inputs[0];
  const axis = first && axisIn(inputs.at(-1)?.values?.[0], first.shape.length);
  if (axis === undefined) return undefined;
  return [
    first!.shape.with(
      axis,
      inputs.slice(0, -1).reduce((sum, x) => sum + (x.shape[axis] ?? 0), 0),
    ),
  ];
};

const pack: ShapeRule = (inputs, node) => {
  const first = inputs[0];
  const axis = first && axisIn(attr(node, 'axis', 'int') ?? 0, first.shape.length + 1);
  return axis === undefined ? undefined : [first!.shape.toSpliced(axis, 0, inputs.length)];
};

const unpack: ShapeRule = ([x], node) => {
  const axis = x && axisIn(attr(node, 'axis', 'int') ?? 0, x.shape.length);
  if (axis === undefined || x!.shape[axis]! > 1024) return undefined;
  return new Array<Shape>(x!.shape[axis]!).fill(x!.shape.toSpliced(axis, 1));
};

const slice: ShapeRule = ([x, begin, size]) => {
  if (x === undefined || begin?.values === undefined || size?.values === undefined) return undefined;
  return [size.values.map((s, i) => (s === -1 ? (x.shape[i] ?? 0) - begin.values![i]! : s))];
};

const stridedSlice: ShapeRule = ([x, ...ends], node) => {
  const [begin, end, strides] = ends.map((input) => input.values);
  if (x === undefined || begin === undefined || end === undefined || strides === undefined) return undefined;
  return [sliceSpec(x.shape, begin, end, strides, node).shape];
};

const split: ShapeRule = ([dim, x], node) => {
  const axis = x && axisIn(dim?.values?.[0], x.shape.length);
  const parts = attr(node, 'num_split', 'int') ?? 1;
  if (axis === undefined || parts < 1 || parts > 1024) return undefined;
  return new Array<Shape>(parts).fill(x!.shape.with(axis, x!.shape[axis]! / parts));
};

const splitV: ShapeRule = ([x, sizes, dim]) => {
  const axis = x && axisIn(dim?.values?.[0], x.shape.length);
  if (axis === undefined || sizes?.values === undefined) return undefined;
  const known = sizes.values.reduce((sum, size) => sum + Math.max(0, size), 0);
  return sizes.values.map((size) => x!.shape.with(axis, size === -1 ? x!.shape[axis]! - known : size));
};

const gather: ShapeRule = ([x, at, dim]) => {
  const axis = x && at && axisIn(dim === undefined ? 0 : dim.values?.[0], x.shape.length);
  return axis === undefined ? undefined : [x!.shape.toSpliced(axis, 1, ...at!.shape)];
};

const byPairs =
  (f: (size: number, before: number, after: number) => number): ShapeRule =>
  ([x, pairs]) =>
    x &&
    pairs?.values && [x.shape.map((size, i) => f(size, pairs.values![2 * i]!, pairs.values![2 * i + 1]!))];

const batchToSpace = (x: RuleInput, block: Shape, crops: readonly number[]): readonly Shape[] => [
  x.shape.map((size, i) => {
    if (i === 0) return size / product(block);
    return i > block.length ? size : size * block[i - 1]! - crops[2 * i - 2]! - crops[2 * i - 1]!;
  }),
];

function blockSize(node: GraphNode): number {
  return attr(node, 'block_size', 'int') ?? 1;
}

const padded = byPairs((size, before, after) => before + size + after);

export const layoutRules: Readonly<Record<string, ShapeRule>> = {
  Reshape: reshape,
  ExpandDims: expandDims,
  Squeeze: squeeze,
  Shape: ([x]) => x && [[x.shape.length]],
  ShapeN: (inputs) => inputs.map((x) => [x.shape.length]),
  Fill: ([size]) => size?.values && [size.values],
  BroadcastTo: ([, size]) => size?.values && [size.values],
  Range: ([start, limit, step]) => {
    const [a, b, c] = [start, limit, step].map((input) => input?.values?.[0]);
    return a === undefined || b === undefined || !c ? undefined : [[Math.max(0, Math.ceil((b - a) / c))]];
  },
  OneHot: ([at, depth]) => {
    const classes = depth?.values?.[0];
    return at === undefined || classes === undefined ? undefined : [[...at.shape, classes]];
  },
  ConcatV2: concat,
  Pack: pack,
  Unpack: unpack,
  Slice: slice,
  StridedSlice: stridedSlice,
  Split: split,
  SplitV: splitV,
  Gather: gather,
  GatherV2: gather,
  Transpose: ([x, order]) => x && order?.values && [order.values.map((axis) => x.shape[axis]!)],
  Tile: ([x, times]) => x && times?.values && [x.shape.map((size, i) => size * times.values![i]!)],
  Pad: padded,
  PadV2: padded,
  MirrorPad: padded,
  BatchToSpaceND: ([x, block, crops]) =>
    x && block?.values && crops?.values && batchToSpace(x, block.values, crops.values),
  SpaceToBatchND: ([x, block, pairs]) => {
    if (x === undefined || block?.values === undefined || pairs?.values === undefined) return undefined;
    const sizes = block.values;
    return [
      x.shape.map((size, i) => {
        if (i === 0) return size * product(sizes);
        return i > sizes.length
          ? size
          : (size + pairs.values![2 * i - 2]! + pairs.values![2 * i - 1]!) / sizes[i - 1]!;
      }),
    ];
  },
  BatchToSpace: ([x, crops], node) =>
    x && crops?.values && batchToSpace(x, [blockSize(node), blockSize(node)], crops.values),
  DepthToSpace: ([x], node) => {
    const n = blockSize(node);
    const [b, h, w, c] = x?.shape ?? [];
    return c === undefined ? undefined : [[b!, h! * n, w! * n, c / (n * n)]];
  },
  ResizeNearestNeighbor: ([x, size]) => x && size?.values && [[x.shape[0]!, ...size.values, x.shape[3]!]],
  ResizeBilinear: ([x, size]) => x && size?.values && [[x.shape[0]!, ...size.values, x.shape[3]!]],
};
