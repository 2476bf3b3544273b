import { expect, test } from 'vitest';
import { int } from '../../graph/attributes.ts';
import { expectSame, GraphBuilder, opsOf } from '../../testing/graphBuilder.ts';
import { foldShapes } from './foldShapes.ts';

test('flatten through Shape, StridedSlice and Pack becomes a constant shape', () => {
  const b = new GraphBuilder();
  const x = b.input('x', [-1, 4, 3]);
  const ends = [b.integers('begin', [0]), b.integers('end', [1]), b.integers('step', [1])] as const;
  const batch = b.node('batch', 'StridedSlice', [b.node('shape', 'Shape', [x]), ...ends], {
    shrink_axis_mask: int(1),
  });
  const wish = b.node('wish', 'Pack', [batch, b.integers('rest', [-1], [])]);
  const graph = b.build(b.node('y', 'Reshape', [x, wish]));
  const folded = foldShapes(graph);
  expectSame(graph, folded);
  expect(opsOf(folded)).toEqual(['Reshape']);
});

test('twice the size of a tensor becomes a number', () => {
  const b = new GraphBuilder();
  const x = b.input('x', [-1, 4, 6, 2]);
  const ends = [b.integers('begin', [1]), b.integers('end', [3]), b.integers('step', [1])] as const;
  const size = b.node('size', 'StridedSlice', [b.node('shape', 'Shape', [x]), ...ends]);
  const twice = b.node('twice', 'Mul', [size, b.integers('two', [2, 2])]);
  const graph = b.build(b.node('y', 'ResizeNearestNeighbor', [x, twice]));
  const folded = foldShapes(graph);
  expectSame(graph, folded);
  expect(opsOf(folded)).toEqual(['ResizeNearestNeighbor']);
  expect([...folded.nodes.get('twice')!.constant!.load().data]).toEqual([8, 12]);
});

test('arithmetic that depends on the batch stays', () => {
  const b = new GraphBuilder();
  const x = b.input('x', [-1, 2]);
  const noise = b.node('spread', 'Fill', [b.node('shape', 'Shape', [x]), b.floats('one', [], [1])]);
  const graph = b.build(b.node('y', 'AddV2', [x, noise]));
  expectSame(graph, foldShapes(graph));
  expect(opsOf(foldShapes(graph))).toEqual(['AddV2', 'Fill', 'Shape']);
});
