import { expect, test } from 'vitest';
import { float } from '../../graph/attributes.ts';
import { expectSame, GraphBuilder, opsOf } from '../../testing/graphBuilder.ts';
import { fuse } from './fuse.ts';
import { unfuse } from './unfuse.ts';

test.each(['Relu', 'LeakyRelu', 'Tanh'])('unfusing undoes fusing, with %s after it', (op) => {
  const b = new GraphBuilder();
  const conv = b.convolution('conv', b.input('x', [-1, 5, 5, 4]), b.floats('kernel', [3, 3, 4, 6]));
  const sum = b.node('sum', 'AddV2', [conv, b.floats('bias', [6])]);
  const graph = b.build(b.node('y', op, [sum], op === 'LeakyRelu' ? { alpha: float(0.1) } : {}));
  const apart = unfuse(fuse(graph));
  expectSame(graph, apart);
  expect(opsOf(apart)).toEqual(opsOf(graph));
});

test('a fused matrix product is also unfused', () => {
  const b = new GraphBuilder();
  const product = b.node('product', 'MatMul', [b.input('x', [-1, 4]), b.floats('kernel', [4, 6])]);
  const graph = b.build(b.node('sum', 'AddV2', [product, b.floats('bias', [6])]));
  const apart = unfuse(fuse(graph));
  expectSame(graph, apart);
  expect(opsOf(apart)).toEqual(['AddV2', 'MatMul']);
});
