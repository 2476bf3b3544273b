/** Inputs besides the latent: a class, and bound inputs. */
import { describe, expect, test } from 'vitest';
import { type } from '../graph/attributes.ts';
import { ref } from '../graph/graph.ts';
import type { DType } from '../graph/tensor.ts';
import type { Value } from '../graph/value.ts';
import { maxDifference } from '../testing/npy.ts';
import { batch, floats, Model, own, pictures } from '../testing/signatureModel.ts';
import { arrange } from './arrange.ts';

describe('a class', () => {
  function conditional(dtype: DType, shape: readonly number[], name = 'input_2') {
    const model = new Model();
    const z = model.input('input_1', [-1, 8]);
    const label = model.typed(name, dtype, shape);
    const sum = model.node('sum', 'Mul', [z, model.embedding('table', label, 7, 8)]);
    return model.graph(model.picture('end', sum, 8, [4, 4, 1]));
  }

  test.each([
    ['int32', [-1]],
    ['int32', [-1, 1]],
    ['int64', [-1]],
    ['float32', [-1, 1]],
    ['float32', [-1]],
  ] as const)('%s %j that picks a row of a table is recognised', (dtype, shape) => {
    const { classes, picture, warnings } = pictures(conditional(dtype, shape));
    const kind = dtype === 'float32' ? 'float32' : 'int32';
    expect(classes).toEqual({
      input: 'input_2',
      kind: 'index',
      dtype: kind,
      shape: shape.slice(1),
      count: 7,
    });
    expect(picture.shape).toEqual([batch, 4, 4, 1]);
    expect(warnings).toEqual([]);
  });

  test('that OneHot or a comparison expands to a row is recognised', () => {
    const model = new Model();
    const z = model.input('z', [-1, 8]);
    const at = model.reshape('column', model.typed('which', 'int32', [-1]), [1]);
    const same = model.node('same', 'Equal', [at, model.integers('all', [0, 1, 2, 3, 4])]);
    const row = model.node('row', 'Cast', [same], { SrcT: type('bool'), DstT: type('float32') });
    const joined = model.node('joined', 'ConcatV2', [z, row, model.integers('axis', [1], [])]);
    const { classes } = pictures(model.graph(model.picture('end', joined, 13, [4, 4, 1])));
    expect(classes).toMatchObject({ input: 'which', kind: 'index', count: 5 });
  });

  test.each(['label', 'class_one_hot', 'y', 'digit'])(
    'row named "%s" is surely one, at any position',
    (name) => {
      const model = new Model();
      const inputs = [model.input(name, [-1, 10]), model.input('input_2', [-1, 8])];
      const joined = model.node('joined', 'ConcatV2', [...inputs, model.integers('axis', [1], [])]);
      const { graph, classes, warnings } = pictures(model.graph(model.picture('end', joined, 18, [4, 4, 1])));
      expect(graph.inputs.map(({ key }) => key)).toEqual(['input_2', name]);
      expect(classes).toEqual({ input: name, kind: 'oneHot', dtype: 'float32', shape: [10], count: 10 });
      expect(warnings).toEqual([]);
    },
  );

  test('has the given names, as many as there are classes', () => {
    const graph = conditional('int32', [-1]);
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    expect(arrange(graph, { classNames: names }).classes?.names).toEqual(names);
    expect(() => arrange(graph, { classNames: ['a'] })).toThrow(
      /one of 7, but the number of names given is 1/,
    );
    const model = new Model();
    const plain = model.graph(model.picture('end', model.input('z', [-1, 8]), 8, [4, 4, 1]));
    expect(() => arrange(plain, { classNames: names })).toThrow(/no class input/);
  });

  test('can be fixed', () => {
    const graph = conditional('int32', [-1]);
    const { classes, picture, z } = pictures(graph, { bind: new Map([['input_2', [3]]]) });
    expect(classes).toBeUndefined();
    const label: Value = { dtype: 'int32', shape: [batch], data: Int32Array.of(3, 3, 3) };
    const wanted = own(graph, ref('end'), { input_1: floats([batch, 8], z), input_2: label });
    expect(maxDifference(picture.data, wanted.data)).toBe(0);
  });
});

describe('further inputs', () => {
  function truncated() {
    const model = new Model();
    const z = model.input('z', [-1, 8]);
    const cut = model.node('cut', 'Mul', [z, model.typed('truncation', 'float32', [])]);
    const noise = model.typed('noise', 'float32', [-1, 4]);
    const joined = model.node('joined', 'ConcatV2', [cut, noise, model.integers('axis', [1], [])]);
    const training = model.typed('training', 'bool', []);
    const zero = model.node('zero', 'Cast', [training], { SrcT: type('bool'), DstT: type('float32') });
    const sum = model.node('sum', 'Add', [joined, zero]);
    return model.graph(model.picture('end', sum, 12, [4, 4, 1]));
  }

  test('that the user does not mention are refused, all together', () => {
    expect(() => arrange(truncated(), { bind: new Map([['noise', [0]]]) })).toThrow(
      /"truncation" float32 \[\], "training" bool \[\].*--bind truncation=VALUE --bind training=VALUE/,
    );
  });

  test('are bound to numbers, lists and flags, for any batch', () => {
    const graph = truncated();
    const bind = new Map([
      ['truncation', [0.5]],
      ['noise', [1, 2, 3, 4]],
      ['training', [1]],
    ]);
    const { picture, z } = pictures(graph, { bind });
    const wanted = own(graph, ref('end'), {
      z: floats([batch, 8], z),
      truncation: floats([], Float32Array.of(0.5)),
      noise: floats([batch, 4], Float32Array.from([1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4])),
      training: { dtype: 'bool', shape: [], data: Uint8Array.of(1) },
    });
    expect(maxDifference(picture.data, wanted.data)).toBe(0);
  });

  test.each([
    ['sigma', [1], /no input "sigma".*"truncation"/],
    ['noise', [1, 2], /one number for all of it, or 4/],
    ['truncation', [1, 2], /one number/],
    ['training', [2], /true or false/],
    ['training', [0.5], /whole numbers/],
  ])('are not bound to values that do not fit: %s=%j', (name, values, words) => {
    expect(() => arrange(truncated(), { bind: new Map([[name, values]]) })).toThrow(words);
  });

  test('with a default take it', () => {
    const model = new Model();
    const z = model.input('z', [-1, 8]);
    const cut = model.node('cut', 'Mul', [z, model.typed('psi', 'float32', [], [0.7])]);
    const graph = model.graph(model.picture('end', cut, 8, [4, 4, 1]));
    const { graph: arranged, picture, z: row } = pictures(graph);
    expect(arranged.inputs.map(({ key }) => key)).toEqual(['z']);
    const psi = floats([], Float32Array.of(0.7));
    const wanted = own(graph, ref('end'), { z: floats([batch, 8], row), psi });
    expect(maxDifference(picture.data, wanted.data)).toBe(0);
    expect(arrange(graph, { bind: new Map([['psi', [0.1]]]) }).graph.inputs).toHaveLength(1);
  });
});

test('a placeholder that the signature does not feed is an obstacle, and can be bound', () => {
  const model = new Model();
  const z = model.input('z', [-1, 8]);
  const cut = model.node('cut', 'Mul', [z, model.typed('strength', 'float32', [])]);
  const whole = model.graph(model.picture('end', cut, 8, [4, 4, 1]));
  const graph = { ...whole, inputs: whole.inputs.filter(({ key }) => key === 'z') };
  expect(() => arrange(graph)).toThrow(/"strength" float32/);
  expect(arrange(graph, { bind: new Map([['strength', [1]]]) }).graph.inputs).toHaveLength(1);
});
