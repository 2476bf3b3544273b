import { expect, it } from 'vitest';
import { chooseListed } from './listing.ts';

const folder = 'https://huggingface.co/me/gan/resolve/main/tfjs/';
const choose = (...paths: string[]) =>
  chooseListed(
    new TextEncoder().encode(
      JSON.stringify(paths.map((path) => ({ type: path.endsWith('/') ? 'directory' : 'file', path }))),
    ),
    folder,
    'huggingface.co/me/gan',
  );

it("takes the folder's own model, or the only file in it that is a model", () => {
  expect(choose('tfjs/README.md', 'tfjs/model.json', 'tfjs/a.bin', 'tfjs/g.onnx')).toBe(
    `${folder}model.json`,
  );
  expect(choose('tfjs/model.json', 'tfjs/zscape.json')).toBe(`${folder}zscape.json`);
  expect(choose('config.json', 'my net.onnx', 'onnx/')).toBe(`${folder}my%20net.onnx`);
});

it('says what is there if the choice is not clear', () => {
  expect(() => choose('a.onnx', 'b.h5')).toThrow(/2 models: a\.onnx, b\.h5/);
  expect(() => choose('README.md', 'pytorch_model.bin')).toThrow(/huggingface\.co\/me\/gan has no model/);
  expect(() => chooseListed(new TextEncoder().encode('{"error":"x"}'), folder, 'gan')).toThrow(
    /cannot be read/,
  );
});
