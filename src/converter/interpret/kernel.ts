import { ZscapeError } from '../../base/errors.ts';
import type { GraphNode } from '../graph/graph.ts';
import type { Value } from '../graph/value.ts';

/** Computes one node: its inputs' values in, its outputs' values out. Inputs are never written to. */
export type Kernel = (inputs: readonly Value[], node: GraphNode) => readonly Value[];

export type KernelTable = Readonly<Record<string, Kernel>>;

export function labelOf(node: GraphNode): string {
  return `Node "${node.name}" (${node.op})`;
}

/** Gives an input, or an error that names the node when the graph gives it too few. */
export function inputAt(inputs: readonly Value[], index: number, node: GraphNode): Value {
  const value = inputs[index];
  if (value === undefined) {
    throw new ZscapeError('GRAPH_INVALID', `${labelOf(node)} has ${inputs.length} inputs, which is too few.`);
  }
  return value;
}

/** How long a reason may be: shapes come out of the file and can have any length. */
const longestReason = 160;

export function misfit(node: GraphNode, why: string): ZscapeError {
  const reason = why.length > longestReason ? `${why.slice(0, longestReason)}…` : why;
  return new ZscapeError('GRAPH_INVALID', `${labelOf(node)} ${reason}.`);
}
