/**
 * Spells OneHot (rows with a 1 in the place of a number) as a comparison, using only ops that have been checked against
 * TensorFlow.
 */
import { type } from '../../graph/attributes.ts';
import { listOfConstant, scalarOf } from '../../graph/constantNumbers.ts';
import { dtypeOf, tfjsDtype } from '../../graph/dtypes.ts';
import {
  attr,
  constantAt,
  constantOf,
  constNode,
  type Graph,
  type GraphNode,
  type Ref,
  ref,
} from '../../graph/graph.ts';
import { Rewriter } from '../../graph/rewrite.ts';

/** Spells every OneHot in a graph. One whose depth or values are not constant stays, and is refused later. */
export function spellOneHot(graph: Graph): Graph {
  const rewriter = new Rewriter(graph);
  for (const node of graph.nodes.values()) if (node.op === 'OneHot') spell(graph, rewriter, node);
  return rewriter.finish();
}

const mostClasses = 65_536;

function spell(graph: Graph, rewriter: Rewriter, node: GraphNode): void {
  const [at, depth, on, off] = node.inputs;
  const [classes] = listOfConstant(constantAt(graph, depth)) ?? [];
  const [yes, no] = [on, off].map((value) => scalarOf(constantAt(graph, value)));
  const own = dtypeOf(attr(node, 'T', 'type') ?? 1);
  const dtype = tfjsDtype(own ?? 'float32');
  const isPlain = (attr(node, 'axis', 'int') ?? -1) === -1 && dtype !== 'bool';
  if (!isPlain || at === undefined || !classes || classes > mostClasses) return;
  if (yes === undefined || no === undefined) return;
  const put = (part: string, op: string, inputs: readonly Ref[], attrs: GraphNode['attrs']): Ref => {
    const name = rewriter.freshName(`${node.name}/${part}`);
    rewriter.put({ name, op, inputs, attrs });
    return ref(name);
  };
  const constant = (
    part: string,
    kind: 'float32' | 'int32',
    data: readonly number[],
    shape: readonly number[],
  ) => {
    const name = rewriter.freshName(`${node.name}/${part}`);
    const numbers = kind === 'int32' ? Int32Array.from(data) : Float32Array.from(data);
    rewriter.put(constNode(name, constantOf({ dtype: kind, shape, data: numbers })));
    return ref(name);
  };
  const whole = { T: type('int32') };
  const column = put('column', 'ExpandDims', [at, constant('last', 'int32', [-1], [])], whole);
  const all = Array.from({ length: classes }, (_, i) => i);
  const same = put('same', 'Equal', [column, constant('all', 'int32', all, [classes])], whole);
  const casting = { SrcT: type('bool'), DstT: type(dtype) };
  const row = put('row', 'Cast', [same], casting);
  const step = constant('step', dtype, [yes - no], []);
  const scaled = put('scaled', 'Mul', [row, step], { T: type(dtype) });
  const base = constant('off', dtype, [no], []);
  rewriter.put({ ...node, op: 'AddV2', inputs: [scaled, base], attrs: { T: type(dtype) } });
}
