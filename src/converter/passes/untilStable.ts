import type { Graph, Pass } from '../graph/graph.ts';

/** No network nests factors and offsets more deeply; a nest that does may stay. */
const mostRounds = 32;

/** Repeats a pass until it changes nothing. */
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
