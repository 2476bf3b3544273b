/** Matrix products, normalisation and softmax. */
import { attr, type GraphNode } from '../graph/graph.ts';
import { allocate, type Value } from '../graph/value.ts';
import { broadcastShapes, broadcastStrides } from './broadcast.ts';
import { inputAt, type Kernel, type KernelTable, labelOf, misfit } from './kernel.ts';
import { matmul, pack } from './matmul.ts';
import { gathered, transposed } from './move.ts';
import { nhwc } from './spaceBatch.ts';

function swapLast(x: Value): Value {
  const axes = x.shape.map((_, i) => i);
  const [a, b] = axes.splice(-2) as [number, number];
  return transposed(x, [...axes, b, a]);
}

/** Multiplies a [..., m, k] by b [..., k, n], with the leading axes broadcast. */
function product(a: Value, b: Value, node: GraphNode): Value {
  const [m, k] = a.shape.slice(-2) as [number, number];
  const [depth, n] = b.shape.slice(-2) as [number, number];
  const outer = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
  if (a.shape.length < 2 || b.shape.length < 2 || k !== depth || outer === undefined) {
    throw misfit(node, `cannot multiply [${a.shape.join(', ')}] by [${b.shape.join(', ')}]`);
  }
  const spread = (x: Value): Value => {
    const shape = [...outer, ...x.shape.slice(-2)];
    return shape.length === x.shape.length && shape.every((s, i) => s === x.shape[i])
      ? x
      : gathered(x, shape, broadcastStrides(x.shape, shape));
  };
  const [left, right] = [spread(a), spread(b)];
  const out = allocate('float32', [...outer, m, n], labelOf(node));
  const sums = new Float64Array(m * n);
  for (let i = 0; i * m * n < out.data.length; i++) {
    const packed = pack(k, n, (p, j) => right.data[i * k * n + p * n + j]!);
    matmul(Float64Array.from(left.data.subarray(i * m * k, (i + 1) * m * k)), packed, m, sums);
    out.data.set(sums, i * m * n);
  }
  return out;
}

export function matMulOf(node: GraphNode, a: Value, b: Value): Value {
  const flag = (...names: string[]): boolean => names.some((name) => attr(node, name, 'bool') === true);
  return product(
    flag('transpose_a', 'adj_x') ? swapLast(a) : a,
    flag('transpose_b', 'adj_y') ? swapLast(b) : b,
    node,
  );
}

const matMul: Kernel = (inputs, node) => [matMulOf(node, inputAt(inputs, 0, node), inputAt(inputs, 1, node))];

/** Batch norm at inference. (In training it would depend on the other pictures of the batch.) */
const batchNorm: Kernel = (inputs, node) => {
  if (attr(node, 'is_training', 'bool') !== false) {
    throw misfit(node, 'is a batch norm in training; export the model for inference');
  }
  const x = inputAt(inputs, 0, node);
  const [, , , c] = nhwc(x, node);
  const [scale, offset, mean, variance] = [1, 2, 3, 4].map((i) => inputAt(inputs, i, node)) as [
    Value,
    Value,
    Value,
    Value,
  ];
  if ([scale, offset, mean, variance].some((v) => v.data.length !== c))
    throw misfit(node, `has ${c} channels`);
  const epsilon = attr(node, 'epsilon', 'float') ?? 1e-4;
  const out = allocate('float32', x.shape);
  for (let i = 0; i < out.data.length; i++) {
    const k = i % c;
    const normal = (x.data[i]! - mean.data[k]!) / Math.sqrt(variance.data[k]! + epsilon);
    out.data[i] = normal * scale.data[k]! + offset.data[k]!;
  }
  return [out, mean, variance, mean, variance, mean];
};

const softmax: Kernel = (inputs, node) => {
  const x = inputAt(inputs, 0, node);
  const size = x.shape.at(-1) ?? 1;
  const out = allocate('float32', x.shape);
  for (let row = 0; row < x.data.length; row += size) {
    const part = Array.from(x.data.subarray(row, row + size));
    const most = part.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const sum = part.reduce((total, v) => total + Math.exp(v - most), 0);
    for (let i = 0; i < size; i++) out.data[row + i] = Math.exp(part[i]! - most) / sum;
  }
  return [out];
};

export const denseKernels: KernelTable = {
  MatMul: matMul,
  BatchMatMul: matMul,
  BatchMatMulV2: matMul,
  FusedBatchNorm: batchNorm,
  FusedBatchNormV2: batchNorm,
  FusedBatchNormV3: batchNorm,
  Softmax: softmax,
};
