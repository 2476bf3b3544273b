/**
 * Infers the shapes of every tensor of a graph, without running it. The batch is unknown, so the walk is repeated for
 * several specific batches: a result that is the same for each does not depend on the batch. (Shape arithmetic in a
 * generator is linear in the batch, and three points settle that.) A walk remembers its results for each node. For a
 * graph derived by a pass, the next walk only infers nodes that are new or whose inputs are.
 */
import type { Graph, GraphNode, Ref, ShapedNode, ShapedTensor, ShapeWalk } from '../graph/graph.ts';
import { topologicalOrder } from '../graph/order.ts';
import { toValue, type Value } from '../graph/value.ts';
import { kernelOf } from '../interpret/kernels.ts';
import { resultsFromShapes } from '../interpret/shapeOps.ts';
import { ruleOf } from './rules.ts';
import type { RuleInput, Shape } from './shapeRule.ts';

/** The batches of the walks. */
export const probes = [1, 3, 7] as const;
/** Tensors of up to this many numbers have their values tracked: shapes, axes, sizes, paddings. */
const fewNumbers = 64;

export interface Shapes {
  /** -1 for sizes that depend on the batch; undefined if the shape is not known. */
  shape(at: Ref): readonly number[] | undefined;
  /** The numbers of a small tensor, undefined for those that depend on the batch or on the input. */
  numbers(at: Ref): readonly (number | undefined)[] | undefined;
  /** True for a small tensor of an integer type. */
  isWhole(at: Ref): boolean;
}

/** Infers all shapes. @throws GRAPH_INVALID for a cycle or an edge to a missing node. */
export function shapesOf(graph: Graph): Shapes {
  const walks = walksOf(graph);
  const seen = (at: Ref): ShapedTensor[] | undefined => {
    const tensors = walks.map((walk) => walk.get(at.node)?.results?.[at.output]);
    return tensors.every((one) => one !== undefined) ? tensors : undefined;
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

/** Infers the shapes of one picture: a batch of one. */
export function shapesOfOne(graph: Graph): ShapeWalk {
  return walksOf(graph)[0]!;
}

function walksOf(graph: Graph): readonly ShapeWalk[] {
  const { shapes: memory } = graph;
  if (memory?.latest?.graph === graph) return memory.latest.walks;
  const order = topologicalOrder(graph);
  const walks = probes.map((batch, i) => walk(graph, order, batch, memory?.latest?.walks[i]));
  if (memory !== undefined) memory.latest = { graph, walks };
  return walks;
}

function walk(
  graph: Graph,
  order: readonly GraphNode[],
  batch: number,
  before: ShapeWalk | undefined,
): ShapeWalk {
  const walked = new Map<string, ShapedNode>();
  const fed = new Map(graph.inputs.map((input) => [input.node, fedShape(input.shape, batch)]));
  for (const node of order) {
    const last = before?.get(node.name);
    const given = fed.get(node.name);
    if (given !== undefined) {
      const same = last?.node === node && last.results?.[0]?.shape.join() === given.join();
      walked.set(
        node.name,
        same ? last : { node, inputs: [], results: [{ shape: given, value: undefined }] },
      );
      continue;
    }
    const inputs = node.inputs.map((input) => walked.get(input.node)?.results?.[input.output]);
    const same = last?.node === node && inputs.every((input, i) => input === last.inputs[i]);
    walked.set(node.name, same ? last : { node, inputs, results: resultsOf(node, inputs) });
  }
  return walked;
}

/** Returns the shape of an input for a specific batch, if its other sizes are known. */
function fedShape(shape: readonly number[] | null, batch: number): Shape | undefined {
  const sized = shape?.map((size, axis) => (size === -1 && axis === 0 ? batch : size));
  return sized?.includes(-1) ? undefined : sized;
}

/** Infers the results of one node from what is known of its inputs; undefined if its shape cannot be determined. */
export function resultsOf(
  node: GraphNode,
  inputs: readonly (ShapedTensor | undefined)[],
): readonly ShapedTensor[] | undefined {
  if (node.constant !== undefined) return [shapedConstant(node.constant)];
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

function shapedConstant({ shape, load }: NonNullable<GraphNode['constant']>): ShapedTensor {
  const count = shape.reduce((product, size) => product * size, 1);
  return { shape, value: count <= fewNumbers ? toValue(load()) : undefined };
}

/** Computes small values. `Shape` and the like only need shapes; other ops are computed if all their inputs are known. */
function smallValues(
  node: GraphNode,
  inputs: readonly ShapedTensor[],
  shapes: readonly Shape[],
): readonly Value[] | undefined {
  if (shapes.some((shape) => shape.reduce((product, size) => product * size, 1) > fewNumbers))
    return undefined;
  const kernel = kernelOf(node.op);
  if (kernel === undefined) return undefined;
  const stated = resultsFromShapes(
    node,
    inputs.map(({ shape }) => shape),
  );
  if (stated !== undefined) return stated;
  const values = inputs.map((input) => input.value);
  if (!values.every((value) => value !== undefined)) return undefined;
  return kernel(values, node);
}
