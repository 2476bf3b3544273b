import { describe, expect, test } from 'vitest';
import { bool, ints, text } from '../../graph/attributes.ts';
import type { Ref } from '../../graph/graph.ts';
import { expectSame, GraphBuilder, opsOf } from '../../testing/graphBuilder.ts';
import { foldScales } from './foldScales.ts';

type Linear = (b: GraphBuilder, x: Ref) => Ref;

const onPictures: Record<string, Linear> = {
  Conv2D: (b, x) => b.convolution('linear', x, b.floats('kernel', [3, 3, 4, 6])),
  DepthwiseConv2dNative: (b, x) =>
    b.node('linear', 'DepthwiseConv2dNative', [x, b.floats('kernel', [3, 3, 4, 2])], {
      strides: ints([1, 1, 1, 1]),
      padding: text('SAME'),
    }),
};

describe.each(Object.entries(onPictures))('a scale around %s', (op, linear) => {
  test.each([
    ['a scalar', [], [0.25]],
    ['a factor for each channel', [op === 'Conv2D' ? 6 : 8], undefined],
  ])('after it, %s, goes into the kernel', (_, shape, data) => {
    const b = new GraphBuilder();
    const y = linear(b, b.input('x', [-1, 5, 5, 4]));
    const graph = b.build(b.node('y', 'Mul', [b.floats('scale', shape, data), y]));
    const folded = foldScales(graph);
    expectSame(graph, folded);
    expect(opsOf(folded)).toEqual([op]);
  });

  test('in front of it goes into the kernel', () => {
    const b = new GraphBuilder();
    const x = b.node('scaled', 'Mul', [b.input('x', [-1, 5, 5, 4]), b.floats('scale', [], [0.3])]);
    const graph = b.build(linear(b, x));
    expectSame(graph, foldScales(graph));
    expect(opsOf(foldScales(graph))).toEqual([op]);
  });
});

test('several scales on both sides of one convolution are all folded', () => {
  const b = new GraphBuilder();
  const x = b.node('before', 'Mul', [b.input('x', [-1, 5, 5, 4]), b.floats('a', [], [3])]);
  const y = b.node('divided', 'RealDiv', [
    b.convolution('conv', x, b.floats('kernel', [3, 3, 4, 6])),
    b.floats('c', [6]),
  ]);
  const graph = b.build(b.node('after', 'Mul', [y, b.floats('d', [1, 1, 1, 6])]));
  expectSame(graph, foldScales(graph), 1e-3);
  expect(opsOf(foldScales(graph))).toEqual(['Conv2D']);
});

test('a matrix product with a transposed kernel scales its rows', () => {
  const b = new GraphBuilder();
  const y = b.node('product', 'MatMul', [b.input('x', [-1, 4]), b.floats('kernel', [6, 4])], {
    transpose_b: bool(true),
  });
  const graph = b.build(b.node('y', 'Mul', [y, b.floats('scale', [6])]));
  expectSame(graph, foldScales(graph));
  expect(opsOf(foldScales(graph))).toEqual(['MatMul']);
});

test('a transposed convolution scales its output channels', () => {
  const b = new GraphBuilder();
  const x = b.input('x', [2, 4, 4, 3]);
  const y = b.node(
    'up',
    'Conv2DBackpropInput',
    [b.integers('size', [2, 8, 8, 5]), b.floats('kernel', [4, 4, 5, 3]), x],
    {
      strides: ints([1, 2, 2, 1]),
      padding: text('SAME'),
    },
  );
  const graph = b.build(b.node('y', 'Mul', [y, b.floats('scale', [5])]));
  expectSame(graph, foldScales(graph));
  expect(opsOf(foldScales(graph))).toEqual(['Conv2DBackpropInput']);
});

test('one kernel used twice is scaled only where it should be', () => {
  const b = new GraphBuilder();
  const x = b.input('x', [-1, 5, 5, 4]);
  const kernel = b.floats('kernel', [3, 3, 4, 6]);
  const scaled = b.node('scaled', 'Mul', [b.convolution('first', x, kernel), b.floats('scale', [], [0.5])]);
  const graph = b.build(scaled, b.convolution('second', x, kernel));
  expectSame(graph, foldScales(graph));
  expect(opsOf(foldScales(graph))).toEqual(['Conv2D', 'Conv2D']);
});

test('a convolution whose unscaled output has another reader keeps its kernel', () => {
  const b = new GraphBuilder();
  const y = b.convolution('conv', b.input('x', [-1, 5, 5, 4]), b.floats('kernel', [3, 3, 4, 6]));
  const graph = b.build(
    b.node('scaled', 'Mul', [y, b.floats('scale', [], [0.5])]),
    b.node('other', 'Neg', [y]),
  );
  expect(foldScales(graph)).toBe(graph);
});
