import { ZscapeError } from '../../base/errors.ts';
import { type Graph, type GraphNode, nodeOf } from './graph.ts';

/**
 * Lists the nodes that the outputs need, each after its inputs. It uses no recursion, so a graph may be of any depth.
 * @throws GRAPH_INVALID for a cycle or an edge to a missing node, naming a node.
 */
export function topologicalOrder(graph: Graph): GraphNode[] {
  const order: GraphNode[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const stack: { node: GraphNode; next: number }[] = [];
  const enter = (name: string): void => {
    const seen = state.get(name);
    if (seen === 'done') return;
    if (seen === 'open') {
      throw new ZscapeError(
        'GRAPH_INVALID',
        `The graph has a cycle through node "${name}". Generators have no cycles, and loops are not supported.`,
      );
    }
    state.set(name, 'open');
    stack.push({ node: nodeOf(graph, name), next: 0 });
  };
  const roots = [
    ...graph.outputs.map((output) => output.ref.node),
    ...graph.inputs.map((input) => input.node),
  ];
  for (const root of roots) {
    enter(root);
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const input = top.node.inputs[top.next++];
      if (input !== undefined) {
        enter(input.node);
      } else {
        state.set(top.node.name, 'done');
        order.push(top.node);
        stack.pop();
      }
    }
  }
  return order;
}

/** The readers of a node's outputs. */
export interface Uses {
  readonly consumers: ReadonlyMap<string, readonly GraphNode[]>;
  /** Counts the edges and graph outputs that read the node. */
  count(node: string): number;
}

/** Indexes the readers of every node. */
export function usesOf(graph: Graph): Uses {
  const consumers = new Map<string, GraphNode[]>();
  const outputs = new Map<string, number>();
  for (const node of graph.nodes.values()) {
    for (const input of node.inputs) {
      const list = consumers.get(input.node);
      if (list === undefined) consumers.set(input.node, [node]);
      else list.push(node);
    }
  }
  for (const { ref } of graph.outputs) outputs.set(ref.node, (outputs.get(ref.node) ?? 0) + 1);
  return {
    consumers,
    count: (node) => (consumers.get(node)?.length ?? 0) + (outputs.get(node) ?? 0),
  };
}
