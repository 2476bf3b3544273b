import { expect, test } from 'vitest';
import { type } from '../../graph/attributes.ts';
import { constantOf, constNode, type Graph, type Ref, ref } from '../../graph/graph.ts';
import { expectSame, GraphBuilder, opsOf } from '../../testing/graphBuilder.ts';
import { takeBranches } from './takeBranches.ts';

/** Returns x + 1 if it is true and 2 x if not. */
function conditional(make: (builder: GraphBuilder) => Ref): Graph {
  const builder = new GraphBuilder();
  const x = builder.input('x', [-1, 3]);
  const way = builder.node('way', 'Switch', [x, make(builder)]);
  const one = builder.node('plus', 'AddV2', [ref(way.node, 1), builder.floats('one', [], [1])]);
  const two = builder.node('times', 'Mul', [ref(way.node, 0), builder.floats('two', [], [2])]);
  return builder.build(builder.node('both', 'Merge', [two, one]), ref('both', 1));
}

function flag(builder: GraphBuilder, name: string, value: boolean): Ref {
  const at = builder.floats(name, []);
  const data = Uint8Array.of(value ? 1 : 0);
  const graph = builder.build(at);
  (graph.nodes as Map<string, unknown>).set(
    name,
    constNode(name, constantOf({ dtype: 'bool', shape: [], data })),
  );
  return at;
}

function plain(op: 'AddV2' | 'Mul', by: number, index: number): Graph {
  const builder = new GraphBuilder();
  const x = builder.input('x', [-1, 3]);
  const end = builder.node('y', op, [x, builder.floats('by', [], [by])]);
  return builder.build(end, builder.integers('index', [index], []));
}

test.each([
  [true, ['AddV2'], plain('AddV2', 1, 1)],
  [false, ['Mul'], plain('Mul', 2, 0)],
])('a flag that is always %s leaves %j', (value, ops, wanted) => {
  const after = takeBranches(conditional((builder) => flag(builder, 'training', value)));
  expect(opsOf(after)).toEqual(ops);
  expectSame(wanted, after, 0);
});

test('so do a default and computations on flags', () => {
  const after = takeBranches(
    conditional((builder) => {
      const given = builder.node('phase', 'PlaceholderWithDefault', [flag(builder, 'off', false)]);
      const not = builder.node('not', 'LogicalNot', [given]);
      return builder.node('flag', 'Identity', [not], { T: type('bool') });
    }),
  );
  expectSame(plain('AddV2', 1, 1), after, 0);
});

test('a flag that is fed decides nothing', () => {
  const graph = conditional((builder) => builder.input('training', []));
  expect(opsOf(takeBranches(graph))).toContain('Switch');
});
