/**
 * Shape arithmetic becomes constants: sizes that a graph reads off its tensors at run time (Shape, StridedSlice, Pack and
 * what is computed from them) but that are the same for every input. Where the batch is part of it, a Reshape can still
 * say it as -1.
 */
import { constantAt, constantOf, constNode, type Graph, type Ref, ref } from '../graph/graph.ts';
import { Rewriter } from '../graph/rewrite.ts';
import { inferShapes } from '../shapes/infer.ts';
import type { Tensor } from '../tensor.ts';

export function foldShapes(graph: Graph): Graph {
  const shapes = inferShapes(graph);
  const rewriter = new Rewriter(graph);
  for (const node of graph.nodes.values()) {
    // Only tensors of whole numbers that something else is computed from: shapes, sizes, axes.
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
    if (node.op !== 'Reshape' || constantAt(graph, node.inputs[1]) !== undefined) continue;
    const shape = shapes.shape(ref(node.name));
    if (shape === undefined || shape.filter((size) => size === -1).length !== 1) continue;
    const name = rewriter.freshName(`${node.name}/shape`);
    rewriter.put(constNode(name, constantOf(int32(shape))));
    rewriter.put({ ...rewriter.node(node.name)!, inputs: [node.inputs[0]!, ref(name)] });
  }
  return rewriter.finish();

  function integersAt(at: Ref): Tensor | undefined {
    const numbers = shapes.numbers(at);
    const shape = shapes.shape(at);
    if (shape === undefined || shape.includes(-1) || !numbers?.every(Number.isInteger)) return undefined;
    return shapes.isWhole(at) ? { ...int32(numbers as number[]), shape } : undefined;
  }
}

function int32(list: readonly number[]): Tensor {
  return { dtype: 'int32', shape: [list.length], data: Int32Array.from(list) };
}
