/** Takes apart fused ops written by other converters, so that the other passes only see one form. */
import { type Attributes, type } from '../../graph/attributes.ts';
import { attr, type Graph, type GraphNode, type Ref, ref } from '../../graph/graph.ts';
import { Rewriter } from '../../graph/rewrite.ts';

const plainOps: Readonly<Record<string, string>> = {
  _FusedConv2D: 'Conv2D',
  _FusedMatMul: 'MatMul',
  FusedDepthwiseConv2dNative: 'DepthwiseConv2dNative',
};
const fusionAttributes = new Set([
  'fused_ops',
  'num_args',
  'epsilon',
  'leakyrelu_alpha',
  'TArgs',
  'num_host_args',
]);

export function unfuse(graph: Graph): Graph {
  const rewriter = new Rewriter(graph);
  for (const node of graph.nodes.values()) {
    const steps = plainOps[node.op] === undefined ? undefined : attr(node, 'fused_ops', 'strings');
    const [x, kernel, ...others] = node.inputs;
    if (steps === undefined || x === undefined || kernel === undefined) continue;
    takeApart(rewriter, node, steps, [x, kernel], others);
  }
  return rewriter.finish();
}

function takeApart(
  rewriter: Rewriter,
  node: GraphNode,
  steps: readonly string[],
  operands: readonly Ref[],
  others: readonly Ref[],
): void {
  const own = Object.fromEntries(Object.entries(node.attrs).filter(([name]) => !fusionAttributes.has(name)));
  const float = { T: type('float32') };
  const parts: { op: string; inputs: readonly Ref[]; attrs: Attributes }[] = [
    { op: plainOps[node.op]!, inputs: operands, attrs: own },
  ];
  const left = [...others];
  for (const step of steps) {
    const alpha = node.attrs.leakyrelu_alpha;
    const more = step === 'BiasAdd' || step === 'Prelu' ? [left.shift()!] : [];
    const attrs = step === 'LeakyRelu' && alpha !== undefined ? { ...float, alpha } : float;
    parts.push({ op: step === 'BiasAdd' ? 'AddV2' : step, inputs: more, attrs });
  }
  let at: Ref | undefined;
  parts.forEach(({ op, inputs, attrs }, i) => {
    const name = i === parts.length - 1 ? node.name : rewriter.freshName(`${node.name}/${op}`);
    rewriter.put({ name, op, inputs: at === undefined ? inputs : [at, ...inputs], attrs });
    at = ref(name);
  });
}
