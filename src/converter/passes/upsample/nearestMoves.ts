/**
 * Recognises nearest-neighbour upsampling in any spelling. Reshapes, transposes, tilings, broadcasts and joins only move
 * numbers. To see what such a chain does, the numbers 0, 1, 2, ... are sent through it. If each arrives where a
 * nearest-neighbour resize would put it, for a batch of one and of two, the chain is that resize.
 */
import { constantAt, type Graph, type GraphNode, type Ref, ref, sameRef } from '../../graph/graph.ts';
import { topologicalOrder } from '../../graph/order.ts';
import { pruned, Rewriter } from '../../graph/rewrite.ts';
import { toValue, type Value } from '../../graph/value.ts';
import { interpret } from '../../interpret/interpret.ts';
import { type Shapes, shapesOf } from '../../shapes/shapesOf.ts';
import { putUpsample } from './upsampleNode.ts';

const moves = new Set([
  'Reshape',
  'ExpandDims',
  'Squeeze',
  'Transpose',
  'Tile',
  'BroadcastTo',
  'ConcatV2',
  'Pack',
  'Unpack',
  'BatchToSpaceND',
  'BatchToSpace',
  'DepthToSpace',
  'Gather',
  'GatherV2',
  'Slice',
  'StridedSlice',
  'Split',
]);
/** The most numbers sent through a chain: 128 x 128 pixels of 256 channels. */
const mostNumbers = 2 ** 23;
const longestChain = 24;
/** The limit for all chains of a graph together: about a second's work. */
const mostInAll = 2 ** 26;

export function recogniseMovedUpsample(graph: Graph): Graph {
  const shapes = shapesOf(graph);
  const rewriter = new Rewriter(graph);
  const inside = new Set<string>();
  const budget = { left: mostInAll };
  for (const node of topologicalOrder(graph).reverse()) {
    if (inside.has(node.name) || !isMove(graph, node) || shapes.shape(ref(node.name))?.length !== 4) continue;
    const upsampling = upsampled(graph, shapes, node, budget);
    if (upsampling === undefined) continue;
    for (const name of upsampling.chain) inside.add(name);
    putUpsample(rewriter, node.name, upsampling.from, upsampling.size);
  }
  return rewriter.finish();
}

/** Recognises moves; multiplying by ones is a way to broadcast. */
function isMove(graph: Graph, node: GraphNode): boolean {
  if (moves.has(node.op)) return true;
  return node.op === 'Mul' && node.inputs.some((at) => isOnes(graph, at));
}

function isOnes(graph: Graph, at: Ref): boolean {
  const constant = constantAt(graph, at);
  if (constant === undefined || constant.shape.length < 4) return false;
  if (constant.shape.reduce((product, size) => product * size, 1) > 4096) return false;
  return toValue(constant.load()).data.every((x) => x === 1);
}

/** Moves from `from` (not included) to the sink; each reads only the one before it and constants. */
interface Chain {
  readonly from: Ref;
  readonly chain: readonly string[];
}

/** Finds the farthest picture up the chain of which `sink` is an upsampling. */
function upsampled(graph: Graph, shapes: Shapes, sink: GraphNode, budget: { left: number }) {
  const chain = new Set<string>([sink.name]);
  const candidates: Chain[] = [];
  for (let at = sourceOf(graph, sink); at !== undefined && chain.size < longestChain; ) {
    if (shapes.shape(at)?.length === 4) candidates.push({ from: at, chain: [...chain] });
    const node = graph.nodes.get(at.node);
    if (node === undefined || !isMove(graph, node)) break;
    chain.add(node.name);
    at = sourceOf(graph, node);
  }
  const to = shapes.shape(ref(sink.name))!;
  for (const candidate of candidates.reverse()) {
    const from = shapes.shape(candidate.from)!;
    const [timesY, timesX] = [to[1]! / from[1]!, to[2]! / from[2]!];
    const grows = Number.isInteger(timesY) && Number.isInteger(timesX) && timesY * timesX > 1;
    if (!grows || from[3] !== to[3] || from[0] !== -1 || to[0] !== -1) continue;
    if ([from, to].some((shape) => shape.slice(1).some((size) => size < 1))) continue;
    const numbers = 2 * to[1]! * to[2]! * to[3]!;
    if (numbers > Math.min(mostNumbers, budget.left)) continue;
    budget.left -= numbers;
    if (
      [1, 2].every((batch) => movesAsUpsample(graph, candidate, sink, from.with(0, batch), timesY, timesX))
    ) {
      return { ...candidate, size: [to[1]!, to[2]!] as const };
    }
  }
  return undefined;
}

/** Returns the one tensor that a move moves; undefined if it joins different ones. */
function sourceOf(graph: Graph, node: GraphNode): Ref | undefined {
  const sources = node.inputs.filter((at) => constantAt(graph, at) === undefined);
  const [first] = sources;
  return first !== undefined && sources.every((at) => sameRef(at, first)) ? first : undefined;
}

/** No node in a file has this name. */
const numbersNode = '\0numbers';

function movesAsUpsample(
  graph: Graph,
  { from, chain }: Chain,
  sink: GraphNode,
  shape: readonly number[],
  timesY: number,
  timesX: number,
): boolean {
  const [n, h, w, c] = shape as [number, number, number, number];
  const numbers: Value = {
    dtype: 'int32',
    shape,
    data: Int32Array.from({ length: n * h * w * c }, (_, i) => i),
  };
  const input = { key: 'x', node: numbersNode, dtype: 'int32', shape } as const;
  // Only the chain: a graph can have thousands of them.
  const nodes = new Map<string, GraphNode>();
  for (const name of chain) {
    const node = graph.nodes.get(name)!;
    for (const { node: source } of node.inputs) nodes.set(source, graph.nodes.get(source)!);
  }
  for (const name of chain) nodes.set(name, redirected(graph.nodes.get(name)!, from));
  nodes.set(numbersNode, { name: numbersNode, op: 'Placeholder', inputs: [], attrs: {} });
  const alone = pruned({ nodes, inputs: [input], outputs: [{ key: 'y', ref: ref(sink.name) }] });
  const [moved] = interpret(alone, new Map([[numbersNode, numbers]]));
  const { data } = moved!;
  let at = 0;
  for (let image = 0; image < n; image++) {
    for (let y = 0; y < h * timesY; y++) {
      for (let x = 0; x < w * timesX; x++) {
        const first = ((image * h + Math.floor(y / timesY)) * w + Math.floor(x / timesX)) * c;
        for (let k = 0; k < c; k++) if (data[at++] !== first + k) return false;
      }
    }
  }
  return at === data.length;
}

function redirected(node: GraphNode, from: Ref): GraphNode {
  if (!node.inputs.some((at) => sameRef(at, from))) return node;
  return { ...node, inputs: node.inputs.map((at) => (sameRef(at, from) ? ref(numbersNode) : at)) };
}
