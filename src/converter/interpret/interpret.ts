/**
 * Runs a graph node by node. It is slow and simple and shares no code with TF.js, so that bundles can be compared with
 * it.
 */
import { ZscapeError } from '../../base/errors.ts';
import type { Graph, GraphNode } from '../graph/graph.ts';
import { topologicalOrder } from '../graph/order.ts';
import { toValue, type Value } from '../graph/value.ts';
import { kernelOf } from './kernels.ts';

/**
 * Interprets a graph.
 * @param feeds values of the inputs, by their node's name.
 * @param beforeNode is called before each node; if it throws, the run ends.
 * @returns the outputs, in order. A value is released after its last reader has run.
 * @throws OPS_UNSUPPORTED for an op without a kernel, GRAPH_INVALID if the graph is inconsistent or an input is missing.
 */
export function interpret(graph: Graph, feeds: ReadonlyMap<string, Value>, beforeNode?: () => void): Value[] {
  const order = topologicalOrder(graph);
  const readers = new Map<string, number>();
  const count = (name: string): void => void readers.set(name, (readers.get(name) ?? 0) + 1);
  for (const node of order) for (const input of node.inputs) count(input.node);
  for (const output of graph.outputs) count(output.ref.node);
  const values = new Map<string, readonly Value[]>();
  for (const node of order) {
    beforeNode?.();
    const inputs = node.inputs.map((at) => output(values, at.node, at.output));
    values.set(node.name, run(node, inputs, feeds));
    for (const input of node.inputs) {
      const left = readers.get(input.node)! - 1;
      readers.set(input.node, left);
      if (left === 0) values.delete(input.node);
    }
  }
  return graph.outputs.map(({ ref }) => output(values, ref.node, ref.output));
}

function run(node: GraphNode, inputs: readonly Value[], feeds: ReadonlyMap<string, Value>): readonly Value[] {
  const fed = feeds.get(node.name);
  if (fed !== undefined) return [fed];
  if (node.constant !== undefined) return [toValue(node.constant.load())];
  if (node.op === 'PlaceholderWithDefault') return inputs;
  if (node.op === 'Placeholder') {
    throw new ZscapeError(
      'GRAPH_INVALID',
      `The graph needs the input "${node.name}", which the signature does not feed.`,
    );
  }
  const kernel = kernelOf(node.op);
  if (kernel === undefined) {
    throw new ZscapeError(
      'OPS_UNSUPPORTED',
      `Node "${node.name}" is ${node.op}, which the converter cannot compute.`,
    );
  }
  return kernel(inputs, node);
}

function output(values: ReadonlyMap<string, readonly Value[]>, node: string, index: number): Value {
  const value = values.get(node)?.[index];
  if (value === undefined) throw new ZscapeError('GRAPH_INVALID', `Node "${node}" has no output ${index}.`);
  return value;
}
