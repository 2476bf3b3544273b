import { beforeAll, expect, test } from 'vitest';
import { int, type } from '../../graph/attributes.ts';
import { chooseBackend } from '../../run/tfjs.ts';
import { expectSame, GraphBuilder, opsOf } from '../../testing/graphBuilder.ts';
import { runGraph } from '../../testing/runGraph.ts';
import { legalise } from './legalise.ts';

beforeAll(async () => {
  await chooseBackend();
});

test('BatchToSpace becomes the op with the newer name', () => {
  const b = new GraphBuilder();
  const x = b.input('x', [4, 2, 2, 3]);
  const graph = {
    ...b.build(
      b.node('y', 'BatchToSpace', [x, b.integers('crops', [0, 1, 0, 0], [2, 2])], { block_size: int(2) }),
    ),
  };
  expectSame(graph, legalise(graph));
  expect(opsOf(legalise(graph))).toEqual(['BatchToSpaceND']);
});

test('a cast to booleans gives zeros and ones in TF.js', async () => {
  const b = new GraphBuilder();
  const x = b.floats('x', [4], [0, 0.5, -3, 256]);
  const graph = b.build(b.node('y', 'Cast', [x], { SrcT: type('float32'), DstT: type('bool') }));
  const [result] = await runGraph(legalise(graph));
  expect([...Array.from(result!.data)]).toEqual([0, 1, 1, 1]);
});

test('a quotient of floats takes its newer name, one of integers stays and will be refused', () => {
  const b = new GraphBuilder();
  const x = b.input('x', [-1, 2]);
  const floats = b.node('floats', 'Div', [x, b.floats('two', [], [2])], { T: type('float32') });
  const whole = b.node('whole', 'Div', [b.integers('a', [7]), b.integers('b', [2])], { T: type('int32') });
  const graph = b.build(floats, whole);
  expectSame(graph, legalise(graph));
  expect(opsOf(legalise(graph))).toEqual(['Div', 'RealDiv']);
});
