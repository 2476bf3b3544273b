/** Latents and pictures of each shape, and the results of a graph brought to a bundle's form. */
import { describe, expect, test } from 'vitest';
import { maxDifference } from '../testing/npy.ts';
import { batch, floats, Model, own, pictures } from '../testing/signatureModel.ts';
import { arrange } from './arrange.ts';

describe('latents', () => {
  test.each([[[1, 1, 8]], [[8, 1, 1]], [[2, 2, 2]], [[8, 1]], [[4, 2]]])('of %j become one row', (sizes) => {
    const model = new Model();
    const z = model.input('z', [-1, ...sizes]);
    const end = model.picture('end', model.reshape('flat', z, [8]), 8, [6, 5, 3]);
    const graph = model.graph(end);
    const { picture, z: row, graph: arranged } = pictures(graph);
    expect(arranged.inputs.map(({ shape }) => shape)).toEqual([[-1, 8]]);
    expect(maxDifference(picture.data, own(graph, end, { z: floats([batch, ...sizes], row) }).data)).toBe(0);
  });

  test('that are already a row stay the same', () => {
    const model = new Model();
    const end = model.picture('end', model.input('z', [-1, 8]), 8, [6, 5, 3]);
    const graph = model.graph(end);
    expect(arrange(graph).graph.nodes.size).toBe(graph.nodes.size);
  });

  test.each([
    ['the one whose name says so', ['image_size', 'z'], [5, 8], 'z'],
    ['the first, with a warning', ['input_1', 'input_2'], [8, 5], 'input_1'],
  ])('of several inputs are %s', (_, [a, b], [sizeA, sizeB], wanted) => {
    const model = new Model();
    const inputs = [model.input(a!, [-1, sizeA!]), model.input(b!, [-1, sizeB!])];
    const joined = model.node('joined', 'ConcatV2', [...inputs, model.integers('axis', [1], [])]);
    const { graph, classes, warnings } = arrange(model.graph(model.picture('end', joined, 13, [4, 4, 1])));
    expect(graph.inputs[0]!.key).toBe(wanted);
    expect(classes).toMatchObject({ kind: 'oneHot', count: 5 });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/for one of 5 classes.*--latent NAME.*--bind/);
  });

  test('are the input that the user names', () => {
    const model = new Model();
    const inputs = [model.input('z', [-1, 8]), model.input('w', [-1, 5])];
    const joined = model.node('joined', 'ConcatV2', [...inputs, model.integers('axis', [1], [])]);
    const graph = model.graph(model.picture('end', joined, 13, [4, 4, 1]));
    expect(arrange(graph, { latent: 'w' }).graph.inputs[0]!.key).toBe('w');
    expect(() => arrange(graph, { latent: 'x' })).toThrow(/no input "x".*"z" float32 \[n, 8\]/);
  });

  test('that are pictures themselves belong to no generator', () => {
    const model = new Model();
    const x = model.input('x', [-1, 8, 8, 3]);
    const graph = model.graph(model.picture('end', model.reshape('flat', x, [192]), 192, [8, 8, 3]));
    expect(() => arrange(graph)).toThrow(/itself a picture.*decoder/);
    expect(arrange(graph, { latent: 'x' }).graph.inputs[0]!.shape).toEqual([-1, 192]);
  });

  test('for a fixed batch are refused with advice', () => {
    const model = new Model();
    const graph = model.graph(model.picture('end', model.input('z', [64, 8]), 8, [4, 4, 1]));
    expect(() => arrange(graph)).toThrow(/batch/);
  });
});

describe('pictures', () => {
  test.each([
    ['channels first', [3, 6, 5], [6, 5, 3]],
    ['a row', [64], [8, 8, 1]],
    ['no channels', [6, 5], [6, 5, 1]],
    ['alpha', [6, 5, 4], [6, 5, 4]],
    ['alpha first', [4, 6, 5], [6, 5, 4]],
  ])('of %s become channels last', (_, sizes, wanted) => {
    const model = new Model();
    const end = model.picture('end', model.input('z', [-1, 8]), 8, sizes);
    const graph = model.graph(end);
    const { picture, z } = pictures(graph);
    expect(picture.shape).toEqual([batch, ...wanted]);
    const made = own(graph, end, { z: floats([batch, 8], z) });
    const turned = sizes.length === 3 && sizes[2] !== wanted[2];
    if (!turned) expect(maxDifference(picture.data, made.data)).toBe(0);
    else {
      const [h, w, c] = wanted as [number, number, number];
      const at = (y: number, x: number, k: number) => made.data[(k * h + y) * w + x]!;
      const expected = Array.from({ length: h * w * c }, (_, i) =>
        at(Math.floor(i / (w * c)), Math.floor(i / c) % w, i % c),
      );
      expect(maxDifference(picture.data.subarray(0, h * w * c), expected)).toBe(0);
    }
  });

  test('of a row that is not square have to be specified', () => {
    const model = new Model();
    const graph = model.graph(model.picture('end', model.input('z', [-1, 8]), 8, [560]));
    expect(() => arrange(graph)).toThrow(/\[n, 560\].*--image/);
    expect(pictures(graph, { image: [28, 20] }).picture.shape).toEqual([batch, 28, 20, 1]);
    expect(() => arrange(graph, { image: [28, 28] })).toThrow(/28 x 28/);
  });

  test('among several outputs are the largest one, whatever else there is', () => {
    const model = new Model();
    const z = model.input('z', [-1, 8]);
    const outputs = [
      model.picture('rgb_8', z, 8, [8, 8, 3]),
      model.picture('mask', z, 8, [16, 16, 1]),
      model.picture('rgb_16', z, 8, [16, 16, 3]),
      model.picture('features', z, 8, [4, 4, 64]),
      model.picture('scores', z, 8, [1024]),
      model.picture('attention', z, 8, [32, 32]),
    ];
    const graph = model.graph(...outputs);
    const { graph: arranged } = arrange(graph);
    expect(arranged.outputs[0]!.ref.node).toBe('rgb_16');
    expect(arrange(graph, { output: 'mask:0' }).graph.outputs[0]!.ref.node).toBe('mask');
    expect(pictures(graph, { output: 'attention' }).picture.shape).toEqual([batch, 32, 32, 1]);
    expect(() => arrange(graph, { output: 'image' })).toThrow(/no output "image".*"y0" \[n, 8, 8, 3\]/);
  });

  test('of equal size are the one to which the others lead', () => {
    const model = new Model();
    const raw = model.picture('raw', model.input('z', [-1, 8]), 8, [8, 8, 3]);
    const last = model.node('last', 'Sigmoid', [raw]);
    expect(arrange(model.graph(raw, last)).graph.outputs[0]!.ref.node).toBe('last');
    expect(arrange(model.graph(last, raw)).graph.outputs[0]!.ref.node).toBe('last');
  });

  test('need only the inputs that they are computed from', () => {
    const model = new Model();
    const end = model.picture('end', model.input('z', [-1, 8]), 8, [4, 4, 3]);
    const other = model.node('other', 'Tanh', [model.input('photo', [-1, 4, 4, 3])]);
    const { graph } = arrange(model.graph(other, end), { output: 'end' });
    expect(graph.inputs.map(({ key }) => key)).toEqual(['z']);
  });
});
