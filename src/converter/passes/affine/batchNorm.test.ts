import { describe, expect, test } from 'vitest';
import { bool, float, ints, text } from '../../graph/attributes.ts';
import type { Ref } from '../../graph/graph.ts';
import { expectSame, GraphBuilder, opsOf } from '../../testing/graphBuilder.ts';
import { fuse } from '../fusing/fuse.ts';
import { canonicalise } from '../optimise.ts';

const channels = 6;

function fusedNorm(b: GraphBuilder, x: Ref): Ref {
  const [scale, shift, mean] = ['scale', 'shift', 'mean'].map((name) => b.floats(name, [channels])) as [
    Ref,
    Ref,
    Ref,
  ];
  const variance = b.floats('variance', [channels], [0.5, 1, 2, 0.1, 3, 1]);
  return b.node('norm', 'FusedBatchNormV3', [x, scale, shift, mean, variance], {
    is_training: bool(false),
    epsilon: float(1e-3),
  });
}

/** As Keras 3 writes it: x * (rsqrt(variance + e) * gamma) + (beta - mean * that). */
function spelledNorm(b: GraphBuilder, x: Ref): Ref {
  const variance = b.floats('variance', [channels], [0.5, 1, 2, 0.1, 3, 1]);
  const root = b.node('root', 'Rsqrt', [b.node('sum', 'AddV2', [variance, b.floats('epsilon', [], [1e-3])])]);
  const factor = b.node('factor', 'Mul', [root, b.floats('gamma', [channels])]);
  const offset = b.node('offset', 'Sub', [
    b.floats('beta', [channels]),
    b.node('shifted', 'Mul', [b.floats('mean', [channels]), factor]),
  ]);
  return b.node('norm', 'AddV2', [b.node('scaled', 'Mul', [x, factor]), offset]);
}

const linears: Record<string, (b: GraphBuilder) => Ref> = {
  Conv2D: (b) =>
    b.convolution('linear', b.input('x', [-1, 5, 5, 4]), b.floats('kernel', [3, 3, 4, channels])),
  Conv2DBackpropInput: (b) =>
    b.node(
      'linear',
      'Conv2DBackpropInput',
      [
        b.integers('size', [2, 8, 8, channels]),
        b.floats('kernel', [4, 4, channels, 3]),
        b.input('x', [2, 4, 4, 3]),
      ],
      { strides: ints([1, 2, 2, 1]), padding: text('SAME') },
    ),
};

describe.each(Object.entries(linears))('batch norm after %s', (op, linear) => {
  test.each([
    ['as one op', fusedNorm],
    ['spelled out', spelledNorm],
  ])('%s goes into kernel and bias', (_, norm) => {
    const b = new GraphBuilder();
    const biased = b.node('biased', 'BiasAdd', [linear(b), b.floats('bias', [channels])]);
    const graph = b.build(norm(b, biased));
    const folded = canonicalise(graph);
    expectSame(graph, folded, 1e-4);
    expect(opsOf(folded)).toEqual(['AddV2', op]);
  });

  test('without a preceding bias creates one', () => {
    const b = new GraphBuilder();
    const graph = b.build(fusedNorm(b, linear(b)));
    const folded = canonicalise(graph);
    expectSame(graph, folded, 1e-4);
    expect(opsOf(folded)).toEqual(['AddV2', op]);
  });
});

test('with an activation becomes one fused op', () => {
  const b = new GraphBuilder();
  const graph = b.build(b.node('y', 'LeakyRelu', [fusedNorm(b, linears.Conv2D!(b))], { alpha: float(0.3) }));
  const fused = fuse(canonicalise(graph));
  expectSame(graph, fused, 1e-4);
  expect(opsOf(fused)).toEqual(['_FusedConv2D']);
});

test('a norm whose input has another reader leaves that reader alone', () => {
  const b = new GraphBuilder();
  const biased = b.node('biased', 'BiasAdd', [linears.Conv2D!(b), b.floats('bias', [channels])]);
  const graph = b.build(fusedNorm(b, biased), b.node('other', 'Neg', [biased]));
  expectSame(graph, canonicalise(graph), 1e-4);
});
