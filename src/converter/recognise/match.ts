/** Matches small pieces of a generator in the graph. Each function returns undefined if its piece is not there. */

import { listOfConstant, scalarOf } from '../graph/constantNumbers.ts';
import {
  attr,
  type Constant,
  constantAt,
  type Graph,
  type GraphNode,
  type Ref,
  sameRef,
} from '../graph/graph.ts';

export interface Convolution {
  readonly x: Ref;
  readonly kernel: Constant;
  /** The weight's name: that of its `Const` node. */
  readonly kernelName: string;
  readonly padding: string;
}

function producer(graph: Graph, at: Ref): GraphNode | undefined {
  return at.output === 0 ? graph.nodes.get(at.node) : undefined;
}

/** Returns both orders of a node's two inputs. */
export function bothOrders(node: GraphNode): readonly (readonly [Ref, Ref])[] {
  const [a, b] = node.inputs;
  return a === undefined || b === undefined
    ? []
    : [
        [a, b],
        [b, a],
      ];
}

/** Matches a convolution of stride 1 with a constant kernel. */
export function matchConvolution(graph: Graph, at: Ref): Convolution | undefined {
  const node = producer(graph, at);
  const [x, kernelRef] = node?.inputs ?? [];
  const kernel = constantAt(graph, kernelRef);
  if (node?.op !== 'Conv2D' || x === undefined || kernelRef === undefined || kernel?.shape.length !== 4) {
    return undefined;
  }
  const ones = (name: string): boolean => (attr(node, name, 'ints') ?? [1]).every((step) => step === 1);
  if (!ones('strides') || !ones('dilations') || attr(node, 'data_format', 'string') !== 'NHWC')
    return undefined;
  return { x, kernel, kernelName: kernelRef.node, padding: attr(node, 'padding', 'string') ?? '' };
}

/** Matches x + bias for a constant vector along the channels. */
export function matchBias(
  graph: Graph,
  at: Ref,
  channels?: number,
): { x: Ref; bias: Constant; name: string } | undefined {
  const node = producer(graph, at);
  if (node?.op !== 'Add' && node?.op !== 'AddV2' && node?.op !== 'BiasAdd') return undefined;
  for (const [x, biasRef] of bothOrders(node)) {
    const bias = constantAt(graph, biasRef);
    const size = bias?.shape.at(-1);
    if (bias === undefined || bias.shape.slice(0, -1).some((s) => s !== 1) || bias.shape.length > 4) continue;
    if (size === undefined || (channels !== undefined && size !== channels)) continue;
    return { x, bias, name: biasRef.node };
  }
  return undefined;
}

/** Matches a leaky ReLU. */
export function matchLeakyRelu(graph: Graph, at: Ref): { x: Ref; slope: number } | undefined {
  const node = producer(graph, at);
  const x = node?.inputs[0];
  if (node?.op !== 'LeakyRelu' || x === undefined) return undefined;
  return { x, slope: attr(node, 'alpha', 'float') ?? 0.2 };
}

/** Matches x / sqrt(mean(x^2, last axis) + epsilon), in any spelling. */
export function matchPixelNorm(graph: Graph, at: Ref, rank: number): { x: Ref; epsilon: number } | undefined {
  const node = producer(graph, at);
  if (node === undefined) return undefined;
  for (const [x, scale] of node.op === 'Mul' || node.op === 'RealDiv' ? bothOrders(node) : []) {
    if (node.op === 'RealDiv' && x !== node.inputs[0]) continue;
    const epsilon = node.op === 'Mul' ? inverseRoot(graph, scale, x, rank) : root(graph, scale, x, rank);
    if (epsilon !== undefined) return { x, epsilon };
  }
  return undefined;
}

/** Returns the epsilon of rsqrt(mean(x^2) + epsilon). */
function inverseRoot(graph: Graph, at: Ref, x: Ref, rank: number): number | undefined {
  const node = producer(graph, at);
  const inner = node?.inputs[0];
  if (node === undefined || inner === undefined) return undefined;
  if (node.op === 'Rsqrt') return meanSquare(graph, inner, x, rank);
  if (node.op === 'Reciprocal') return root(graph, inner, x, rank);
  if (node.op === 'RealDiv' && node.inputs[1] !== undefined && scalarOf(constantAt(graph, inner)) === 1) {
    return root(graph, node.inputs[1], x, rank);
  }
  if (node.op === 'Pow' && scalarOf(constantAt(graph, node.inputs[1])) === -0.5)
    return meanSquare(graph, inner, x, rank);
  return undefined;
}

function root(graph: Graph, at: Ref, x: Ref, rank: number): number | undefined {
  const node = producer(graph, at);
  const inner = node?.inputs[0];
  return node?.op === 'Sqrt' && inner !== undefined ? meanSquare(graph, inner, x, rank) : undefined;
}

function meanSquare(graph: Graph, at: Ref, x: Ref, rank: number): number | undefined {
  // Simplifying exporters drop an epsilon that they take for zero.
  if (isMeanSquare(graph, at, x, rank)) return 0;
  const sum = producer(graph, at);
  if (sum?.op !== 'Add' && sum?.op !== 'AddV2') return undefined;
  for (const [meanRef, epsilonRef] of bothOrders(sum)) {
    const epsilon = scalarOf(constantAt(graph, epsilonRef));
    if (epsilon !== undefined && isMeanSquare(graph, meanRef, x, rank)) return epsilon;
  }
  return undefined;
}

function isMeanSquare(graph: Graph, at: Ref, x: Ref, rank: number): boolean {
  const mean = producer(graph, at);
  if (mean?.op !== 'Mean' || attr(mean, 'keep_dims', 'bool') !== true) return false;
  const axes = listOfConstant(constantAt(graph, mean.inputs[1]));
  const last = axes?.length === 1 && (axes[0] === -1 || axes[0] === rank - 1);
  const square = mean.inputs[0] && producer(graph, mean.inputs[0]);
  return last && square !== undefined && isSquare(graph, square, x);
}

function isSquare(graph: Graph, node: GraphNode, x: Ref): boolean {
  const [a, b] = node.inputs;
  if (a === undefined || !sameRef(a, x)) return false;
  if (node.op === 'Square') return true;
  if (node.op === 'Mul') return b !== undefined && sameRef(b, x);
  return node.op === 'Pow' && scalarOf(constantAt(graph, b)) === 2;
}

/** Matches a nearest-neighbour resize to exactly twice the size. */
export function matchUpsample(
  graph: Graph,
  at: Ref,
): { x: Ref; size: readonly [number, number] } | undefined {
  const node = producer(graph, at);
  const x = node?.inputs[0];
  const size = listOfConstant(constantAt(graph, node?.inputs[1]));
  if (node?.op !== 'ResizeNearestNeighbor' || x === undefined || size?.length !== 2) return undefined;
  return attr(node, 'align_corners', 'bool') ? undefined : { x, size: [size[0]!, size[1]!] };
}

/** Matches a padding of the two middle axes by the same number on all sides. */
export function matchPad(graph: Graph, at: Ref): { x: Ref; by: number } | undefined {
  const node = producer(graph, at);
  const x = node?.inputs[0];
  const paddings = listOfConstant(constantAt(graph, node?.inputs[1]));
  const fill = node?.op === 'PadV2' ? scalarOf(constantAt(graph, node.inputs[2])) : 0;
  if ((node?.op !== 'Pad' && node?.op !== 'PadV2') || x === undefined || fill !== 0) return undefined;
  const by = paddings?.[2] ?? -1;
  return paddings?.join() === [0, 0, by, by, by, by, 0, 0].join() ? { x, by } : undefined;
}
