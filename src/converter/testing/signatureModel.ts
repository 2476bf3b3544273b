/** Small generators with inputs and outputs of every kind, and their results in a bundle's form and in their own. */
import { createRandom } from '../../base/random.ts';
import { type Attributes, type } from '../graph/attributes.ts';
import type { Graph, Ref } from '../graph/graph.ts';
import type { DType } from '../graph/tensor.ts';
import type { Value } from '../graph/value.ts';
import { interpret } from '../interpret/interpret.ts';
import { classFeed } from '../run/classFeed.ts';
import { arrange } from '../signature/arrange.ts';
import type { SignatureWishes } from '../signature/wishes.ts';
import { GraphBuilder } from './graphBuilder.ts';

/** A graph with random weights. */
export class Model extends GraphBuilder {
  reshape(name: string, x: Ref, sizes: readonly number[]): Ref {
    return this.node(name, 'Reshape', [x, this.integers(`${name}/shape`, [-1, ...sizes])]);
  }

  /** Adds tanh(x W), with the given shape. */
  picture(name: string, x: Ref, inputs: number, sizes: readonly number[]): Ref {
    const outputs = sizes.reduce((product, size) => product * size, 1);
    const product = this.node(`${name}/product`, 'MatMul', [
      x,
      this.floats(`${name}/kernel`, [inputs, outputs]),
    ]);
    return this.reshape(name, this.node(`${name}/tanh`, 'Tanh', [product]), sizes);
  }

  embedding(name: string, x: Ref, classes: number, size: number): Ref {
    const whole = this.node(`${name}/whole`, 'Cast', [x], { SrcT: type('float32'), DstT: type('int32') });
    const flat = this.node(`${name}/flat`, 'Reshape', [whole, this.integers(`${name}/row`, [-1])]);
    const table = this.floats(`${name}/table`, [classes, size]);
    return this.node(name, 'GatherV2', [table, flat, this.integers(`${name}/axis`, [0], [])]);
  }

  /** Adds an input of another type than float32, or one with a default that need not be fed. */
  typed(name: string, dtype: DType, shape: readonly number[], given?: readonly number[]): Ref {
    this.input(name, shape);
    const attrs: Attributes = { dtype: type(dtype) };
    const value =
      given &&
      this.floats(
        `${name}/default`,
        shape.map((size) => Math.max(1, size)),
        given,
      );
    this.types.set(name, dtype);
    return this.node(name, value ? 'PlaceholderWithDefault' : 'Placeholder', value ? [value] : [], attrs);
  }

  readonly types = new Map<string, DType>();

  graph(...outputs: Ref[]): Graph {
    const graph = this.build(...outputs);
    const inputs = graph.inputs.map((input) => ({
      ...input,
      dtype: this.types.get(input.node) ?? input.dtype,
    }));
    return { ...graph, inputs };
  }
}

export const batch = 3;

/** Computes pictures of the arranged graph for latents that count up, and each class in turn. */
export function pictures(graph: Graph, wishes: SignatureWishes = {}) {
  const arranged = arrange(graph, wishes);
  const [latent] = arranged.graph.inputs;
  const [, size] = latent!.shape!;
  const random = createRandom(5);
  const z = Float32Array.from({ length: batch * size! }, () => random.normal());
  const feeds = new Map<string, Value>([
    [latent!.node, { dtype: 'float32', shape: [batch, size!], data: z }],
  ]);
  const { classes } = arranged;
  if (classes !== undefined) feeds.set(classes.input, classFeed(classes, [0, 1, 2]));
  const [picture] = interpret({ ...arranged.graph, outputs: arranged.graph.outputs.slice(0, 1) }, feeds);
  return { ...arranged, z, picture: picture! };
}

/** Computes the model's own result for the same numbers in its own shapes. */
export function own(graph: Graph, output: Ref, feeds: Record<string, Value>): Value {
  return interpret({ ...graph, outputs: [{ key: 'y', ref: output }] }, new Map(Object.entries(feeds)))[0]!;
}

export const floats = (shape: readonly number[], data: Float32Array): Value => ({
  dtype: 'float32',
  shape,
  data,
});
