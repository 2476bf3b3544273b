import { expect, test } from 'vitest';
import { float } from '../../graph/attributes.ts';
import { expectSame, GraphBuilder, opsOf } from '../../testing/graphBuilder.ts';
import { fuse } from './fuse.ts';

test.each(['Relu', 'Relu6', 'Elu', 'LeakyRelu', 'Sigmoid'])(
  'convolution, bias and %s become one op',
  (op) => {
    const b = new GraphBuilder();
    const conv = b.convolution(
      'conv',
      b.input('x', [-1, 5, 5, 4]),
      b.floats('kernel', [3, 3, 4, 6]),
      'VALID',
      2,
    );
    const sum = b.node('sum', 'AddV2', [b.floats('bias', [6]), conv]);
    const graph = b.build(b.node('y', op, [sum], op === 'LeakyRelu' ? { alpha: float(0.1) } : {}));
    expectSame(graph, fuse(graph));
    expect(opsOf(fuse(graph))).toEqual(['_FusedConv2D']);
  },
);

test('an activation that cannot be fused follows the fused bias', () => {
  const b = new GraphBuilder();
  const product = b.node('product', 'MatMul', [b.input('x', [-1, 4]), b.floats('kernel', [4, 6])]);
  const graph = b.build(b.node('y', 'Tanh', [b.node('sum', 'BiasAdd', [product, b.floats('bias', [6])])]));
  expectSame(graph, fuse(graph));
  expect(opsOf(fuse(graph))).toEqual(['Tanh', '_FusedMatMul']);
});

test('a sum that is itself an output is not hidden in a fused op', () => {
  const b = new GraphBuilder();
  const conv = b.convolution('conv', b.input('x', [-1, 5, 5, 4]), b.floats('kernel', [3, 3, 4, 6]));
  const sum = b.node('sum', 'AddV2', [conv, b.floats('bias', [6])]);
  const graph = b.build(sum, b.node('y', 'Relu', [sum]));
  expectSame(graph, fuse(graph));
  expect(opsOf(fuse(graph))).toEqual(['Relu', '_FusedConv2D']);
});

test('a convolution with two readers is left alone', () => {
  const b = new GraphBuilder();
  const conv = b.convolution('conv', b.input('x', [-1, 5, 5, 4]), b.floats('kernel', [3, 3, 4, 6]));
  const graph = b.build(b.node('sum', 'AddV2', [conv, b.floats('bias', [6])]), b.node('y', 'Relu', [conv]));
  expect(fuse(graph)).toBe(graph);
});
