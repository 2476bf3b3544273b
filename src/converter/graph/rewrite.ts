/** Derives a new graph from an old one. Passes change graphs in no other way. */
import type { Graph, GraphNode, GraphOutput, Ref } from './graph.ts';
import { topologicalOrder } from './order.ts';

const keyOf = (at: Ref): string => `${at.output}:${at.node}`;

/**
 * Collects changes to a graph and applies them together. Nodes are stored by name, references are redirected (also
 * through chains of redirections), and nodes that no output needs any longer are dropped.
 */
export class Rewriter {
  readonly #graph: Graph;
  readonly #nodes: Map<string, GraphNode>;
  readonly #redirected = new Map<string, Ref>();
  #changed = false;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#nodes = new Map(graph.nodes);
  }

  /** Adds a node, or replaces the one of the same name. */
  put(node: GraphNode): void {
    this.#nodes.set(node.name, node);
    this.#changed = true;
  }

  /** Makes every reader of `from` read `to` instead. */
  redirect(from: Ref, to: Ref): void {
    const target = this.resolve(to);
    if (keyOf(target) === keyOf(from)) return;
    this.#redirected.set(keyOf(from), target);
    this.#changed = true;
  }

  /** Follows a reference through the redirections so far. */
  resolve(at: Ref): Ref {
    const path: string[] = [];
    let current = at;
    for (;;) {
      const key = keyOf(current);
      const next = this.#redirected.get(key);
      if (next === undefined) break;
      path.push(key);
      current = next;
    }
    for (const key of path) this.#redirected.set(key, current);
    return current;
  }

  /** Returns the current node, with its inputs redirected. */
  node(name: string): GraphNode | undefined {
    const node = this.#nodes.get(name);
    return node === undefined ? undefined : this.#withResolvedInputs(node);
  }

  /** Finds a name that no node has yet. */
  freshName(wish: string): string {
    if (!this.#nodes.has(wish)) return wish;
    for (let i = 1; ; i++) {
      const name = `${wish}_${i}`;
      if (!this.#nodes.has(name)) return name;
    }
  }

  /** Returns the new graph, or the old one itself if nothing changed. */
  finish(outputs: readonly GraphOutput[] = this.#graph.outputs): Graph {
    if (!this.#changed && outputs === this.#graph.outputs) return this.#graph;
    const nodes = new Map<string, GraphNode>();
    for (const [name, node] of this.#nodes) nodes.set(name, this.#withResolvedInputs(node));
    return pruned({
      ...this.#graph,
      nodes,
      outputs: outputs.map(({ key, ref }) => ({ key, ref: this.resolve(ref) })),
    });
  }

  #withResolvedInputs(node: GraphNode): GraphNode {
    if (this.#redirected.size === 0) return node;
    const inputs = node.inputs.map((input) => this.resolve(input));
    return inputs.every((input, i) => input === node.inputs[i]) ? node : { ...node, inputs };
  }
}

/** Keeps only the inputs and the nodes that the outputs need, in topological order. */
export function pruned(graph: Graph): Graph {
  const nodes = new Map(topologicalOrder(graph).map((node) => [node.name, node]));
  return { ...graph, nodes };
}
