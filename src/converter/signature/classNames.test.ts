import { expect, test } from 'vitest';
import { memoryFiles } from '../archive/files.ts';
import { classNamesIn, parseClassNames } from './classNames.ts';

const files = (path: string, text: string) => memoryFiles(new Map([[path, new TextEncoder().encode(text)]]));

test.each([
  ['labels.txt', 'cat\ndog\r\nowl\n\n'],
  ['assets/class_names.txt', 'cat\ndog\nowl'],
  ['classes.json', '["cat", "dog", "owl"]'],
  ['labels.json', '{"0": "cat", "1": "dog", "2": "owl"}'],
  ['metadata.json', '{"labels": ["cat", "dog", "owl"], "version": 2}'],
  ['model.json', '{"format": "graph-model", "userDefinedMetadata": {"classNames": ["cat", "dog", "owl"]}}'],
])('%s names three classes', async (path, text) => {
  expect(await classNamesIn(files(path, text), 3)).toEqual(['cat', 'dog', 'owl']);
  expect(await classNamesIn(files(path, text), 4)).toBeUndefined();
});

test.each([
  ['model.json', '{"weightsManifest": [], "modelTopology": {}}'],
  ['labels.json', '{"a": '],
  ['readme.txt', 'cat\ndog\nowl'],
])('%s with %s names none', async (path, text) => {
  expect(await classNamesIn(files(path, text), 3)).toBeUndefined();
});

test('the user gives a list or lines', () => {
  expect(parseClassNames('a.txt', 'x\ny')).toEqual(['x', 'y']);
  expect(parseClassNames('a.json', '["x", "y"]')).toEqual(['x', 'y']);
  expect(parseClassNames('a.json', '{"x": 1}')).toBeUndefined();
});
