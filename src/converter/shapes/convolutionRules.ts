import { attr } from '../graph/graph.ts';
import { type Window, windowed, windowOf } from '../graph/window.ts';
import type { Shape, ShapeRule } from './shapeRule.ts';

function outSize(shape: Shape, kernel: readonly [number, number], window: Window): [number, number] {
  const along = (axis: 1 | 2): number =>
    windowed(
      shape[axis]!,
      kernel[axis - 1]!,
      window.strides[axis]!,
      window.dilations[axis]!,
      window.padding,
      [window.explicit[2 * axis] ?? 0, window.explicit[2 * axis + 1] ?? 0],
    );
  return [along(1), along(2)];
}

const conv2d: ShapeRule = ([x, kernel], node) => {
  const window = windowOf(node);
  if (window === undefined || x?.shape.length !== 4 || kernel?.shape.length !== 4) return undefined;
  const [kh, kw, , out] = kernel.shape as [number, number, number, number];
  return [[x.shape[0]!, ...outSize(x.shape, [kh, kw], window), out]];
};

const depthwise: ShapeRule = ([x, kernel], node) => {
  const window = windowOf(node);
  if (window === undefined || x?.shape.length !== 4 || kernel?.shape.length !== 4) return undefined;
  const [kh, kw, channels, multiplier] = kernel.shape as [number, number, number, number];
  return [[x.shape[0]!, ...outSize(x.shape, [kh, kw], window), channels * multiplier]];
};

const pool: ShapeRule = ([x], node) => {
  const window = windowOf(node);
  const size = attr(node, 'ksize', 'ints');
  if (window === undefined || x?.shape.length !== 4 || size?.length !== 4) return undefined;
  return [[x.shape[0]!, ...outSize(x.shape, [size[1]!, size[2]!], window), x.shape[3]!]];
};

const matMul: ShapeRule = ([a, b], node) => {
  if (a?.shape.length !== 2 || b?.shape.length !== 2) return undefined;
  const rows = a.shape[(attr(node, 'transpose_a', 'bool') ?? false) ? 1 : 0]!;
  const columns = b.shape[(attr(node, 'transpose_b', 'bool') ?? false) ? 0 : 1]!;
  return [[rows, columns]];
};

const batchMatMul: ShapeRule = ([a, b], node) => {
  if (a === undefined || b === undefined || a.shape.length < 2 || b.shape.length < 2) return undefined;
  const rows = a.shape.at((attr(node, 'adj_x', 'bool') ?? false) ? -1 : -2)!;
  const columns = b.shape.at((attr(node, 'adj_y', 'bool') ?? false) ? -2 : -1)!;
  const outer = a.shape.length >= b.shape.length ? a.shape : b.shape;
  return [[...outer.slice(0, -2), rows, columns]];
};

export const convolutionRules: Readonly<Record<string, ShapeRule>> = {
  Conv2D: conv2d,
  _FusedConv2D: conv2d,
  DepthwiseConv2dNative: depthwise,
  Conv2DBackpropInput: ([size]) => size?.values && [size.values],
  AvgPool: pool,
  MaxPool: pool,
  MatMul: matMul,
  _FusedMatMul: matMul,
  BatchMatMul: batchMatMul,
  BatchMatMulV2: batchMatMul,
};
