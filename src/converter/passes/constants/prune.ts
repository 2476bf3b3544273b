/** Leaves out what the outputs do not need, and puts the rest in order of computation. */
import type { Graph } from '../../graph/graph.ts';
import { pruned } from '../../graph/rewrite.ts';

/** Every pass ends with this through the `Rewriter`; on its own it is the first step after an import. */
export function prune(graph: Graph): Graph {
  return pruned(graph);
}
