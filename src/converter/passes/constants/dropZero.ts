/**
 * Removes branches multiplied by zero: the heads of a progressively grown network that its blend no longer uses. (0 *
 * infinity would be NaN, but trained networks contain no infinity.)
 */

import { scalarOf } from '../../graph/constantNumbers.ts';
import { constantAt, type Graph, type GraphNode, type Ref, ref } from '../../graph/graph.ts';
import { topologicalOrder } from '../../graph/order.ts';
import { Rewriter } from '../../graph/rewrite.ts';
import { type Shapes, shapesOf } from '../../shapes/shapesOf.ts';

/** Drops branches multiplied by zero, factors of one, and sums of one term. */
export function dropZeroBranches(graph: Graph): Graph {
  const shapes = shapesOf(graph);
  const rewriter = new Rewriter(graph);
  /** Tensors that are zero everywhere. */
  const zeros = new Set<string>();
  const isZero = (at: Ref): boolean =>
    (at.output === 0 && zeros.has(at.node)) || scalarOf(constantAt(graph, at)) === 0;
  for (const node of topologicalOrder(graph)) {
    if (node.op === 'Mul') {
      if (node.inputs.some(isZero)) zeros.add(node.name);
      else
        keepOther(
          rewriter,
          graph,
          shapes,
          node,
          node.inputs.findIndex((at) => scalarOf(constantAt(graph, at)) === 1),
        );
    } else if (node.op === 'Add' || node.op === 'AddV2') {
      const zero = node.inputs.findIndex(isZero);
      if (node.inputs.every(isZero)) zeros.add(node.name);
      else keepOther(rewriter, graph, shapes, node, zero);
    } else if (node.op === 'AddN') {
      dropTerms(rewriter, node, zeros, isZero);
    } else if (spreadsZeros.has(node.op) && node.inputs[0] !== undefined && isZero(node.inputs[0])) {
      zeros.add(node.name);
    }
  }
  return rewriter.finish();
}

/** Ops that map zeros to zeros. */
const spreadsZeros = new Set([
  'Tile',
  'BatchToSpaceND',
  'BatchToSpace',
  'ResizeNearestNeighbor',
  'ResizeBilinear',
]);

function keepOther(rewriter: Rewriter, graph: Graph, shapes: Shapes, node: GraphNode, gone: number): void {
  const kept = node.inputs[1 - gone];
  if (gone < 0 || kept === undefined || node.inputs.length !== 2) return;
  // The removed input must not have widened the other one by broadcasting.
  const before = shapes.shape(kept);
  const after = shapes.shape(ref(node.name));
  if (constantAt(graph, kept) === undefined && before !== undefined && before.join() === after?.join()) {
    rewriter.redirect(ref(node.name), kept);
  }
}

function dropTerms(
  rewriter: Rewriter,
  node: GraphNode,
  zeros: Set<string>,
  isZero: (at: Ref) => boolean,
): void {
  const terms = node.inputs.filter((at) => !isZero(at));
  if (terms.length === node.inputs.length && terms.length > 1) return;
  if (terms.length === 0) zeros.add(node.name);
  else if (terms.length === 1) rewriter.redirect(ref(node.name), terms[0]!);
  else {
    rewriter.put({
      ...node,
      inputs: terms,
      attrs: { ...node.attrs, N: { kind: 'int', value: terms.length } },
    });
  }
}
