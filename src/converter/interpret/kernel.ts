import { ZscapeError } from '../../base/errors.ts';
import type { GraphNode } from '../graph/graph.ts';
import type { Value } from '../graph/value.ts';

/** Computes one node from its inputs' values to its outputs' values. Inputs are never written to. */
export type Kernel = (inputs: readonly Value[], node: GraphNode) => readonly Value[];

export type KernelTable = Readonly<Record<string, Kernel>>;

export function labelOf(node: GraphNode): string {
  return `Node "${node.name}" (${node.op})`;
}

/** Returns an input, or throws an error that names the node if it has too few. */
export function inputAt(inputs: readonly Value[], index: number, node: GraphNode): Value {
  const value = inputs[index];
  if (value === undefined) {
    throw new ZscapeError('GRAPH_INVALID', `${labelOf(node)} has ${inputs.length} inputs, which is too few.`);
  }
  return value;
}

/** The longest permitted reason: shapes come from the file and can have any length. */
const longestReason = 160;

export function misfit(node: GraphNode, why: string): ZscapeError {
  const reason = why.length > longestReason ? `${why.slice(0, longestReason)}…` : why;
  return new ZscapeError('GRAPH_INVALID', `${labelOf(node)} ${reason}.`);
}
