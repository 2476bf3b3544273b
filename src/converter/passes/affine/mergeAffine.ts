/**
 * Batch norm after a layer with a bias: (conv + b) * s + t becomes conv * s + (b * s + t), so that the factor can go into
 * the kernel and one bias remains. Only vectors over channels are moved; scalar steps at the end of a network (a
 * picture's value range) stay readable in place.
 */
import { type } from '../../graph/attributes.ts';
import {
  constantAt,
  constantOf,
  constNode,
  type Graph,
  type GraphNode,
  type Pass,
  type Ref,
  ref,
} from '../../graph/graph.ts';
import { linearOp, perChannel, resultRank } from '../../graph/linear.ts';
import { topologicalOrder, type Uses, usesOf } from '../../graph/order.ts';
import { Rewriter } from '../../graph/rewrite.ts';
import { untilStable } from '../untilStable.ts';

const additions = new Set(['Add', 'AddV2', 'BiasAdd', 'Sub']);

interface Offset {
  readonly node: GraphNode;
  readonly x: Ref;
  readonly rank: number;
  readonly vector: Float32Array;
}

/** Runs until nothing more can be moved. */
export const mergeAffine: Pass = untilStable(moveOnce);

function moveOnce(graph: Graph): Graph {
  const uses = usesOf(graph);
  const rewriter = new Rewriter(graph);
  const touched = new Set<string>();
  for (const node of topologicalOrder(graph)) {
    const [inner, other] = operands(graph, node);
    if (inner === undefined || other === undefined) continue;
    const offset = biasOf(graph, uses, inner);
    if (offset === undefined || touched.has(offset.node.name)) continue;
    const vector = perChannel(constantAt(graph, other), offset.vector.length, offset.rank);
    if (vector === undefined || vector.length < 2 || constantAt(graph, other)!.shape.length === 0) continue;
    if (node.op === 'Mul') {
      const product = put(rewriter, `${node.name}/mul`, 'Mul', offset.x, other);
      putSum(
        rewriter,
        node.name,
        product,
        offset.vector.map((b, i) => b * vector[i]!),
      );
    } else {
      const sign = node.op === 'Sub' ? -1 : 1;
      putSum(
        rewriter,
        node.name,
        offset.x,
        offset.vector.map((b, i) => b + sign * vector[i]!),
      );
    }
    touched.add(node.name);
  }
  return rewriter.finish();
}

/** Returns the computed and the constant operand of a product or a sum. */
function operands(graph: Graph, node: GraphNode): [Ref | undefined, Ref | undefined] {
  if (node.op !== 'Mul' && !additions.has(node.op)) return [undefined, undefined];
  const [a, b] = node.inputs;
  if (constantAt(graph, b) !== undefined) return [a, b];
  // In `constant - x` the sign of x changes, so the constant is not a bias of x.
  return node.op !== 'Sub' && constantAt(graph, a) !== undefined ? [b, a] : [undefined, undefined];
}

/** Returns `at` as linear op + vector, if it has no other reader. */
function biasOf(graph: Graph, uses: Uses, at: Ref): Offset | undefined {
  const node = graph.nodes.get(at.node);
  if (node === undefined || !additions.has(node.op) || node.op === 'Sub' || uses.count(node.name) !== 1)
    return undefined;
  const [x, other] = operands(graph, node);
  const linear = x && linearOp(graph, graph.nodes.get(x.node));
  if (x === undefined || linear === undefined) return undefined;
  const rank = resultRank(linear);
  const vector = perChannel(constantAt(graph, other), linear.channels, rank);
  return vector && { node, x, rank, vector };
}

function putSum(rewriter: Rewriter, name: string, x: Ref, bias: Float32Array): void {
  const own = rewriter.freshName(`${name}/bias`);
  rewriter.put(constNode(own, constantOf({ dtype: 'float32', shape: [bias.length], data: bias })));
  rewriter.put({ name, op: 'AddV2', inputs: [x, ref(own)], attrs: { T: type('float32') } });
}

function put(rewriter: Rewriter, wish: string, op: string, x: Ref, y: Ref): Ref {
  const name = rewriter.freshName(wish);
  rewriter.put({ name, op, inputs: [x, y], attrs: { T: type('float32') } });
  return ref(name);
}
