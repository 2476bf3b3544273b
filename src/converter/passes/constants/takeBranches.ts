/**
 * Takes the branch of a condition that is always the same: TensorFlow's `Switch` sends its data one way or the other, and
 * `Merge` returns whichever arrives. Old graphs use this to ask whether they are being trained.
 */
import { constantOf, constNode, type Graph, type GraphNode, type Ref, ref } from '../../graph/graph.ts';
import { topologicalOrder } from '../../graph/order.ts';
import { Rewriter } from '../../graph/rewrite.ts';
import { scalar, toTensor, toValue, type Value } from '../../graph/value.ts';
import { kernelOf } from '../../interpret/kernels.ts';

/** Conditions are computed from flags, not from tensors. */
const mostNumbers = 64;

export function takeBranches(graph: Graph): Graph {
  if (![...graph.nodes.values()].some(({ op }) => switches.has(op))) return graph;
  const rewriter = new Rewriter(graph);
  const fed = new Set(graph.inputs.map(({ node }) => node));
  const settled = new Map<string, Value>();
  /** Outputs at which nothing ever arrives. */
  const dead = new Set<string>();
  const isDead = ({ node, output }: Ref) => dead.has(node) || dead.has(`${output}:${node}`);
  for (const { name } of topologicalOrder(graph)) {
    const node = rewriter.node(name)!;
    const value = valueIn(node, settled, fed);
    if (value !== undefined) settled.set(name, value);
    if (merges.has(node.op)) {
      const live = node.inputs.findIndex((input) => !isDead(input));
      const from = node.inputs[live];
      if (from === undefined) dead.add(name);
      else if (node.inputs.some(isDead)) {
        const index = rewriter.freshName(`${name}/index`);
        rewriter.put(constNode(index, constantOf(toTensor(scalar('int32', live)))));
        rewriter.redirect(ref(name, 1), ref(index));
        rewriter.redirect(ref(name), from);
        const known = settled.get(from.node);
        if (known !== undefined && from.output === 0) settled.set(name, known);
      }
      continue;
    }
    if (node.inputs.some(isDead)) dead.add(name);
    else if (switches.has(node.op)) {
      const [data, flag] = node.inputs;
      const taken = flag?.output === 0 ? settled.get(flag.node)?.data[0] : undefined;
      if (data === undefined || taken === undefined) continue;
      const way = taken === 0 ? 0 : 1;
      dead.add(`${1 - way}:${name}`);
      rewriter.redirect(ref(name, way), data);
    }
  }
  return rewriter.finish();
}

const switches = new Set(['Switch', 'RefSwitch']);
const merges = new Set(['Merge', 'RefMerge']);
const passing = new Set(['Identity', 'StopGradient', 'PlaceholderWithDefault', 'Snapshot']);

/** Returns the value of a small node, if it depends on no input. */
function valueIn(
  node: GraphNode,
  settled: ReadonlyMap<string, Value>,
  fed: ReadonlySet<string>,
): Value | undefined {
  if (fed.has(node.name)) return undefined;
  if (node.constant !== undefined) {
    const count = node.constant.shape.reduce((product, size) => product * size, 1);
    return count <= mostNumbers ? toValue(node.constant.load()) : undefined;
  }
  const inputs = node.inputs.map((input) => (input.output === 0 ? settled.get(input.node) : undefined));
  if (inputs.length === 0 || !inputs.every((input) => input !== undefined)) return undefined;
  if (passing.has(node.op)) return inputs[0];
  const count = inputs.reduce((sum, { data }) => sum + data.length, 0);
  const kernel = flagOps.has(node.op) && count <= mostNumbers ? kernelOf(node.op) : undefined;
  return kernel?.(inputs, node)[0];
}

const flagOps = new Set([
  ...['LogicalNot', 'LogicalAnd', 'LogicalOr', 'Cast', 'Equal', 'NotEqual', 'Less', 'LessEqual'],
  ...['Greater', 'GreaterEqual', 'Reshape', 'Squeeze', 'All', 'Any'],
]);
