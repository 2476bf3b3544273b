/** Precomputes everything that depends on no input. */
import { ZscapeError } from '../../../base/errors.ts';
import { constantOf, constNode, type Graph, type GraphNode, ref } from '../../graph/graph.ts';
import { topologicalOrder } from '../../graph/order.ts';
import { Rewriter } from '../../graph/rewrite.ts';
import { toTensor, toValue, type Value } from '../../graph/value.ts';
import { kernelOf } from '../../interpret/kernels.ts';

const passThrough = new Set([
  'Identity',
  'StopGradient',
  'PreventGradient',
  'Snapshot',
  'PlaceholderWithDefault',
]);

/**
 * Folds constants in one walk. A placeholder with a default that the signature does not feed becomes its default, as for
 * anybody who calls the signature. Nodes that only pass their input on are removed as well.
 */
export function foldConstants(graph: Graph): Graph {
  const rewriter = new Rewriter(graph);
  const fed = new Set(graph.inputs.map((input) => input.node));
  const cache = new Map<string, Value>();
  const budget = new Budget();
  const loaded = (node: GraphNode): Value => {
    const known = cache.get(node.name);
    if (known !== undefined) return known;
    const value = toValue(node.constant!.load());
    cache.set(node.name, value);
    return value;
  };
  for (const original of topologicalOrder(graph)) {
    if (fed.has(original.name) || original.op === 'Const') continue;
    const node = rewriter.node(original.name)!;
    if (passThrough.has(node.op) && node.inputs[0] !== undefined) {
      rewriter.redirect(ref(node.name), node.inputs[0]);
      continue;
    }
    if (node.op === 'IdentityN') {
      for (const [output, input] of node.inputs.entries()) rewriter.redirect(ref(node.name, output), input);
      continue;
    }
    const kernel = kernelOf(node.op);
    const sources = node.inputs.map((input) => (input.output === 0 ? rewriter.node(input.node) : undefined));
    if (kernel === undefined || !sources.every((source) => source?.constant !== undefined)) continue;
    const inputs = sources.map((source) => loaded(source!));
    budget.spendTime(inputs, node);
    const results = kernel(inputs, node);
    budget.spend(results, node);
    results.forEach((result, output) => {
      const name = output === 0 ? node.name : rewriter.freshName(`${node.name}/output_${output}`);
      cache.set(name, result);
      rewriter.put(constNode(name, constantOf(toTensor(result))));
      if (output > 0) rewriter.redirect(ref(node.name, output), ref(name));
    });
  }
  return rewriter.finish();
}

/** The limit on the total of folded numbers. Weights that the graph scales at run time are recreated once each. */
const mostFolded = 2 ** 26;
/** The limit on products of constants, which no generator needs: about a second's work. */
const mostPairs = 2 ** 38;
const products = new Set([
  'MatMul',
  'BatchMatMul',
  'BatchMatMulV2',
  'Conv2D',
  'Conv2DBackpropInput',
  '_FusedConv2D',
]);

class Budget {
  #spent = 0;
  #pairs = 0;

  /** Counts the work of a node. @throws GRAPH_INVALID if constants are multiplied with each other without end. */
  spendTime(inputs: readonly Value[], node: GraphNode): void {
    if (!products.has(node.op)) return;
    this.#pairs += inputs.reduce((product, { data }) => product * data.length, 1);
    if (this.#pairs > mostPairs) {
      throw new ZscapeError(
        'GRAPH_INVALID',
        `Computing the constants of the graph takes too long at node "${node.name}".`,
      );
    }
  }

  /** Counts the numbers of results. @throws TENSOR_INVALID if constants unfold to more than any generator has. */
  spend(results: readonly Value[], node: GraphNode): void {
    for (const { data } of results) this.#spent += data.length;
    if (this.#spent > mostFolded) {
      throw new ZscapeError(
        'TENSOR_INVALID',
        `The constants of the graph unfold to more than ${mostFolded} numbers at node "${node.name}".`,
      );
    }
  }
}
