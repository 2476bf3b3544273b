/** Estimates the cost of one picture of a network, in work and memory, without running it. */
import { ZscapeError } from '../../base/errors.ts';
import { attr, type Graph, type GraphNode, type ShapedNode } from '../graph/graph.ts';
import { topologicalOrder } from '../graph/order.ts';
import { shapesOfOne } from './shapesOf.ts';

export interface Cost {
  /** Multiply-accumulates of its convolutions and matrix products. */
  readonly macs: number;
  /** `macs`, plus one for each number that any node reads or writes. */
  readonly work: number;
  /** Bytes of its weights and of the most other tensors needed at one time. */
  readonly bytes: number;
}

export interface CostLimits {
  /** For one picture, counted as in `Cost`. */
  readonly work: number;
  readonly bytes: number;
}

/** For comparison: progan-128 takes 21e9 and 111 MB. */
const usualLimits: CostLimits = { work: 2e11, bytes: 2 * 2 ** 30 };

/**
 * Estimates the cost of the graph's outputs for a batch of one.
 * @throws GRAPH_INVALID if the size of a tensor depends on the values of the latent: such a network could ask for
 * anything.
 */
function costOf(graph: Graph): Cost {
  const shaped = shapesOfOne(graph);
  const order = topologicalOrder(graph);
  const readers = new Map<string, number>();
  const count = (name: string): void => void readers.set(name, (readers.get(name) ?? 0) + 1);
  for (const node of order) for (const input of node.inputs) count(input.node);
  for (const output of graph.outputs) count(output.ref.node);
  let weights = 0;
  let held = 0;
  let most = 0;
  let macs = 0;
  let moved = 0;
  for (const node of order) {
    const known = shaped.get(node.name);
    if (known?.results === undefined) throw unknownSize(node);
    const size = sum(known.results.map(({ shape }) => elements(shape)));
    if (node.constant !== undefined) {
      weights += size;
      continue;
    }
    macs += productsOf(node, known);
    moved += size + sum(known.inputs.map((input) => elements(input?.shape ?? [])));
    held += size;
    most = Math.max(most, held);
    if (!readers.has(node.name)) held -= size;
    for (const input of node.inputs) {
      const left = readers.get(input.node)! - 1;
      readers.set(input.node, left);
      const source = graph.nodes.get(input.node)!;
      if (left === 0 && source.constant === undefined) {
        held -= sum((shaped.get(source.name)?.results ?? []).map(({ shape }) => elements(shape)));
      }
    }
  }
  return { macs, work: macs + moved, bytes: (weights + most) * bytesPerNumber };
}

/** TF.js computes in float32 and int32. */
const bytesPerNumber = 4;

/** Refuses a costly network. @throws MODEL_TOO_LARGE or MODEL_TOO_SLOW, with the figures; GRAPH_INVALID as `costOf`. */
export function refuseCostly(graph: Graph, limits: Partial<CostLimits> = {}): Cost {
  const cost = costOf(graph);
  const { work, bytes } = { ...usualLimits, ...limits };
  if (!(cost.bytes <= bytes)) {
    throw new ZscapeError(
      'MODEL_TOO_LARGE',
      `One picture of this network needs ${gigabytes(cost.bytes)} of memory; the limit is ${gigabytes(bytes)}. If you trust the model and have that much, raise the limit on the command line with --max-memory.`,
    );
  }
  if (!(cost.work <= work)) {
    throw new ZscapeError(
      'MODEL_TOO_SLOW',
      `One picture of this network takes ${billions(cost.work)} multiplications; the limit is ${billions(work)}. If you trust the model and have the time, raise the limit on the command line with --max-work.`,
    );
  }
  return cost;
}

/** Returns the multiply-accumulates of a node that slides a kernel or a window, or multiplies matrices. */
function productsOf(node: GraphNode, { inputs, results }: ShapedNode): number {
  const out = elements(results?.[0]?.shape ?? []);
  const [first = [], second = [], third = []] = inputs.map((input) => input?.shape ?? []);
  switch (node.op) {
    case 'Conv2D':
    case '_FusedConv2D':
      return out * elements(second.slice(0, 3));
    case 'DepthwiseConv2dNative':
      return out * elements(second.slice(0, 2));
    case 'Conv2DBackpropInput':
      return elements(third) * elements(second.slice(0, 3));
    case 'MatMul':
    case '_FusedMatMul':
    case 'BatchMatMul':
    case 'BatchMatMulV2':
      return out * ((isTransposed(node) ? first.at(-2) : first.at(-1)) ?? 1);
    case 'AvgPool':
    case 'MaxPool':
      return out * elements(attr(node, 'ksize', 'ints') ?? []);
    default:
      return 0;
  }
}

function isTransposed(node: GraphNode): boolean {
  return attr(node, 'transpose_a', 'bool') === true || attr(node, 'adj_x', 'bool') === true;
}

function unknownSize(node: GraphNode): ZscapeError {
  return new ZscapeError(
    'GRAPH_INVALID',
    `The output size of node "${node.name}" (${node.op}) is known only when the network runs, so its memory cannot be estimated. The tensors of a generator have fixed sizes.`,
  );
}

function elements(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toPrecision(3)} GB`;
}

function billions(count: number): string {
  return `${(count / 1e9).toPrecision(3)} billion`;
}
