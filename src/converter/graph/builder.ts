/** Builds a graph node by node, for models that do not come as graphs. */

import { type Attributes, type } from './attributes.ts';
import { withDefaults } from './defaults.ts';
import { type Constant, constantOf, constNode, type GraphNode, type Ref, ref } from './graph.ts';

export class GraphBuilder {
  readonly nodes = new Map<string, GraphNode>();

  /** Adds a node. A name that is taken gets a number. */
  add(op: string, name: string, inputs: readonly Ref[], attrs: Attributes = {}): Ref {
    const own = this.#free(name);
    this.nodes.set(own, withDefaults({ name: own, op, inputs, attrs: { T: type('float32'), ...attrs } }));
    return ref(own);
  }

  constant(name: string, constant: Constant): Ref {
    const own = this.#free(name);
    this.nodes.set(own, constNode(own, constant));
    return ref(own);
  }

  integers(name: string, data: readonly number[], shape: readonly number[] = [data.length]): Ref {
    return this.constant(name, constantOf({ dtype: 'int32', shape, data: Int32Array.from(data) }));
  }

  floats(name: string, data: readonly number[], shape: readonly number[] = [data.length]): Ref {
    return this.constant(name, constantOf({ dtype: 'float32', shape, data: Float32Array.from(data) }));
  }

  #free(wish: string): string {
    let name = wish;
    for (let i = 1; this.nodes.has(name); i++) name = `${wish}_${i}`;
    return name;
  }
}
