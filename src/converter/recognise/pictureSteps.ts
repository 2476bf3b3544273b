/** The steps from a generator's last layer to its picture: affine steps, then possibly a clip or a squashing function. */

import { scalarOf } from '../graph/constantNumbers.ts';
import { constantAt, type Graph, type GraphNode, type Ref } from '../graph/graph.ts';
import { bothOrders } from './match.ts';

export interface PictureStep {
  readonly x: Ref;
  /** picture = clip(scale * x + offset) */
  readonly scale: number;
  readonly offset: number;
  readonly clip: readonly [number, number] | null;
  /** False if scale, offset and clip cannot express the steps (a bound on one side only). */
  readonly exact: boolean;
  /** The nodes from x (not included) to the picture, in order of computation. */
  readonly nodes: readonly GraphNode[];
}

/** Walks back over a clip and over scalar factors and offsets. It always matches, possibly without any steps. */
export function matchPicture(graph: Graph, output: Ref): PictureStep {
  const nodes: GraphNode[] = [];
  let at = output;
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  for (;;) {
    const bound = matchBound(graph, at);
    if (bound === undefined) break;
    // The outermost bound wins.
    low = Math.min(high, Math.max(low, bound.low));
    high = Math.max(low, Math.min(high, bound.high));
    nodes.unshift(bound.node);
    at = bound.x;
  }
  let scale = 1;
  let offset = 0;
  for (;;) {
    const step = matchAffine(graph, at);
    if (step === undefined) break;
    offset += scale * step.offset;
    scale *= step.scale;
    nodes.unshift(step.node);
    at = step.x;
  }
  const clipped = Number.isFinite(low) && Number.isFinite(high) && low < high;
  const exact = clipped || (low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY);
  return { x: at, scale, offset, clip: clipped ? [low, high] : null, exact, nodes };
}

function matchBound(
  graph: Graph,
  at: Ref,
): { x: Ref; low: number; high: number; node: GraphNode } | undefined {
  const node = graph.nodes.get(at.node);
  if (node?.op === 'ClipByValue') {
    const [x, low, high] = node.inputs;
    const bounds = [low, high].map((bound) => boundOf(scalarOf(constantAt(graph, bound))));
    if (x === undefined || bounds[0] === undefined || bounds[1] === undefined) return undefined;
    return { x, low: bounds[0], high: bounds[1], node };
  }
  if (node?.op !== 'Maximum' && node?.op !== 'Minimum') return undefined;
  for (const [x, constant] of bothOrders(node)) {
    const value = boundOf(scalarOf(constantAt(graph, constant)));
    if (value === undefined) continue;
    return node.op === 'Maximum'
      ? { x, low: value, high: Number.POSITIVE_INFINITY, node }
      : { x, low: Number.NEGATIVE_INFINITY, high: value, node };
  }
  return undefined;
}

/** Ignores a bound that only the very largest float32 values reach. */
function boundOf(value: number | undefined): number | undefined {
  if (value === undefined || Math.abs(value) < 1e38) return value;
  return value > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}

function matchAffine(
  graph: Graph,
  at: Ref,
): { x: Ref; scale: number; offset: number; node: GraphNode } | undefined {
  const node = graph.nodes.get(at.node);
  if (node === undefined) return undefined;
  for (const [x, constant] of bothOrders(node)) {
    const c = scalarOf(constantAt(graph, constant));
    if (c === undefined || constantAt(graph, constant)!.shape.length > 0) continue;
    const first = x === node.inputs[0];
    switch (node.op) {
      case 'Add':
      case 'AddV2':
        return { x, scale: 1, offset: c, node };
      case 'Mul':
        return { x, scale: c, offset: 0, node };
      case 'Sub':
        return first ? { x, scale: 1, offset: -c, node } : { x, scale: -1, offset: c, node };
      case 'RealDiv':
        if (first && c !== 0) return { x, scale: 1 / c, offset: 0, node };
        break;
    }
  }
  return undefined;
}
