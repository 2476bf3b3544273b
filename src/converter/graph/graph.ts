/** The converter's own form of a computation: named nodes, edges by name, constants with their tensors. */
import { ZscapeError } from '../../base/errors.ts';
import type { AttributeKind, Attributes, AttributeValues, PartialShape } from './attributes.ts';
import type { DType, Tensor } from './tensor.ts';
import type { Value } from './value.ts';

/** One output of a node. */
export interface Ref {
  readonly node: string;
  readonly output: number;
}

/** The tensor of a `Const` node. Loading may recompute it each time, so that large weights need not be held twice. */
export interface Constant {
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** The exact numbers in the file, if they are narrower than the widened ones from `load`. */
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
  /** Only for `Const` nodes. */
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

/** Immutable: a pass makes a new one. Control edges are dropped, since a frozen graph has no side effects to order. */
export interface Graph {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly inputs: readonly GraphInput[];
  readonly outputs: readonly GraphOutput[];
  /** Passed on to every graph derived from this one. Without it, shapes are inferred anew at each query. */
  readonly shapes?: ShapeMemory;
}

/**
 * The shapes of the graph at the last query. Only `shapes/shapesOf.ts` reads and writes it, and it infers only what
 * passes have changed since.
 */
export interface ShapeMemory {
  latest?: { readonly graph: Graph; readonly walks: readonly ShapeWalk[] };
}

/** What is known of each node's outputs for one specific batch. */
export type ShapeWalk = ReadonlyMap<string, ShapedNode>;

export interface ShapedNode {
  readonly node: GraphNode;
  /** What was known of the inputs when the results were inferred. */
  readonly inputs: readonly (ShapedTensor | undefined)[];
  readonly results: readonly ShapedTensor[] | undefined;
}

export interface ShapedTensor {
  readonly shape: readonly number[];
  /** Its numbers, if they are few and independent of the latent. */
  readonly value: Value | undefined;
}

/** A pass: a graph in, an equivalent graph out. */
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

/** Makes a `Const` node. */
export function constNode(name: string, constant: Constant): GraphNode {
  return { name, op: 'Const', inputs: [], attrs: {}, constant };
}

/** Returns the node of that name. @throws GRAPH_INVALID if there is none. */
export function nodeOf(graph: Graph, name: string): GraphNode {
  const node = graph.nodes.get(name);
  if (node === undefined) {
    throw new ZscapeError('GRAPH_INVALID', `The graph uses node "${name}", but has no such node.`);
  }
  return node;
}

/** Returns the constant that `ref` points to, or undefined. */
export function constantAt(graph: Graph, at: Ref | undefined): Constant | undefined {
  return at?.output === 0 ? graph.nodes.get(at.node)?.constant : undefined;
}

/** Returns the attribute's value if it exists and has that kind. */
export function attr<K extends AttributeKind>(
  node: GraphNode,
  name: string,
  kind: K,
): AttributeValues[K] | undefined {
  const attribute = Object.hasOwn(node.attrs, name) ? node.attrs[name] : undefined;
  if (attribute?.kind !== kind) return undefined;
  return attribute.value as AttributeValues[K];
}
