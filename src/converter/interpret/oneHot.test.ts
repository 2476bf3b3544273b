import '@tensorflow/tfjs-backend-cpu';
import { expect, test } from 'vitest';
import { type } from '../graph/attributes.ts';
import { spellOneHot } from '../passes/fusing/spellOneHot.ts';
import { GraphBuilder, opsOf } from '../testing/graphBuilder.ts';
import { maxDifference } from '../testing/npy.ts';
import { runGraph } from '../testing/runGraph.ts';
import { floats, Model, own, pictures } from '../testing/signatureModel.ts';
import { interpret } from './interpret.ts';

test('OneHot matches TF.js, also for numbers that are not a class', async () => {
  const builder = new GraphBuilder();
  const at = builder.integers('at', [0, 3, -1, 2, 4, 9]);
  const [on, off] = [builder.floats('on', [], [2]), builder.floats('off', [], [-1])];
  const hot = builder.node('hot', 'OneHot', [at, builder.integers('depth', [5], []), on, off], {
    T: type('float32'),
    TI: type('int32'),
    axis: { kind: 'int', value: -1 },
  });
  const graph = builder.build(hot);
  const [wanted] = interpret(graph, new Map());
  const spelt = spellOneHot(graph);
  expect(opsOf(spelt)).not.toContain('OneHot');
  const [got] = await runGraph(spelt);
  const [own] = await runGraph(graph);
  expect(maxDifference(own!.data, got!.data)).toBe(0);
  expect(got!.shape).toEqual([6, 5]);
  expect(maxDifference(wanted!.data, got!.data)).toBe(0);
});

test('an input that OneHot turns into a row is a class', () => {
  const model = new Model();
  const z = model.input('input_1', [-1, 8]);
  const label = model.typed('input_2', 'int32', [-1]);
  const numbers = [
    model.integers('depth', [6], []),
    model.floats('on', [], [1]),
    model.floats('off', [], [0]),
  ];
  const hot = model.node('hot', 'OneHot', [label, ...numbers]);
  const both = model.node('both', 'ConcatV2', [z, hot, model.integers('axis', [1], [])]);
  const end = model.picture('end', both, 14, [4, 4, 3]);
  const graph = model.graph(end);
  const { classes, picture, z: row } = pictures(graph);
  expect(classes).toMatchObject({ input: 'input_2', kind: 'index', count: 6 });
  const wanted = own(graph, end, {
    input_1: floats([3, 8], row),
    input_2: { dtype: 'int32', shape: [3], data: Int32Array.of(0, 1, 2) },
  });
  expect(maxDifference(picture.data, wanted.data)).toBe(0);
});
