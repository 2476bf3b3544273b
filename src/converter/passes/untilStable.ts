import type { Graph, Pass } from '../graph/graph.ts';

/** Deeper towers of factors and offsets than this are no network's, and may stay as they are. */
const mostRounds = 32;

/** Repeats a pass until it changes nothing any more. */
export function untilStable(step: Pass): Pass {
  return (graph: Graph) => {
    let current = graph;
    for (let round = 0; round < mostRounds; round++) {
      const next = step(current);
      if (next === current) break;
      current = next;
    }
    return current;
  };
}
