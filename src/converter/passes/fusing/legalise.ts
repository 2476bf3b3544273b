/** Replaces ops that TF.js lacks or computes differently by ones that it computes like TensorFlow. */

import { dtypeOf } from '../../graph/dtypes.ts';
import { attr, constantOf, constNode, type Graph, type GraphNode, ref } from '../../graph/graph.ts';
import { Rewriter } from '../../graph/rewrite.ts';

export function legalise(graph: Graph): Graph {
  const rewriter = new Rewriter(graph);
  for (const node of graph.nodes.values()) {
    const legal = legalForm(rewriter, node);
    if (legal !== node) rewriter.put(legal);
  }
  return rewriter.finish();
}

function legalForm(rewriter: Rewriter, node: GraphNode): GraphNode {
  const type = dtypeOf(attr(node, 'T', 'type') ?? 1);
  switch (node.op) {
    case 'BatchToSpace': {
      const block = attr(node, 'block_size', 'int') ?? 1;
      const [x, crops] = node.inputs;
      if (x === undefined || crops === undefined) return node;
      const size = putConstant(rewriter, `${node.name}/block_shape`, [2], Int32Array.of(block, block));
      return { ...node, op: 'BatchToSpaceND', inputs: [x, size, crops] };
    }
    case 'Cast': {
      // On WASM, TF.js casts to bool by keeping only the low byte.
      if (dtypeOf(attr(node, 'DstT', 'type') ?? 0) !== 'bool' || node.inputs[0] === undefined) return node;
      const from = dtypeOf(attr(node, 'SrcT', 'type') ?? 1);
      const zero = from?.includes('float') ? Float32Array.of(0) : Int32Array.of(0);
      return {
        ...node,
        op: 'NotEqual',
        attrs: {},
        inputs: [node.inputs[0], putConstant(rewriter, `${node.name}/zero`, [], zero)],
      };
    }
    case 'Div':
      // For integers TF.js rounds down, but TensorFlow rounds towards zero. Those stay `Div`, and are refused.
      return type?.includes('float') ? { ...node, op: 'RealDiv' } : node;
    default:
      return node;
  }
}

function putConstant(
  rewriter: Rewriter,
  wish: string,
  shape: readonly number[],
  data: Int32Array | Float32Array,
) {
  const name = rewriter.freshName(wish);
  const dtype = data instanceof Int32Array ? 'int32' : 'float32';
  rewriter.put(constNode(name, constantOf({ dtype, shape, data })));
  return ref(name);
}
