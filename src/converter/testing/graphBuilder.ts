/** Small graphs for tests, and the question that every pass must answer: does the graph still compute the same? */
import { expect } from 'vitest';
import { createRandom } from '../../base/random.ts';
import { type Attributes, bool, ints, text } from '../graph/attributes.ts';
import { withDefaults } from '../graph/defaults.ts';
import {
  constantOf,
  constNode,
  type Graph,
  type GraphInput,
  type GraphNode,
  type Ref,
  ref,
} from '../graph/graph.ts';
import type { Value } from '../graph/value.ts';
import { interpret } from '../interpret/interpret.ts';
import { maxDifference } from './npy.ts';

export class GraphBuilder {
  readonly #nodes = new Map<string, GraphNode>();
  readonly #inputs: GraphInput[] = [];
  readonly #random = createRandom(1);

  input(name: string, shape: readonly number[]): Ref {
    this.#inputs.push({ key: name, node: name, dtype: 'float32', shape });
    return this.node(name, 'Placeholder', []);
  }

  node(name: string, op: string, inputs: readonly Ref[], attrs: Attributes = {}): Ref {
    this.#nodes.set(name, withDefaults({ name, op, inputs, attrs }));
    return ref(name);
  }

  floats(name: string, shape: readonly number[], data?: readonly number[]): Ref {
    const count = shape.reduce((product, size) => product * size, 1);
    const values = Float32Array.from(
      { length: count },
      (_, i) => data?.[i % data.length] ?? this.#random.normal(),
    );
    this.#nodes.set(name, constNode(name, constantOf({ dtype: 'float32', shape, data: values })));
    return ref(name);
  }

  integers(name: string, data: readonly number[], shape: readonly number[] = [data.length]): Ref {
    this.#nodes.set(
      name,
      constNode(name, constantOf({ dtype: 'int32', shape, data: Int32Array.from(data) })),
    );
    return ref(name);
  }

  convolution(name: string, x: Ref, kernel: Ref, padding = 'SAME', stride = 1): Ref {
    return this.node(name, 'Conv2D', [x, kernel], {
      strides: ints([1, stride, stride, 1]),
      padding: text(padding),
    });
  }

  /** Adds x / sqrt(mean(x^2) + epsilon) over the last axis, as the public ProGAN code spells it. */
  pixelNorm(name: string, x: Ref, axis = 3): Ref {
    const square = this.node(`${name}/square`, 'Square', [x]);
    const axes = this.integers(`${name}/axes`, [axis]);
    const mean = this.node(`${name}/mean`, 'Mean', [square, axes], { keep_dims: bool(true) });
    const sum = this.node(`${name}/sum`, 'AddV2', [mean, this.floats(`${name}/epsilon`, [], [1e-8])]);
    return this.node(name, 'Mul', [x, this.node(`${name}/rsqrt`, 'Rsqrt', [sum])]);
  }

  build(...outputs: Ref[]): Graph {
    return {
      nodes: this.#nodes,
      inputs: this.#inputs,
      outputs: outputs.map((at, i) => ({ key: `y${i}`, ref: at })),
    };
  }
}

/** Runs both graphs on the same random input, for a batch of 1 and of 3. */
export function expectSame(before: Graph, after: Graph, tolerance = 1e-5): void {
  const random = createRandom(7);
  for (const batch of [1, 3]) {
    const feeds = new Map<string, Value>();
    for (const { node, shape } of before.inputs) {
      const sized = shape!.map((size) => (size === -1 ? batch : size));
      const count = sized.reduce((product, size) => product * size, 1);
      const data = Float32Array.from({ length: count }, () => random.normal());
      feeds.set(node, { dtype: 'float32', shape: sized, data });
    }
    const wanted = interpret(before, feeds);
    const got = interpret(after, feeds);
    expect(got.map(({ shape }) => shape)).toEqual(wanted.map(({ shape }) => shape));
    wanted.forEach((value, i) => {
      expect(maxDifference(got[i]!.data, value.data)).toBeLessThanOrEqual(tolerance);
    });
  }
}

/** Lists the ops of a graph except for its constants, sorted. */
export function opsOf(graph: Graph): string[] {
  return [...graph.nodes.values()]
    .filter((node) => node.constant === undefined && node.op !== 'Placeholder')
    .map((node) => node.op)
    .sort();
}
