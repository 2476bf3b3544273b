import { describe, expect, test } from 'vitest';
import { bool, text } from '../../graph/attributes.ts';
import type { Ref } from '../../graph/graph.ts';
import { expectSame, GraphBuilder, opsOf } from '../../testing/graphBuilder.ts';
import { denseToConvolution } from './denseToConvolution.ts';

/** z [n, 6] times a matrix, as pictures of the given shape. */
function layer(shape: readonly number[], turned = false) {
  const b = new GraphBuilder();
  const columns = shape.slice(1).reduce((product, size) => product * size, 1);
  const matrix = b.floats('matrix', turned ? [columns, 6] : [6, columns]);
  const product = b.node('product', 'MatMul', [b.input('z', [-1, 6]), matrix], {
    transpose_a: bool(false),
    transpose_b: bool(turned),
  });
  return { b, product, y: b.node('y', 'Reshape', [product, b.integers('shape', shape)]) };
}

describe('a matrix product reshaped to a square picture', () => {
  test.each([2, 3, 4])('of %i px is a VALID convolution over the padded latent', (side) => {
    const { b, y } = layer([-1, side, side, 5]);
    const graph = b.build(y);
    const after = denseToConvolution(graph);
    expectSame(graph, after);
    expect(opsOf(after)).toEqual(['Conv2D', 'Pad', 'Reshape']);
    const { op, attrs, inputs } = after.nodes.get('y')!;
    expect(op).toBe('Conv2D');
    expect(attrs.padding).toEqual(text('VALID'));
    expect(after.nodes.get(inputs[1]!.node)!.constant!.shape).toEqual([side, side, 6, 5]);
  });

  test('still computes the same with the layers that follow it', () => {
    const { b, y } = layer([-1, 4, 4, 5]);
    const biased: Ref = b.node('biased', 'BiasAdd', [y, b.floats('bias', [5])]);
    const graph = b.build(b.pixelNorm('norm', biased));
    expectSame(graph, denseToConvolution(graph));
  });
});

describe('stays a matrix product', () => {
  test.each<[string, readonly number[], boolean]>([
    ['one pixel', [-1, 1, 1, 5], false],
    ['a picture that is not square', [-1, 2, 3, 5], false],
    ['not a picture', [-1, 4, 5], false],
    ['a transposed matrix', [-1, 4, 4, 5], true],
  ])('%s', (_, shape, turned) => {
    const { b, y } = layer(shape, turned);
    const graph = b.build(y);
    const after = denseToConvolution(graph);
    expectSame(graph, after);
    expect(opsOf(after)).toEqual(['MatMul', 'Reshape']);
  });

  test('one with another reader', () => {
    const { b, product, y } = layer([-1, 4, 4, 5]);
    const graph = b.build(y, b.node('other', 'Neg', [product]));
    const after = denseToConvolution(graph);
    expectSame(graph, after);
    expect(opsOf(after)).toContain('MatMul');
  });
});
