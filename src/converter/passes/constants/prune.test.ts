import { expect, test } from 'vitest';
import { expectSame, GraphBuilder } from '../../testing/graphBuilder.ts';
import { prune } from './prune.ts';

test('only the nodes that the outputs need are left, in order of computation', () => {
  const b = new GraphBuilder();
  const x = b.input('x', [-1, 2]);
  b.node('unused', 'Neg', [b.floats('also unused', [2])]);
  const graph = b.build(b.node('y', 'Square', [b.node('middle', 'Neg', [x])]));
  const pruned = prune({ ...graph, nodes: new Map([...graph.nodes].reverse()) });
  expectSame(graph, pruned);
  expect([...pruned.nodes.keys()]).toEqual(['x', 'middle', 'y']);
});

test('a cycle is named', () => {
  const b = new GraphBuilder();
  const graph = b.build(b.node('a', 'Neg', [b.node('b', 'Neg', [{ node: 'a', output: 0 }])]));
  expect(() => prune(graph)).toThrow(/cycle through node "a"/);
});

test('a chain of a hundred thousand nodes is no problem', () => {
  const b = new GraphBuilder();
  let at = b.input('x', [-1, 2]);
  for (let i = 0; i < 100_000; i++) at = b.node(`n${i}`, 'Neg', [at]);
  expect(prune(b.build(at)).nodes.size).toBe(100_001);
});

test('an edge to nowhere is named', () => {
  const b = new GraphBuilder();
  expect(() => prune(b.build(b.node('y', 'Neg', [{ node: 'gone', output: 0 }])))).toThrow(/"gone"/);
});
