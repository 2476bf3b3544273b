/** Computes everything that depends on no input, once and for all. */
import { constantOf, constNode, type Graph, type GraphNode, ref } from '../graph/graph.ts';
import { topologicalOrder } from '../graph/order.ts';
import { Rewriter } from '../graph/rewrite.ts';
import { kernelOf } from '../interpret/kernels.ts';
import { toTensor, toValue, type Value } from '../interpret/value.ts';

const passThrough = new Set([
  'Identity',
  'StopGradient',
  'PreventGradient',
  'Snapshot',
  'PlaceholderWithDefault',
]);

/**
 * Folds in one walk. A placeholder with a default that the signature does not feed is its default, as it is for whoever
 * calls the signature. Nodes that only hand their input on are left out as well.
 */
export function foldConstants(graph: Graph): Graph {
  const rewriter = new Rewriter(graph);
  const fed = new Set(graph.inputs.map((input) => input.node));
  const cache = new Map<string, Value>();
  const loaded = (node: GraphNode): Value => {
    const known = cache.get(node.name);
    if (known !== undefined) return known;
    const value = toValue(node.constant!.load());
    cache.set(node.name, value);
    return value;
  };
  for (const original of topologicalOrder(graph)) {
    if (fed.has(original.name) || original.op === 'Const') continue;
    const node = rewriter.node(original.name)!;
    if (passThrough.has(node.op) && node.inputs[0] !== undefined) {
      rewriter.redirect(ref(node.name), node.inputs[0]);
      continue;
    }
    const kernel = kernelOf(node.op);
    const sources = node.inputs.map((input) => (input.output === 0 ? rewriter.node(input.node) : undefined));
    if (kernel === undefined || !sources.every((source) => source?.constant !== undefined)) continue;
    const results = kernel(
      sources.map((source) => loaded(source!)),
      node,
    );
    results.forEach((result, output) => {
      const name = output === 0 ? node.name : rewriter.freshName(`${node.name}/output_${output}`);
      cache.set(name, result);
      rewriter.put(constNode(name, constantOf(toTensor(result))));
      if (output > 0) rewriter.redirect(ref(node.name, output), ref(name));
    });
  }
  return rewriter.finish();
}
