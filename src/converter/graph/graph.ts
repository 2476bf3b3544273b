/** The converter's own form of a computation: named nodes, edges by name, constants that carry their tensor. */
import { ZscapeError } from '../../base/errors.ts';
import type { AttributeKind, Attributes, AttributeValues, PartialShape } from './attributes.ts';
import type { DType, Tensor } from './tensor.ts';
import type { Value } from './value.ts';

/** One output of a node. */
export interface Ref {
  readonly node: string;
  readonly output: number;
}

/** The tensor of a `Const` node. Loading may compute it anew each time, so that large weights need not be held twice. */
export interface Constant {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** The very numbers that the file holds, where they are narrower than what `load` widens them to. */
  readonly narrow?: NarrowWeight;
  load(): Tensor;
}

/** A float32 weight as halves, or as codes: value = code * scale + min. */
export type NarrowWeight =
  | { readonly kind: 'float16'; readonly bytes: Uint8Array }
  | { readonly kind: 'uint8'; readonly bytes: Uint8Array; readonly min: number; readonly scale: number };

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly Ref[];
  readonly attrs: Attributes;
  /** Of `Const` nodes, and only of them. */
  readonly constant?: Constant;
}

export interface GraphInput {
  /** Its name in the signature. */
  readonly key: string;
  readonly node: string;
  readonly dtype: DType;
  readonly shape: PartialShape;
}

export interface GraphOutput {
  readonly key: string;
  readonly ref: Ref;
}

/** Immutable: a pass makes a new one. Control edges are not kept, since a frozen graph has no side effects to order. */
export interface Graph {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly inputs: readonly GraphInput[];
  readonly outputs: readonly GraphOutput[];
  /** Every graph that is made of this one carries it on. Without it shapes are inferred anew at each question. */
  readonly shapes?: ShapeMemory;
}

/**
 * The shapes of a graph as it stood when somebody last asked. `shapes/shapesOf.ts` alone reads and writes it, and works
 * out only what passes have changed since.
 */
export interface ShapeMemory {
  latest?: { readonly graph: Graph; readonly walks: readonly ShapeWalk[] };
}

/** What is known of each node's outputs for one definite batch. */
export type ShapeWalk = ReadonlyMap<string, ShapedNode>;

export interface ShapedNode {
  readonly node: GraphNode;
  /** What was known of the inputs when the results were inferred. */
  readonly inputs: readonly (ShapedTensor | undefined)[];
  readonly results: readonly ShapedTensor[] | undefined;
}

export interface ShapedTensor {
  readonly shape: readonly number[];
  /** Its numbers, if they are few and do not depend on the latent. */
  readonly value: Value | undefined;
}

/** What every pass is: graph in, graph out, computing the same. */
export type Pass = (graph: Graph) => Graph;

export function ref(node: string, output = 0): Ref {
  return { node, output };
}

export function sameRef(a: Ref, b: Ref): boolean {
  return a.node === b.node && a.output === b.output;
}

export function constantOf(tensor: Tensor): Constant {
  return { dtype: tensor.dtype, shape: tensor.shape, load: () => tensor };
}

/** A `Const` node. */
export function constNode(name: string, constant: Constant): GraphNode {
  return { name, op: 'Const', inputs: [], attrs: {}, constant };
}

/** @throws GRAPH_INVALID when the graph has no such node. */
export function nodeOf(graph: Graph, name: string): GraphNode {
  const node = graph.nodes.get(name);
  if (node === undefined) {
    throw new ZscapeError('GRAPH_INVALID', `The graph uses node "${name}", but has no such node.`);
  }
  return node;
}

/** The constant that `ref` points to, or undefined. */
export function constantAt(graph: Graph, at: Ref | undefined): Constant | undefined {
  return at?.output === 0 ? graph.nodes.get(at.node)?.constant : undefined;
}

/** The attribute's value if it is there and of that kind. */
export function attr<K extends AttributeKind>(
  node: GraphNode,
  name: string,
  kind: K,
): AttributeValues[K] | undefined {
  const attribute = Object.hasOwn(node.attrs, name) ? node.attrs[name] : undefined;
  if (attribute?.kind !== kind) return undefined;
  return attribute.value as AttributeValues[K];
}
