/** Recognises max(a*x, x) with 0 < a < 1 as leaky ReLU of slope a. */
import { float, type } from '../../graph/attributes.ts';
import { scalarOf } from '../../graph/constantNumbers.ts';
import { constantAt, type Graph, type GraphNode, type Ref, sameRef } from '../../graph/graph.ts';
import { Rewriter } from '../../graph/rewrite.ts';

export function recogniseLeakyRelu(graph: Graph): Graph {
  const rewriter = new Rewriter(graph);
  for (const node of graph.nodes.values()) {
    if (node.op !== 'Maximum') continue;
    const [a, b] = node.inputs;
    if (a === undefined || b === undefined) continue;
    const slope = slopeOf(graph, a, b) ?? slopeOf(graph, b, a);
    if (slope === undefined) continue;
    rewriter.put({
      name: node.name,
      op: 'LeakyRelu',
      inputs: [slope.of],
      attrs: { alpha: float(slope.value), T: type('float32') },
    });
  }
  return rewriter.finish();
}

/** Returns a if `scaled` is a*x for the x of `plain`. */
function slopeOf(graph: Graph, scaled: Ref, plain: Ref): { value: number; of: Ref } | undefined {
  const mul: GraphNode | undefined = graph.nodes.get(scaled.node);
  if (mul?.op !== 'Mul') return undefined;
  for (const [factor, x] of [
    [mul.inputs[0], mul.inputs[1]],
    [mul.inputs[1], mul.inputs[0]],
  ]) {
    if (x === undefined || !sameRef(x, plain)) continue;
    const value = scalarOf(constantAt(graph, factor));
    if (value !== undefined && value > 0 && value < 1) return { value, of: x };
  }
  return undefined;
}
