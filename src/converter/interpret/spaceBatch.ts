/** Ops that move blocks of pixels between batch, depth and space, and ops that resize pictures. All are NHWC. */
import { attr, type GraphNode } from '../graph/graph.ts';
import { allocate, listOf, type Value } from '../graph/value.ts';
import { inputAt, type Kernel, type KernelTable, labelOf, misfit } from './kernel.ts';
import { padded, sliced } from './layout.ts';
import { transposed } from './move.ts';

/**
 * Rearranges x [b*prod(block), ...spatial, ...rest] to [b, ...spatial*block - crops, ...rest]: reshape, transpose,
 * reshape, crop, as in TensorFlow's documentation of the op.
 */
function batchToSpace(x: Value, block: readonly number[], crops: readonly number[], node: GraphNode): Value {
  const cells = block.reduce((product, size) => product * size, 1);
  const spatial = block.length;
  if (x.shape.length <= spatial || cells < 1 || x.shape[0]! % cells !== 0 || crops.length !== 2 * spatial) {
    throw misfit(node, `cannot spread blocks of [${block.join(', ')}] out of [${x.shape.join(', ')}]`);
  }
  const batch = x.shape[0]! / cells;
  const rest = x.shape.slice(1 + spatial);
  const split: Value = { ...x, shape: [...block, batch, ...x.shape.slice(1)] };
  const permutation = [spatial];
  for (let i = 0; i < spatial; i++) permutation.push(spatial + 1 + i, i);
  for (let i = 0; i < rest.length; i++) permutation.push(2 * spatial + 1 + i);
  const joined = [batch, ...block.map((size, i) => size * x.shape[1 + i]!), ...rest];
  const full: Value = { ...transposed(split, permutation), shape: joined };
  const begin = joined.map((_, axis) => (axis >= 1 && axis <= spatial ? crops[2 * (axis - 1)]! : 0));
  const size = joined.map((total, axis) =>
    axis >= 1 && axis <= spatial ? total - crops[2 * (axis - 1)]! - crops[2 * (axis - 1) + 1]! : total,
  );
  return sliced(full, begin, size, node);
}

/** The reverse of batchToSpace: pads, then gathers blocks into the batch. */
const spaceToBatchND: Kernel = (inputs, node) => {
  const x = inputAt(inputs, 0, node);
  const block = listOf(inputAt(inputs, 1, node));
  const paddings = listOf(inputAt(inputs, 2, node));
  const spatial = block.length;
  if (x.shape.length <= spatial || paddings.length !== 2 * spatial) throw misfit(node, 'has odd paddings');
  const rest = x.shape.slice(1 + spatial);
  const whole = padded(x, [0, 0, ...paddings, ...rest.flatMap(() => [0, 0])], node);
  const batch = x.shape[0]!;
  const cells = block.map((size, i) => whole.shape[1 + i]! / size);
  if (!cells.every(Number.isInteger)) throw misfit(node, `cannot cut blocks of [${block.join(', ')}]`);
  const split: Value = {
    ...whole,
    shape: [batch, ...block.flatMap((size, i) => [cells[i]!, size]), ...rest],
  };
  const permutation = [
    ...block.map((_, i) => 2 + 2 * i),
    0,
    ...block.map((_, i) => 1 + 2 * i),
    ...rest.map((_, i) => 1 + 2 * spatial + i),
  ];
  const count = block.reduce((product, size) => product * size, batch);
  return [{ ...transposed(split, permutation), shape: [count, ...cells, ...rest] }];
};

const batchToSpaceND: Kernel = (inputs, node) => [
  batchToSpace(
    inputAt(inputs, 0, node),
    listOf(inputAt(inputs, 1, node)),
    listOf(inputAt(inputs, 2, node)),
    node,
  ),
];

const batchToSpace2D: Kernel = (inputs, node) => {
  const size = attr(node, 'block_size', 'int') ?? 1;
  return [batchToSpace(inputAt(inputs, 0, node), [size, size], listOf(inputAt(inputs, 1, node)), node)];
};

/** [b, h, w, n*n*c] to [b, h*n, w*n, c]. */
const depthToSpace: Kernel = (inputs, node) => {
  const x = inputAt(inputs, 0, node);
  const n = attr(node, 'block_size', 'int') ?? 1;
  const [b, h, w, c] = nhwc(x, node);
  if (c % (n * n) !== 0) throw misfit(node, `cannot spread ${c} channels in blocks of ${n}`);
  const split: Value = { ...x, shape: [b, h, w, n, n, c / (n * n)] };
  return [{ ...transposed(split, [0, 1, 3, 2, 4, 5]), shape: [b, h * n, w * n, c / (n * n)] }];
};

/** Returns the four sizes of a picture batch. NCHW is not supported, because TF.js does not compute it either. */
export function nhwc(x: Value, node: GraphNode): [number, number, number, number] {
  const format = attr(node, 'data_format', 'string') ?? 'NHWC';
  if (format !== 'NHWC') throw misfit(node, `has the layout ${format}; only NHWC is supported`);
  if (x.shape.length !== 4) throw misfit(node, `takes pictures [n, h, w, c], not [${x.shape.join(', ')}]`);
  return x.shape as unknown as [number, number, number, number];
}

interface ResizeAxis {
  readonly from: number;
  readonly to: number;
  readonly scale: number;
  readonly halfPixels: boolean;
}

function resizeAxis(from: number, to: number, node: GraphNode): ResizeAxis {
  const corners = attr(node, 'align_corners', 'bool') ?? false;
  const scale = corners && to > 1 ? (from - 1) / (to - 1) : from / to;
  return { from, to, scale, halfPixels: attr(node, 'half_pixel_centers', 'bool') ?? false };
}

const resizeNearest: Kernel = (inputs, node) => {
  const x = inputAt(inputs, 0, node);
  const [b, h, w, c] = nhwc(x, node);
  const [toH, toW] = listOf(inputAt(inputs, 1, node)) as [number, number];
  const corners = attr(node, 'align_corners', 'bool') ?? false;
  const sourcesOf = (axis: ResizeAxis): number[] =>
    Array.from({ length: axis.to }, (_, i) => {
      const at = (axis.halfPixels ? i + 0.5 : i) * axis.scale;
      return Math.max(0, Math.min(axis.from - 1, corners ? Math.round(at) : Math.floor(at)));
    });
  const rows = sourcesOf(resizeAxis(h, toH, node));
  const columns = sourcesOf(resizeAxis(w, toW, node));
  const out = allocate(x.dtype, [b, toH, toW, c], labelOf(node));
  let to = 0;
  for (let n = 0; n < b; n++) {
    for (const row of rows) {
      for (const column of columns) {
        const from = ((n * h + row) * w + column) * c;
        out.data.set(x.data.subarray(from, from + c), to);
        to += c;
      }
    }
  }
  return [out];
};

const resizeBilinear: Kernel = (inputs, node) => {
  const x = inputAt(inputs, 0, node);
  const [b, h, w, c] = nhwc(x, node);
  const [toH, toW] = listOf(inputAt(inputs, 1, node)) as [number, number];
  const sourcesOf = (axis: ResizeAxis): [number, number, number][] =>
    Array.from({ length: axis.to }, (_, i) => {
      const at = axis.halfPixels ? (i + 0.5) * axis.scale - 0.5 : i * axis.scale;
      const low = Math.floor(at);
      const clamp = (v: number): number => Math.max(0, Math.min(axis.from - 1, v));
      return [clamp(low), clamp(Math.ceil(at)), Math.max(0, at) - Math.max(0, low)];
    });
  const rows = sourcesOf(resizeAxis(h, toH, node));
  const columns = sourcesOf(resizeAxis(w, toW, node));
  const out = allocate('float32', [b, toH, toW, c], labelOf(node));
  let to = 0;
  for (let n = 0; n < b; n++) {
    const pixel = (row: number, column: number, k: number): number =>
      x.data[((n * h + row) * w + column) * c + k]!;
    for (const [y0, y1, fy] of rows) {
      for (const [x0, x1, fx] of columns) {
        for (let k = 0; k < c; k++) {
          const top = pixel(y0, x0, k) + (pixel(y0, x1, k) - pixel(y0, x0, k)) * fx;
          const bottom = pixel(y1, x0, k) + (pixel(y1, x1, k) - pixel(y1, x0, k)) * fx;
          out.data[to++] = top + (bottom - top) * fy;
        }
      }
    }
  }
  return [out];
};

export const spaceKernels: KernelTable = {
  BatchToSpaceND: batchToSpaceND,
  BatchToSpace: batchToSpace2D,
  SpaceToBatchND: spaceToBatchND,
  DepthToSpace: depthToSpace,
  ResizeNearestNeighbor: resizeNearest,
  ResizeBilinear: resizeBilinear,
};
