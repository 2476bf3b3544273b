import { describe, expect, test } from 'vitest';
import type { Ref } from '../../graph/graph.ts';
import { expectSame, GraphBuilder, opsOf } from '../../testing/graphBuilder.ts';
import { prune } from '../constants/prune.ts';
import { foldScales } from './foldScales.ts';
import { mergeAffine } from './mergeAffine.ts';

const channels = 5;

/** conv(x) + bias, with the constant on the chosen side. */
function biased(b: GraphBuilder, op = 'AddV2', constantFirst = false): Ref {
  const sum = b.convolution('conv', b.input('x', [-1, 4, 4, 3]), b.floats('kernel', [3, 3, 3, channels]));
  const bias = b.floats('bias', [channels]);
  return b.node('biased', op, constantFirst ? [bias, sum] : [sum, bias]);
}

const merged = (graph: Parameters<typeof mergeAffine>[0]) => prune(mergeAffine(graph));

describe('after a convolution with a bias', () => {
  test.each([
    ['BiasAdd', false],
    ['AddV2', false],
    ['AddV2', true],
  ])('a factor per channel moves past the bias (%s, constant first: %s)', (op, constantFirst) => {
    const b = new GraphBuilder();
    const graph = b.build(b.node('y', 'Mul', [biased(b, op, constantFirst), b.floats('factor', [channels])]));
    const after = merged(graph);
    expectSame(graph, after);
    expect(after.nodes.get('y')!.op).toBe('AddV2');
    const product = after.nodes.get(after.nodes.get('y')!.inputs[0]!.node)!;
    expect(product.op).toBe('Mul');
    expect(product.inputs[0]!.node).toBe('conv');
  });

  test.each(['AddV2', 'Sub'])('a second offset is merged into the first (%s)', (op) => {
    const b = new GraphBuilder();
    const graph = b.build(b.node('y', op, [biased(b), b.floats('offset', [channels])]));
    const after = merged(graph);
    expectSame(graph, after);
    expect(opsOf(after)).toEqual(['AddV2', 'Conv2D']);
  });

  test('a series of factors and offsets leaves one bias, once the factor is in the kernel', () => {
    const b = new GraphBuilder();
    const scaled = b.node('scaled', 'Mul', [biased(b), b.floats('factor', [channels])]);
    const graph = b.build(b.node('y', 'AddV2', [scaled, b.floats('offset', [channels])]));
    const after = merged(foldScales(merged(graph)));
    expectSame(graph, after);
    expect(opsOf(after)).toEqual(['AddV2', 'Conv2D']);
  });
});

describe('stays as it is', () => {
  test('a bias with another reader', () => {
    const b = new GraphBuilder();
    const sum = biased(b);
    const y = b.node('y', 'Mul', [sum, b.floats('factor', [channels])]);
    const graph = b.build(y, b.node('other', 'Neg', [sum]));
    const after = merged(graph);
    expectSame(graph, after);
    expect(opsOf(after)).toEqual(opsOf(graph));
  });

  test('a scalar step at the end, which states the range of values', () => {
    const b = new GraphBuilder();
    const graph = b.build(b.node('y', 'Mul', [biased(b), b.floats('half', [], [0.5])]));
    const after = merged(graph);
    expectSame(graph, after);
    expect(after.nodes.get('y')!.op).toBe('Mul');
  });

  test('a constant from which the layer is subtracted', () => {
    const b = new GraphBuilder();
    const graph = b.build(b.node('y', 'Sub', [b.floats('from', [channels]), biased(b)]));
    const after = merged(graph);
    expectSame(graph, after);
    expect(after.nodes.get('y')!.op).toBe('Sub');
  });
});
