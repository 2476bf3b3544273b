/** Ops that state or change shapes without moving numbers, and ops that make tensors from shapes. */

import { dtypeOf } from '../graph/dtypes.ts';
import { attr, type GraphNode } from '../graph/graph.ts';
import { elementCount } from '../graph/tensor.ts';
import { allocate, axisOf, listOf, scalar, type Value, type ValueType, valueTypeOf } from '../graph/value.ts';
import { inputAt, type Kernel, type KernelTable, labelOf, misfit } from './kernel.ts';

/** Resolves the single -1 that a Reshape may contain. */
function reshapedShape(from: readonly number[], wish: readonly number[], node: GraphNode): number[] {
  const count = elementCount(from, labelOf(node));
  const known = wish.filter((size) => size !== -1).reduce((product, size) => product * size, 1);
  const shape = wish.map((size) => (size === -1 ? count / known : size));
  const fits =
    wish.filter((size) => size === -1).length <= 1 && shape.every((s) => Number.isInteger(s) && s >= 0);
  if (!fits || elementCount(shape, labelOf(node)) !== count) {
    throw misfit(node, `cannot make [${wish.join(', ')}] of [${from.join(', ')}]`);
  }
  return shape;
}

const reshape: Kernel = (inputs, node) => {
  const x = inputAt(inputs, 0, node);
  return [{ ...x, shape: reshapedShape(x.shape, listOf(inputAt(inputs, 1, node)), node) }];
};

const expandDims: Kernel = (inputs, node) => {
  const x = inputAt(inputs, 0, node);
  const axis = axisOf(inputAt(inputs, 1, node).data[0] ?? 0, x.shape.length + 1, labelOf(node));
  return [{ ...x, shape: x.shape.toSpliced(axis, 0, 1) }];
};

const squeeze: Kernel = (inputs, node) => {
  const x = inputAt(inputs, 0, node);
  const wish = attr(node, 'squeeze_dims', 'ints') ?? [];
  const axes = new Set(wish.map((axis) => axisOf(axis, x.shape.length, labelOf(node))));
  const drop = (size: number, axis: number): boolean => (axes.size === 0 ? size === 1 : axes.has(axis));
  if ([...axes].some((axis) => x.shape[axis] !== 1))
    throw misfit(node, `cannot squeeze [${x.shape.join(', ')}]`);
  return [{ ...x, shape: x.shape.filter((size, axis) => !drop(size, axis)) }];
};

function outType(node: GraphNode): ValueType {
  const dtype = dtypeOf(attr(node, 'out_type', 'type') ?? 3);
  return dtype === undefined ? 'int32' : valueTypeOf(dtype);
}

function vector(dtype: ValueType, list: readonly number[]): Value {
  const value = allocate(dtype, [list.length]);
  value.data.set(list);
  return value;
}

/** Returns the results of ops that depend only on shapes, or undefined for any other op. */
export function resultsFromShapes(
  node: GraphNode,
  shapes: readonly (readonly number[])[],
): Value[] | undefined {
  switch (node.op) {
    case 'Shape':
    case 'ShapeN':
      return shapes.map((shape) => vector(outType(node), shape));
    case 'Rank':
      return shapes.map((shape) => scalar('int32', shape.length));
    case 'Size':
      return shapes.map((shape) => scalar(outType(node), elementCount(shape, labelOf(node))));
    default:
      return undefined;
  }
}

const fromShapes: Kernel = (inputs, node) =>
  resultsFromShapes(
    node,
    inputs.map((x) => x.shape),
  ) ?? [];

const fill: Kernel = (inputs, node) => {
  const x = inputAt(inputs, 1, node);
  const out = allocate(x.dtype, listOf(inputAt(inputs, 0, node)), labelOf(node));
  out.data.fill(x.data[0] ?? 0);
  return [out];
};

const range: Kernel = (inputs, node) => {
  const from = inputAt(inputs, 0, node);
  const [start, limit, step] = [0, 1, 2].map((i) => inputAt(inputs, i, node).data[0] ?? 0) as [
    number,
    number,
    number,
  ];
  const count = Math.max(0, Math.ceil((limit - start) / step));
  const out = allocate(from.dtype, [count], labelOf(node));
  for (let i = 0; i < count; i++) out.data[i] = start + i * step;
  return [out];
};

/** Along the last axis only, as in TF.js. */
const oneHot: Kernel = (inputs, node) => {
  const [at, depth, on, off] = [0, 1, 2, 3].map((i) => inputAt(inputs, i, node)) as [
    Value,
    Value,
    Value,
    Value,
  ];
  const axis = attr(node, 'axis', 'int') ?? -1;
  if (axis !== -1 && axis !== at.shape.length) throw misfit(node, `has the axis ${axis}, not the last one`);
  const classes = depth.data[0] ?? 0;
  const out = allocate(on.dtype, [...at.shape, classes], labelOf(node));
  out.data.fill(off.data[0]!);
  at.data.forEach((number, row) => {
    if (number >= 0 && number < classes) out.data[row * classes + number] = on.data[0]!;
  });
  return [out];
};

const filled =
  (number: number): Kernel =>
  (inputs, node) => {
    const x = inputAt(inputs, 0, node);
    const out = allocate(x.dtype, x.shape);
    out.data.fill(number);
    return [out];
  };

export const shapeKernels: KernelTable = {
  Reshape: reshape,
  ExpandDims: expandDims,
  Squeeze: squeeze,
  Shape: fromShapes,
  ShapeN: fromShapes,
  Rank: fromShapes,
  Size: fromShapes,
  Fill: fill,
  Range: range,
  OneHot: oneHot,
  ZerosLike: filled(0),
  OnesLike: filled(1),
};
