/**
 * Builds the converter's graph and immediately infers the shape of every tensor in it, for several specific batches. So a
 * translation can query the existing nodes for everything that it depends on (ranks, sizes, axes). Small tensors that are
 * the same for every batch become constants on the spot, which folds the shape arithmetic that PyTorch writes.
 */
import type { Attributes } from '../../graph/attributes.ts';
import { GraphBuilder } from '../../graph/builder.ts';
import { dtypeOf, tfjsDtype } from '../../graph/dtypes.ts';
import {
  attr,
  type Constant,
  constantOf,
  type GraphNode,
  type Ref,
  type ShapedTensor,
} from '../../graph/graph.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { toTensor, toValue } from '../../graph/value.ts';
import { kernelOf } from '../../interpret/kernels.ts';
import { probes, resultsOf } from '../../shapes/shapesOf.ts';
import { Obstacle } from './obstacle.ts';

type Results = readonly ShapedTensor[] | undefined;
/** The type of a tensor's numbers, as TF.js holds them. */
export type Kind = 'float32' | 'int32' | 'bool';

export class Emitter extends GraphBuilder {
  /** The results of each node, for each batch of `probes`. */
  readonly #results = new Map<string, readonly Results[]>();
  readonly #kinds = new Map<string, Kind>();
  /** The number of ops computed at each load of a folded constant. */
  readonly #steps = new Map<Constant, number>();
  /** Tensors whose axes have been moved already, by the node, its output and the new order. */
  readonly moves = new Map<string, Ref>();

  /** Adds an input of the graph. @param shape -1 for the batch, which must come first. */
  input(name: string, shape: readonly number[], attrs: Attributes): Ref {
    const at = super.add('Placeholder', name, [], attrs);
    this.#kinds.set(at.node, tfjsDtype(dtypeOf(attr(this.nodes.get(at.node)!, 'dtype', 'type') ?? 1)!));
    const sized = probes.map((batch) => shape.map((size, i) => (i === 0 && size === -1 ? batch : size)));
    this.#results.set(
      at.node,
      sized.map((own) => [{ shape: own, value: undefined }]),
    );
    return at;
  }

  override add(op: string, name: string, inputs: readonly Ref[], attrs: Attributes = {}): Ref {
    const at = super.add(op, name, inputs, attrs);
    const node = this.nodes.get(at.node)!;
    const results = probes.map((_, i) =>
      resultsOf(
        node,
        inputs.map(({ node: from, output }) => this.#results.get(from)?.[i]?.[output]),
      ),
    );
    const values = results.map((one) => (one?.length === 1 ? one[0]!.value : undefined));
    const [first, ...others] = values;
    const same =
      first !== undefined &&
      others.every(
        (other) =>
          other?.shape.join() === first.shape.join() &&
          other.data.every((x, j) => Object.is(x, first.data[j])),
      );
    if (same) {
      this.nodes.delete(at.node);
      return this.constant(name, constantOf(toTensor(first)));
    }
    const folded = this.#folded(node, results[0]);
    if (folded !== undefined) {
      this.nodes.delete(at.node);
      return this.constant(name, folded);
    }
    this.#results.set(at.node, results);
    this.#kinds.set(at.node, this.#kindOf(node));
    return at;
  }

  /** Folds a weight computed from others, such as a scaled or repeated one. It is computed when it is loaded. */
  #folded(node: GraphNode, results: Results): Constant | undefined {
    const inputs = node.inputs.map((at) => this.constantAt(at));
    const kernel = kernelOf(node.op);
    const [result] = results ?? [];
    if (kernel === undefined || result === undefined || results?.length !== 1) return undefined;
    if (inputs.length === 0 || !inputs.every((input) => input !== undefined)) return undefined;
    const steps = inputs.reduce((sum, input) => sum + (this.#steps.get(input) ?? 0), 1);
    const count = result.shape.reduce((product, size) => product * size, 1);
    if (steps > mostSteps || count > mostFolded || products.has(node.op)) return undefined;
    // Kept until the memory is needed: others are computed from it.
    let known: WeakRef<Tensor> | undefined;
    const folded: Constant = {
      dtype: this.#kindOf(node),
      shape: result.shape,
      load: () => {
        const before = known?.deref();
        if (before !== undefined) return before;
        const tensor = toTensor(
          kernel(
            inputs.map((input) => toValue(input.load())),
            node,
          )[0]!,
        );
        known = new WeakRef(tensor);
        return tensor;
      },
    };
    this.#steps.set(folded, steps);
    return folded;
  }

  override constant(name: string, constant: Constant): Ref {
    const at = super.constant(name, constant);
    this.#kinds.set(at.node, tfjsDtype(constant.dtype));
    const result = resultsOf(this.nodes.get(at.node)!, []);
    this.#results.set(
      at.node,
      probes.map(() => result),
    );
    return at;
  }

  constantAt(at: Ref): Constant | undefined {
    return at.output === 0 ? this.nodes.get(at.node)?.constant : undefined;
  }

  /** Returns the shape for each batch of `probes`. @throws GRAPH_INVALID if it is not known before the network runs. */
  shapes(at: Ref): readonly (readonly number[])[] {
    const shapes = (this.#results.get(at.node) ?? []).map((one) => one?.[at.output]?.shape);
    const [first] = shapes;
    if (first !== undefined && shapes.every((one) => one?.length === first.length))
      return shapes as (readonly number[])[];
    throw new Obstacle('has a size that is known only when the network runs');
  }

  /** Returns the shape, with -1 for sizes that depend on the batch. */
  shape(at: Ref): readonly number[] {
    const [first, ...others] = this.shapes(at);
    return first!.map((size, axis) => (others.every((one) => one[axis] === size) ? size : -1));
  }

  rank(at: Ref): number {
    return this.shapes(at)[0]!.length;
  }

  /** Returns the numbers of a small tensor for each batch of `probes`; undefined if they depend on the latent. */
  numbersOfEach(at: Ref): readonly (readonly number[])[] | undefined {
    const values = (this.#results.get(at.node) ?? []).map((one) => one?.[at.output]?.value);
    if (!values.every((value) => value !== undefined) || values.length === 0) return undefined;
    return values.map(({ data }) => Array.from(data));
  }

  /** Returns the numbers of a small tensor, if none depends on the batch or the latent. */
  numbers(at: Ref): readonly number[] | undefined {
    const [first, ...others] = this.numbersOfEach(at) ?? [];
    if (first === undefined || others.some((one) => one.join() !== first.join())) return undefined;
    return first;
  }

  kind(at: Ref): Kind {
    return this.#kinds.get(at.node) ?? 'float32';
  }

  #kindOf(node: GraphNode): Kind {
    const input = (i: number): Kind => (node.inputs[i] === undefined ? 'float32' : this.kind(node.inputs[i]));
    if (comparisons.has(node.op)) return 'bool';
    switch (node.op) {
      case 'Shape':
        return 'int32';
      case 'Cast':
        return tfjsDtype(dtypeOf(attr(node, 'DstT', 'type') ?? 1) ?? 'float32');
      case 'Fill':
      case 'SelectV2':
      case 'Split':
        return input(1);
      default:
        return input(0) === 'int32' && input(1) === 'float32' && node.inputs.length > 1
          ? 'float32'
          : input(0);
    }
  }
}

/** A weight is scaled, repeated and reshaped in a few steps, and has up to four million numbers. */
const mostSteps = 16;
const mostFolded = 2 ** 22;
/** Too costly to compute more than once. */
const products = new Set('MatMul BatchMatMulV2 Conv2D Conv2DBackpropInput DepthwiseConv2dNative'.split(' '));

const comparisons = new Set(
  'Greater GreaterEqual Less LessEqual Equal NotEqual LogicalAnd LogicalOr LogicalNot'.split(' '),
);
