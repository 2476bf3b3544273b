import type { Graph, Pass } from '../graph/graph.ts';

/** No network has deeper towers of factors and offsets; such a tower may stay as it is. */
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
