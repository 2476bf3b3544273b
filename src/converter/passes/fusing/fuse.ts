/**
 * Fuses a convolution or matrix product with its bias and its activation into one op, `_FusedConv2D` or `_FusedMatMul`,
 * which every backend of TF.js runs without writing intermediate results to memory.
 */
import { type Attributes, float, int, type } from '../../graph/attributes.ts';
import { attr, constantAt, type Graph, type GraphNode, type Ref, ref } from '../../graph/graph.ts';
import { topologicalOrder, type Uses, usesOf } from '../../graph/order.ts';
import { Rewriter } from '../../graph/rewrite.ts';

const fusedOps: Readonly<Record<string, string>> = { Conv2D: '_FusedConv2D', MatMul: '_FusedMatMul' };
/** Activations that TF.js fuses on WebGPU, WebGL, WASM and CPU. */
const activations = new Set(['Relu', 'Relu6', 'Elu', 'LeakyRelu', 'Sigmoid']);

export function fuse(graph: Graph): Graph {
  const uses = usesOf(graph);
  const rewriter = new Rewriter(graph);
  for (const sum of topologicalOrder(graph)) {
    const parts = biased(graph, uses, sum);
    if (parts === undefined) continue;
    const { linear, bias } = parts;
    const next = uses.count(sum.name) === 1 ? uses.consumers.get(sum.name)?.[0] : undefined;
    const activation = next !== undefined && activations.has(next.op) ? next : undefined;
    const last = activation ?? sum;
    const fused: GraphNode = {
      name: last.name,
      op: fusedOps[linear.op]!,
      inputs: [linear.inputs[0]!, linear.inputs[1]!, bias],
      attrs: fusedAttributes(linear, activation),
    };
    rewriter.put(fused);
  }
  return rewriter.finish();
}

function fusedAttributes(linear: GraphNode, activation: GraphNode | undefined): Attributes {
  const steps = ['BiasAdd', ...(activation === undefined ? [] : [activation.op])];
  const slope =
    activation?.op === 'LeakyRelu' ? (attr(activation, 'alpha', 'float') ?? Math.fround(0.2)) : undefined;
  return {
    ...linear.attrs,
    T: type('float32'),
    num_args: int(1),
    epsilon: float(0),
    fused_ops: { kind: 'strings', value: steps },
    ...(slope !== undefined && { leakyrelu_alpha: float(slope) }),
  };
}

/** Matches sum = linear(x, k) + bias for a constant vector, if nothing else reads the product. */
function biased(graph: Graph, uses: Uses, sum: GraphNode): { linear: GraphNode; bias: Ref } | undefined {
  if (sum.op !== 'Add' && sum.op !== 'AddV2' && sum.op !== 'BiasAdd') return undefined;
  for (const side of [0, 1]) {
    const at = sum.inputs[side];
    const bias = sum.inputs[1 - side];
    const linear = at?.output === 0 ? graph.nodes.get(at.node) : undefined;
    if (linear === undefined || bias === undefined || fusedOps[linear.op] === undefined) continue;
    if (uses.count(linear.name) !== 1 || !fits(linear)) continue;
    const channels = constantAt(graph, linear.inputs[1])?.shape.at(-1);
    const shape = constantAt(graph, bias)?.shape;
    if (channels !== undefined && shape?.length === 1 && shape[0] === channels)
      return { linear, bias: ref(bias.node) };
  }
  return undefined;
}

/** Returns whether a node can be fused. Explicit paddings and transposed products cannot. */
function fits(linear: GraphNode): boolean {
  if (linear.op === 'MatMul')
    return !attr(linear, 'transpose_a', 'bool') && !attr(linear, 'transpose_b', 'bool');
  return attr(linear, 'data_format', 'string') === 'NHWC' && attr(linear, 'padding', 'string') !== 'EXPLICIT';
}
