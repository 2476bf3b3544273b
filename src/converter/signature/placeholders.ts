/** Finds the inputs among a graph's placeholders. */
import { dtypeOf } from '../graph/dtypes.ts';
import { attr, type Graph, type GraphInput } from '../graph/graph.ts';
import { isNamed } from './describe.ts';
import type { SignatureWishes } from './wishes.ts';

/**
 * Adds the placeholders that the signature does not feed, because the user has to say what they are. Those with a default
 * are added only if the user mentions them.
 */
export function withPlaceholders(graph: Graph, { bind }: SignatureWishes): Graph {
  const named = [...(bind?.keys() ?? [])];
  const fed = new Set(graph.inputs.map(({ node }) => node));
  const more: GraphInput[] = [];
  for (const node of graph.nodes.values()) {
    const isSaid = named.some((name) => isNamed(name, node.name, node.name));
    const isOpen = node.op === 'Placeholder' || (node.op === 'PlaceholderWithDefault' && isSaid);
    if (!isOpen || fed.has(node.name)) continue;
    more.push({
      key: node.name,
      node: node.name,
      dtype: dtypeOf(attr(node, 'dtype', 'type') ?? 1) ?? 'float32',
      shape: attr(node, 'shape', 'shape') ?? null,
    });
  }
  return more.length === 0 ? graph : { ...graph, inputs: [...graph.inputs, ...more] };
}

/** Removes single numbers with a default: none is a latent or a class, and sizes may be computed from them. */
export function withoutDefaults(graph: Graph): Graph {
  const inputs = graph.inputs.filter(
    ({ node, shape }) => graph.nodes.get(node)?.op !== 'PlaceholderWithDefault' || shape?.length !== 0,
  );
  return { ...graph, inputs };
}
