import { expect, test } from 'vitest';
import { type } from '../../graph/attributes.ts';
import { constantOf, constNode } from '../../graph/graph.ts';
import { expectSame, GraphBuilder, opsOf } from '../../testing/graphBuilder.ts';
import { foldConstants } from './foldConstants.ts';

/** Blends heads as the public ProGAN code does: alpha = max(0, min(progress - first, last - progress)). */
function blended(b: GraphBuilder, progress: ReturnType<GraphBuilder['node']>) {
  const x = b.input('x', [-1, 3]);
  const since = b.node('since', 'Sub', [progress, b.floats('first', [], [1])]);
  const until = b.node('until', 'Sub', [b.floats('last', [], [4]), progress]);
  const least = b.node('least', 'Minimum', [since, until]);
  const alpha = b.node('alpha', 'Maximum', [b.floats('zero', [], [0]), least]);
  return b.build(b.node('y', 'Mul', [x, alpha]));
}

test('a blend by a constant progress becomes one number', () => {
  const b = new GraphBuilder();
  const graph = blended(b, b.floats('progress', [], [2.25]));
  const folded = foldConstants(graph);
  expectSame(graph, folded);
  expect(opsOf(folded)).toEqual(['Mul']);
  expect(folded.nodes.get('alpha')!.constant!.load().data[0]).toBe(1.25);
});

test('a progress that is a placeholder with a default is that default', () => {
  const b = new GraphBuilder();
  const graph = blended(b, b.node('progress', 'PlaceholderWithDefault', [b.floats('three', [], [3])]));
  const folded = foldConstants(graph);
  expectSame(graph, folded);
  expect(opsOf(folded)).toEqual(['Mul']);
});

test('a progress computed from an integer global step is folded, in 64 bits', () => {
  const b = new GraphBuilder();
  const step = constNode(
    'global_step',
    constantOf({ dtype: 'int64', shape: [], data: BigInt64Array.of(6_000_000_000n) }),
  );
  const graph = blended(
    b,
    b.node('progress', 'RealDiv', [
      b.node('as_float', 'Cast', [b.node('step', 'Identity', [{ node: 'global_step', output: 0 }])], {
        DstT: type('float32'),
      }),
      b.floats('images', [], [2_000_000_000]),
    ]),
  );
  const whole = { ...graph, nodes: new Map([...graph.nodes, [step.name, step]]) };
  const folded = foldConstants(whole);
  expectSame(whole, folded);
  expect(folded.nodes.get('alpha')!.constant!.load().data[0]).toBe(1);
});

test('an input with a default stays an input if the signature feeds it', () => {
  const b = new GraphBuilder();
  const x = b.node('x', 'PlaceholderWithDefault', [b.floats('default', [1, 2], [1, 2])]);
  const graph = {
    ...b.build(b.node('y', 'Neg', [x])),
    inputs: [{ key: 'x', node: 'x', dtype: 'float32', shape: [-1, 2] } as const],
  };
  const folded = foldConstants(graph);
  expectSame(graph, folded);
  expect(opsOf(folded)).toEqual(['Neg', 'PlaceholderWithDefault']);
});

test('every output of an op with several outputs is folded', () => {
  const b = new GraphBuilder();
  const x = b.input('x', [-1, 2]);
  const halves = b.node(
    'halves',
    'Split',
    [b.integers('axis', [0], []), b.floats('both', [4], [1, 2, 3, 4])],
    {
      num_split: { kind: 'int', value: 2 },
    },
  );
  const graph = b.build(b.node('y', 'AddN', [x, halves, { ...halves, output: 1 }]));
  const folded = foldConstants(graph);
  expectSame(graph, folded);
  expect(opsOf(folded)).toEqual(['AddN']);
});

test('nodes that pass several inputs on are removed', () => {
  const b = new GraphBuilder();
  const x = b.input('x', [-1, 2]);
  const both = b.node('both', 'IdentityN', [x, b.node('twice', 'AddV2', [x, x])]);
  const graph = b.build(b.node('y', 'Sub', [{ ...both, output: 1 }, both]));
  expectSame(graph, foldConstants(graph));
  expect(opsOf(foldConstants(graph))).toEqual(['AddV2', 'Sub']);
});
