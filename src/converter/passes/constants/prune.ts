/** Removes the nodes that the outputs do not need, and sorts the rest in order of computation. */
import type { Graph } from '../../graph/graph.ts';
import { pruned } from '../../graph/rewrite.ts';

/** Prunes a graph. Every pass ends with this through the `Rewriter`; it is also the first step after an import. */
export function prune(graph: Graph): Graph {
  return pruned(graph);
}
