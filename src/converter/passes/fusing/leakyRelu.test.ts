import { expect, test } from 'vitest';
import { expectSame, GraphBuilder, opsOf } from '../../testing/graphBuilder.ts';
import { recogniseLeakyRelu } from './leakyRelu.ts';

function maximum(slope: number, flipProduct: boolean, flipMaximum: boolean) {
  const b = new GraphBuilder();
  const x = b.input('x', [-1, 5]);
  const a = b.floats('a', [], [slope]);
  const scaled = b.node('scaled', 'Mul', flipProduct ? [x, a] : [a, x]);
  return b.build(b.node('y', 'Maximum', flipMaximum ? [x, scaled] : [scaled, x]));
}

test.each([
  [false, false],
  [false, true],
  [true, false],
  [true, true],
])('max(a*x, x) is leaky ReLU in any spelling (%s, %s)', (flipProduct, flipMaximum) => {
  const graph = maximum(0.2, flipProduct, flipMaximum);
  const found = recogniseLeakyRelu(graph);
  expectSame(graph, found);
  expect(opsOf(found)).toEqual(['LeakyRelu']);
});

test.each([1.5, -0.1, 0, 1])('max(%s*x, x) is not one', (slope) => {
  const graph = maximum(slope, false, false);
  expect(recogniseLeakyRelu(graph)).toBe(graph);
});

test('the maximum of two different tensors is not one', () => {
  const b = new GraphBuilder();
  const x = b.input('x', [-1, 5]);
  const scaled = b.node('scaled', 'Mul', [b.floats('a', [], [0.2]), x]);
  const graph = b.build(b.node('y', 'Maximum', [scaled, b.node('other', 'Neg', [x])]));
  expect(recogniseLeakyRelu(graph)).toBe(graph);
});
