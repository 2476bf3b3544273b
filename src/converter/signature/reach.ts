import type { Graph, Ref } from '../graph/graph.ts';

/** Returns the names of all nodes from which a tensor is computed, including its own. */
export function sourcesOf(graph: Graph, at: Ref): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [at.node];
  while (open.length > 0) {
    const name = open.pop()!;
    if (seen.has(name)) continue;
    seen.add(name);
    for (const input of graph.nodes.get(name)?.inputs ?? []) open.push(input.node);
  }
  return seen;
}
