/**
 * The nodes of a GraphDef with every function call replaced by the function's body. Nothing is copied in advance: names
 * are followed from the outputs back, into and out of functions, and only reachable nodes are created.
 */
import { ZscapeError } from '../../../base/errors.ts';
import type { Ref } from '../../graph/graph.ts';
import type { FunctionDef } from '../proto/gen/tensorflow/function_pb.ts';
import type { GraphDef } from '../proto/gen/tensorflow/graph_pb.ts';
import type { NodeDef } from '../proto/gen/tensorflow/node_def_pb.ts';
import { outputIndex, parseBodyTensor, parseTensorName } from './tensorName.ts';

/** Far beyond any generator; it stops a function that calls itself, or calls the next one twice. */
const mostCalls = 10_000;
const deepestCall = 100;
const longestWay = 10_000;

/** The main graph, or one call of a function. */
export interface Scope {
  readonly defs: ReadonlyMap<string, NodeDef>;
  readonly call?: {
    readonly caller: Scope;
    readonly node: NodeDef;
    readonly body: FunctionDef;
    readonly depth: number;
  };
}

/** One output of a node in a scope. */
export interface ScopedTensor {
  readonly scope: Scope;
  readonly def: NodeDef;
  readonly output: number;
}

export class Inliner {
  readonly main: Scope;
  readonly #functions: ReadonlyMap<string, FunctionDef>;
  readonly #scopes = new Map<Scope, Map<string, Scope>>();
  readonly #bodies = new Map<FunctionDef, ReadonlyMap<string, NodeDef>>();
  #calls = 0;

  constructor(graph: GraphDef | undefined) {
    this.main = { defs: byName(graph?.node ?? []) };
    this.#functions = new Map((graph?.library?.function ?? []).map((f) => [f.signature?.name ?? '', f]));
  }

  /**
   * Follows a tensor's name to the node that computes it, through calls and arguments.
   * @throws GRAPH_INVALID if it leads nowhere or in a circle.
   */
  resolve(scope: Scope, name: string): ScopedTensor {
    let at = { scope, name };
    for (let steps = 0; steps < longestWay; steps++) {
      const next = this.#step(at.scope, at.name);
      if ('def' in next) return next;
      at = next;
    }
    throw new ZscapeError('GRAPH_INVALID', `The graph's functions call each other in a circle at "${name}".`);
  }

  /** Returns the function that a node calls, or undefined. */
  functionOf(def: NodeDef): FunctionDef | undefined {
    if (def.op !== 'PartitionedCall' && def.op !== 'StatefulPartitionedCall')
      return this.#functions.get(def.op);
    const f = def.attr.f?.value;
    const name = f?.case === 'func' ? f.value.name : '';
    const body = this.#functions.get(name);
    if (body !== undefined) return body;
    throw new ZscapeError(
      'GRAPH_INVALID',
      `Node "${def.name}" calls the function "${name}", which is missing.`,
    );
  }

  #step(scope: Scope, name: string): ScopedTensor | { scope: Scope; name: string } {
    const { call } = scope;
    const inBody = parseBodyTensor(name);
    if (call !== undefined) {
      const argument = call.body.signature?.inputArg.findIndex((arg) => arg.name === inBody.node) ?? -1;
      if (argument >= 0) {
        const given = call.node.input[argument];
        if (given === undefined) {
          throw new ZscapeError(
            'GRAPH_INVALID',
            `Node "${call.node.name}" calls its function with too few inputs.`,
          );
        }
        return { scope: call.caller, name: given };
      }
    }
    const inGraph = parseTensorName(name);
    const node = call === undefined ? inGraph.node : inBody.node;
    const def = scope.defs.get(node);
    if (def === undefined) {
      throw new ZscapeError('GRAPH_INVALID', `The graph uses node "${node}", but has no such node.`);
    }
    const body = this.functionOf(def);
    if (body === undefined) {
      return { scope, def, output: call === undefined ? inGraph.output : outputIndex(def.op, inBody) };
    }
    const results = body.signature?.outputArg ?? [];
    const named = call === undefined ? -1 : results.findIndex((arg) => arg.name === inBody.outputName);
    const result = results[named >= 0 ? named : call === undefined ? inGraph.output : inBody.index];
    const returned = result && body.ret[result.name];
    if (returned === undefined) {
      throw new ZscapeError('GRAPH_INVALID', `Node "${def.name}" has no output for "${name}".`);
    }
    return { scope: this.#enter(scope, def, body), name: returned };
  }

  #enter(caller: Scope, node: NodeDef, body: FunctionDef): Scope {
    const entered = this.#scopes.get(caller) ?? new Map<string, Scope>();
    this.#scopes.set(caller, entered);
    const known = entered.get(node.name);
    if (known !== undefined) return known;
    const depth = (caller.call?.depth ?? 0) + 1;
    if (depth > deepestCall || ++this.#calls > mostCalls) {
      const name = body.signature?.name ?? '';
      throw new ZscapeError(
        'GRAPH_INVALID',
        `The function "${name}" is called without end; recursion is not supported.`,
      );
    }
    const defs = this.#bodies.get(body) ?? byName(body.nodeDef);
    this.#bodies.set(body, defs);
    const scope: Scope = { defs, call: { caller, node, body, depth } };
    entered.set(node.name, scope);
    return scope;
  }
}

/** Gives each reachable node a unique name: that in its function if it is free. */
export class Names {
  readonly #taken: Set<string>;
  /** For each name the next number to try. */
  readonly #numbers = new Map<string, number>();
  readonly #given = new Map<Scope, Map<string, string>>();
  readonly #main: Scope;

  constructor(main: Scope) {
    this.#main = main;
    this.#taken = new Set(main.defs.keys());
  }

  of({ scope, def }: Pick<ScopedTensor, 'scope' | 'def'>): string {
    if (scope === this.#main) return def.name;
    const given = this.#given.get(scope) ?? new Map<string, string>();
    this.#given.set(scope, given);
    const known = given.get(def.name);
    if (known !== undefined) return known;
    const name = this.#free(def.name);
    this.#taken.add(name);
    given.set(def.name, name);
    return name;
  }

  /**
   * Returns the name, or the name with the first number that makes it unique. It remembers the number, since a function
   * that is called ten thousand times asks as often.
   */
  #free(wish: string): string {
    if (!this.#taken.has(wish)) return wish;
    let number = this.#numbers.get(wish) ?? 1;
    while (this.#taken.has(`${wish}_${number}`)) number += 1;
    this.#numbers.set(wish, number + 1);
    return `${wish}_${number}`;
  }

  ref(tensor: ScopedTensor): Ref {
    return { node: this.of(tensor), output: tensor.output };
  }
}

function byName(nodes: readonly NodeDef[]): Map<string, NodeDef> {
  const defs = new Map<string, NodeDef>();
  for (const def of nodes) {
    if (defs.has(def.name)) {
      throw new ZscapeError('GRAPH_INVALID', `The graph has two nodes named "${def.name}".`);
    }
    defs.set(def.name, def);
  }
  return defs;
}
