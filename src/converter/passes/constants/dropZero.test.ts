import { expect, test } from 'vitest';
import type { Graph, Ref } from '../../graph/graph.ts';
import { expectSame, GraphBuilder, opsOf } from '../../testing/graphBuilder.ts';
import { dropZeroBranches } from './dropZero.ts';

/** Makes three heads blended by constant weights, the lower ones upsampled, as at the end of a grown network. */
function heads(
  weights: readonly [number, number, number],
  add: (b: GraphBuilder, parts: Ref[]) => Ref,
): Graph {
  const b = new GraphBuilder();
  const x = b.input('x', [-1, 4, 4, 3]);
  const parts = weights.map((weight, i) => {
    const head = b.convolution(`head_${i}`, x, b.floats(`kernel_${i}`, [1, 1, 3, 2]));
    const up = b.node(`up_${i}`, 'ResizeNearestNeighbor', [head, b.integers(`size_${i}`, [8, 8])]);
    return b.node(`weighted_${i}`, 'Mul', [up, b.floats(`weight_${i}`, [], [weight])]);
  });
  return b.build(add(b, parts));
}

const addN = (b: GraphBuilder, parts: Ref[]): Ref =>
  b.node('sum', 'AddN', parts, { N: { kind: 'int', value: 3 } });
const chain = (b: GraphBuilder, [p, q, r]: Ref[]): Ref =>
  b.node('sum', 'AddV2', [b.node('first', 'Add', [p!, q!]), r!]);

test.each([
  ['AddN', addN],
  ['a chain of Add', chain],
])('branches times zero and factors of one are removed from %s', (_, add) => {
  const graph = heads([0, 0, 1], add);
  const dropped = dropZeroBranches(graph);
  expectSame(graph, dropped);
  expect(opsOf(dropped)).toEqual(['Conv2D', 'ResizeNearestNeighbor']);
});

test.each([
  ['AddN', addN],
  ['a chain of Add', chain],
])('a blend of two stays a blend in %s', (_, add) => {
  const graph = heads([0, 0.25, 0.75], add);
  const dropped = dropZeroBranches(graph);
  expectSame(graph, dropped);
  expect(opsOf(dropped).filter((op) => op === 'Conv2D')).toHaveLength(2);
});

test('zero in place of a branch is dropped even if it was upsampled after the product', () => {
  const b = new GraphBuilder();
  const x = b.input('x', [-1, 4, 4, 2]);
  const nothing = b.node('nothing', 'Mul', [x, b.floats('zero', [], [0])]);
  const up = b.node('up', 'ResizeNearestNeighbor', [nothing, b.integers('size', [8, 8])]);
  const other = b.node('other', 'ResizeNearestNeighbor', [x, b.integers('other/size', [8, 8])]);
  const graph = b.build(b.node('y', 'AddV2', [up, other]));
  expectSame(graph, dropZeroBranches(graph));
  expect(opsOf(dropZeroBranches(graph))).toEqual(['ResizeNearestNeighbor']);
});

test('a factor of one that broadcasts its partner stays', () => {
  const b = new GraphBuilder();
  const x = b.input('x', [-1, 1]);
  const graph = b.build(
    b.node('y', 'Mul', [x, b.floats('ones', [1, 1], [1])]),
    b.node('z', 'AddV2', [x, b.floats('wide', [4], [0])]),
  );
  expectSame(graph, dropZeroBranches(graph));
  expect(opsOf(dropZeroBranches(graph))).toContain('AddV2');
});

test('an output that is zero everywhere stays zero', () => {
  const graph = heads([0, 0, 0], addN);
  expectSame(graph, dropZeroBranches(graph));
});
