/**
 * Shapes of every tensor of a graph, before it ever runs. The batch is unknown, so the walk is made for several definite
 * batches: what comes out the same for each does not depend on it. (Shape arithmetic in a generator is linear in the batch,
 * and three points settle that.)
 */

import type { Graph, GraphNode, Ref } from '../graph/graph.ts';
import { topologicalOrder } from '../graph/order.ts';
import { toValue, type Value } from '../graph/value.ts';
import { kernelOf } from '../interpret/kernels.ts';
import { sayShapes } from '../interpret/shapeOps.ts';
import { type RuleInput, ruleOf, type Shape } from './rules.ts';

const probes = [1, 3, 7] as const;
/** Tensors of up to this many numbers are worth knowing: shapes, axes, sizes, paddings. */
const fewNumbers = 64;

interface Known {
  readonly shape: Shape;
  readonly value: Value | undefined;
}

export interface Shapes {
  /** -1 where the size depends on the batch; undefined when the shape is not known. */
  shape(at: Ref): readonly number[] | undefined;
  /** The numbers of a small tensor, undefined where one depends on the batch or on the input. */
  numbers(at: Ref): readonly (number | undefined)[] | undefined;
  /** True for a small tensor of an integer type. */
  isWhole(at: Ref): boolean;
}

export function inferShapes(graph: Graph): Shapes {
  const order = topologicalOrder(graph);
  const walks = probes.map((batch) => walk(graph, order, batch));
  const seen = (at: Ref): Known[] | undefined => {
    const found = walks.map((known) => known.get(at.node)?.[at.output]);
    return found.every((one) => one !== undefined) ? found : undefined;
  };
  return {
    shape(at) {
      const [first, ...others] = seen(at) ?? [];
      if (first === undefined || others.some((one) => one.shape.length !== first.shape.length))
        return undefined;
      return first.shape.map((size, axis) => (others.every((one) => one.shape[axis] === size) ? size : -1));
    },
    isWhole(at) {
      const dtype = seen(at)?.[0]?.value?.dtype;
      return dtype === 'int32' || dtype === 'int64';
    },
    numbers(at) {
      const [first, ...others] = (seen(at) ?? []).map((one) => one.value);
      if (first === undefined || others.some((one) => one?.data.length !== first.data.length))
        return undefined;
      return Array.from(first.data, (number, i) =>
        others.every((one) => one!.data[i] === number) ? number : undefined,
      );
    },
  };
}

function walk(graph: Graph, order: readonly GraphNode[], batch: number): Map<string, readonly Known[]> {
  const known = new Map<string, readonly Known[]>();
  for (const input of graph.inputs) {
    if (input.shape === null) continue;
    const shape = input.shape.map((size, axis) => (size === -1 && axis === 0 ? batch : size));
    if (!shape.includes(-1)) known.set(input.node, [{ shape, value: undefined }]);
  }
  for (const node of order) {
    if (known.has(node.name)) continue;
    const results = node.constant === undefined ? computed(node, known) : [constant(node)];
    if (results !== undefined) known.set(node.name, results);
  }
  return known;
}

function constant(node: GraphNode): Known {
  const { shape, load } = node.constant!;
  const count = shape.reduce((product, size) => product * size, 1);
  return { shape, value: count <= fewNumbers ? toValue(load()) : undefined };
}

function computed(
  node: GraphNode,
  known: ReadonlyMap<string, readonly Known[]>,
): readonly Known[] | undefined {
  const inputs = node.inputs.map((input) => known.get(input.node)?.[input.output]);
  if (!inputs.every((input) => input !== undefined)) return undefined;
  const ruleInputs: RuleInput[] = inputs.map(({ shape, value }) => ({
    shape,
    values: value && Array.from(value.data),
  }));
  const shapes = ruleOf(node.op)?.(ruleInputs, node);
  if (shapes === undefined || !shapes.every((shape) => shape.every((s) => Number.isInteger(s) && s >= 0))) {
    return undefined;
  }
  const values = smallValues(node, inputs, shapes);
  return shapes.map((shape, i) => ({ shape, value: values?.[i] }));
}

/** `Shape` and its like need only shapes; the other ops are computed when all their inputs are known. */
function smallValues(
  node: GraphNode,
  inputs: readonly Known[],
  shapes: readonly Shape[],
): readonly Value[] | undefined {
  if (shapes.some((shape) => shape.reduce((product, size) => product * size, 1) > fewNumbers))
    return undefined;
  const kernel = kernelOf(node.op);
  if (kernel === undefined) return undefined;
  const said = sayShapes(
    node,
    inputs.map(({ shape }) => shape),
  );
  if (said !== undefined) return said;
  const values = inputs.map((input) => input.value);
  if (!values.every((value) => value !== undefined)) return undefined;
  return kernel(values, node);
}
