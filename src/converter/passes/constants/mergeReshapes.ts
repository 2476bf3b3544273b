/** Merges reshapes: only the last shape of a series counts. A reshape to the existing shape is dropped. */
import { constantAt, type Graph, ref } from '../../graph/graph.ts';
import { topologicalOrder } from '../../graph/order.ts';
import { Rewriter } from '../../graph/rewrite.ts';
import { shapesOf } from '../../shapes/shapesOf.ts';

export function mergeReshapes(graph: Graph): Graph {
  const shapes = shapesOf(graph);
  const rewriter = new Rewriter(graph);
  for (const { name, op } of topologicalOrder(graph)) {
    if (op !== 'Reshape') continue;
    const node = rewriter.node(name)!;
    const [x, target] = node.inputs;
    if (x === undefined || constantAt(graph, target) === undefined) continue;
    const before = x.output === 0 ? rewriter.node(x.node) : undefined;
    const source = before?.op === 'Reshape' ? before.inputs[0] : undefined;
    const from = shapes.shape(source ?? x);
    const to = shapes.shape(ref(name));
    const same =
      from !== undefined && from.join() === to?.join() && from.filter((size) => size === -1).length <= 1;
    if (same) rewriter.redirect(ref(name), source ?? x);
    else if (source !== undefined) rewriter.put({ ...node, inputs: [source, target!] });
  }
  return rewriter.finish();
}
