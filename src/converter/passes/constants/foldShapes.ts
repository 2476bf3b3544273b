/**
 * Replaces shape arithmetic by constants: sizes that a graph reads from its tensors at run time (Shape, StridedSlice,
 * Pack and computations on them) but that are the same for every input. If the batch is part of it, a Reshape can still
 * express that as -1.
 */
import {
  constantAt,
  constantOf,
  constNode,
  type Graph,
  type GraphNode,
  type Ref,
  ref,
} from '../../graph/graph.ts';
import { Rewriter } from '../../graph/rewrite.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { shapesOf } from '../../shapes/shapesOf.ts';

export function foldShapes(graph: Graph): Graph {
  const shapes = shapesOf(graph);
  const rewriter = new Rewriter(graph);
  for (const node of graph.nodes.values()) {
    // Only integer tensors that are inputs of other nodes: shapes, sizes, axes.
    node.inputs.forEach((at, i) => {
      const known = constantAt(graph, at) === undefined ? integersAt(at) : undefined;
      if (known === undefined || rewriter.node(at.node)?.constant !== undefined) return;
      if (at.output === 0) rewriter.put(constNode(at.node, constantOf(known)));
      else {
        const name = rewriter.freshName(`${node.name}/input_${i}`);
        rewriter.put(constNode(name, constantOf(known)));
        rewriter.redirect(at, ref(name));
      }
    });
  }
  for (const node of graph.nodes.values()) {
    if (constantAt(graph, node.inputs[1]) !== undefined) continue;
    if (node.op === 'Reshape') {
      const shape = shapes.shape(ref(node.name));
      if (shape?.filter((size) => size === -1).length === 1) withConstant(node, 'Reshape', shape);
    } else if (node.op === 'BroadcastTo' && node.inputs[0] !== undefined) {
      const times = repeats(shapes.shape(node.inputs[0]), shapes.shape(ref(node.name)));
      if (times !== undefined) withConstant(node, 'Tile', times);
    }
  }
  return rewriter.finish();

  function withConstant(node: GraphNode, op: string, second: readonly number[]): void {
    const name = rewriter.freshName(`${node.name}/${op === 'Tile' ? 'multiples' : 'shape'}`);
    rewriter.put(constNode(name, constantOf(int32(second))));
    rewriter.put({ ...rewriter.node(node.name)!, op, inputs: [node.inputs[0]!, ref(name)] });
  }

  function integersAt(at: Ref): Tensor | undefined {
    const numbers = shapes.numbers(at);
    const shape = shapes.shape(at);
    if (shape === undefined || shape.includes(-1) || !numbers?.every(Number.isInteger)) return undefined;
    return shapes.isWhole(at) ? { ...int32(numbers as number[]), shape } : undefined;
  }
}

/**
 * Returns how often each axis is repeated when a tensor is broadcast. An axis that varies with the batch cannot be
 * repeated.
 */
function repeats(
  from: readonly number[] | undefined,
  to: readonly number[] | undefined,
): number[] | undefined {
  if (from === undefined || from.length !== to?.length) return undefined;
  const times = to.map((size, axis) => {
    if (size === -1 || from[axis] === -1) return size === from[axis] ? 1 : Number.NaN;
    return from[axis] === 1 ? size : size === from[axis] ? 1 : Number.NaN;
  });
  return times.every(Number.isInteger) ? times : undefined;
}

function int32(list: readonly number[]): Tensor {
  return { dtype: 'int32', shape: [list.length], data: Int32Array.from(list) };
}
