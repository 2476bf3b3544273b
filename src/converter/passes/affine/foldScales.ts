/**
 * Folds factors into kernels: the run-time scale of equalized learning rate (Karras et al. 2018, section 4.1), whether it
 * multiplies a convolution's result or its input. (If it multiplies the kernel itself, constant folding has already done
 * it.)
 */

import { scalarOf } from '../../graph/constantNumbers.ts';
import {
  constantAt,
  constNode,
  type Graph,
  type GraphNode,
  type Pass,
  type Ref,
  ref,
} from '../../graph/graph.ts';
import { linearOp, perChannel, resultRank, scaledKernel } from '../../graph/linear.ts';
import { topologicalOrder, usesOf } from '../../graph/order.ts';
import { Rewriter } from '../../graph/rewrite.ts';
import { untilStable } from '../untilStable.ts';

/** Runs until nothing more can be folded, since one factor may hide another. */
export const foldScales: Pass = untilStable(foldOnce);

function foldOnce(graph: Graph): Graph {
  const uses = usesOf(graph);
  const rewriter = new Rewriter(graph);
  /** Each node takes part in at most one change per round. */
  const touched = new Set<string>();
  const replaceKernel = (
    node: GraphNode,
    kernel: Ref,
    constant: ReturnType<typeof scaledKernel>,
    data?: Ref,
  ): void => {
    const name = uses.count(kernel.node) === 1 ? kernel.node : rewriter.freshName(`${node.name}/kernel`);
    rewriter.put(constNode(name, constant));
    const inputs = node.inputs.with(1, ref(name));
    rewriter.put({ ...node, inputs: data === undefined ? inputs : inputs.with(dataInput(node), data) });
  };
  for (const node of topologicalOrder(graph)) {
    const after = scaleAfter(graph, node);
    if (
      after !== undefined &&
      uses.count(after.linear.node.name) === 1 &&
      !touched.has(after.linear.node.name)
    ) {
      const { linear, factors } = after;
      touched.add(linear.node.name);
      replaceKernel(linear.node, linear.kernelRef, scaledKernel(linear, factors));
      rewriter.redirect(ref(node.name), ref(linear.node.name));
      continue;
    }
    const before = scaleBefore(graph, node);
    if (before !== undefined && !touched.has(node.name)) {
      const { linear, factor, x } = before;
      touched.add(node.name);
      replaceKernel(
        node,
        linear.kernelRef,
        scaledKernel(linear, new Float32Array(linear.channels).fill(factor)),
        x,
      );
    }
  }
  return rewriter.finish();
}

function dataInput(node: GraphNode): number {
  return node.op === 'Conv2DBackpropInput' ? 2 : 0;
}

/** Matches node = linear(x, k) * c or linear(x, k) / c. */
function scaleAfter(graph: Graph, node: GraphNode) {
  if (node.op !== 'Mul' && node.op !== 'RealDiv') return undefined;
  for (const side of node.op === 'Mul' ? [0, 1] : [0]) {
    const at = node.inputs[side];
    if (at === undefined) continue;
    const linear = linearOp(graph, graph.nodes.get(at.node));
    if (linear === undefined) continue;
    const factors = perChannel(constantAt(graph, node.inputs[1 - side]), linear.channels, resultRank(linear));
    if (factors === undefined) continue;
    return { linear, factors: node.op === 'Mul' ? factors : factors.map((factor) => 1 / factor) };
  }
  return undefined;
}

/** Matches node = linear(x * c, k) for a scalar c. */
function scaleBefore(graph: Graph, node: GraphNode) {
  const linear = linearOp(graph, node);
  const mul = linear && graph.nodes.get(node.inputs[linear.data]?.node ?? '');
  if (linear === undefined || mul?.op !== 'Mul') return undefined;
  for (const side of [0, 1]) {
    const constant = constantAt(graph, mul.inputs[side]);
    const x = mul.inputs[1 - side];
    const factor = scalarOf(constant);
    // A constant of higher rank than x would add axes.
    if (factor !== undefined && x !== undefined && constant!.shape.length === 0) return { linear, factor, x };
  }
  return undefined;
}
