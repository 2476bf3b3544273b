/** What a network costs to run, before it is ever run. */
import { type Graph, type GraphNode, ref } from '../graph/graph.ts';
import { linearOp } from '../graph/linear.ts';
import { topologicalOrder } from '../graph/order.ts';
import { inferShapes } from './infer.ts';

/** Multiply-accumulates of one picture, of its convolutions and matrix products. */
export function macsOf(graph: Graph): number {
  const picture: Graph = { ...graph, outputs: graph.outputs.slice(0, 1) };
  const shapes = inferShapes(picture);
  let macs = 0;
  for (const node of topologicalOrder(picture)) {
    const linear = linearOp(picture, plain(node));
    const pixels =
      linear &&
      shapes.shape(linear.node.op === 'Conv2DBackpropInput' ? linear.node.inputs[2]! : ref(node.name));
    if (linear === undefined || pixels === undefined) continue;
    const kernel = linear.kernel.shape.reduce((product, size) => product * size, 1);
    macs += pixels.slice(1, -1).reduce((product, size) => product * size, 1) * kernel;
  }
  return macs;
}

/** The product inside a fused op. */
function plain(node: GraphNode): GraphNode {
  return node.op.startsWith('_Fused') ? { ...node, op: node.op.slice('_Fused'.length) } : node;
}
