import { expect, test } from 'vitest';
import { pictureForm } from './pictureForm.ts';

test.each([
  [[64, 48, 3], 64, 48, 3, undefined, false],
  [[8, 8, 1], 8, 8, 1, undefined, false],
  [[8, 8, 4], 8, 8, 4, undefined, false],
  // Channels first.
  [[3, 64, 48], 64, 48, 3, undefined, true],
  [[4, 16, 16], 16, 16, 4, undefined, true],
  [[1, 28, 20], 28, 20, 1, [28, 20, 1], false],
  // Ambiguous: channels last, as in TensorFlow.
  [[4, 4, 4], 4, 4, 4, undefined, false],
  [[3, 3, 3], 3, 3, 3, undefined, false],
  // Grey without channels.
  [[28, 28], 28, 28, 1, [28, 28, 1], false],
  [[28, 20], 28, 20, 1, [28, 20, 1], false],
  [[1, 28, 28, 1], 28, 28, 1, [28, 28, 1], false],
  [[1, 3, 16, 16], 16, 16, 3, [3, 16, 16], true],
  // Rows.
  [[784], 28, 28, 1, [28, 28, 1], false],
  [[3072], 32, 32, 3, [32, 32, 3], false],
  [[1, 1, 784], 28, 28, 1, [28, 28, 1], false],
  [[784, 1], 28, 28, 1, [28, 28, 1], false],
  [[1, 784], 28, 28, 1, [28, 28, 1], false],
  [[1024, 3], 32, 32, 3, [32, 32, 3], false],
  [[3, 1024], 32, 32, 3, [3, 32, 32], true],
] as const)('%j is a picture of %i x %i x %i', (sizes, height, width, channels, reshape, turned) => {
  expect(pictureForm(sizes)).toMatchObject({ height, width, channels, reshape, turned });
});

test.each([
  [[560]],
  [[10]],
  [[9]],
  [[1]],
  [[]],
  [[28, 2]],
  [[8, 8, 2]],
  [[8, 8, 512]],
  [[2, 8, 8, 3]],
  [[0, 0]],
])('%j alone is not a picture', (sizes) => expect(pictureForm(sizes)).toBeUndefined());

test.each([
  [[560], [28, 20], 28, 20, 1, false],
  [[560], [28, 20, 1], 28, 20, 1, false],
  [[784], [14, 14, 4], 14, 14, 4, false],
  [[3072], [3, 32, 32], 32, 32, 3, true],
  [[3072], [24, 128, 1], 24, 128, 1, false],
  // The sizes say which picture it is, and the tensor says in which layout.
  [[3, 20, 28], [20, 28, 3], 20, 28, 3, true],
  [[20, 28, 3], [20, 28, 3], 20, 28, 3, false],
] as const)('%j requested as %j is %i x %i x %i', (sizes, wish, height, width, channels, turned) => {
  expect(pictureForm(sizes, wish)).toMatchObject({ height, width, channels, turned });
});

test('a tensor with a different number of elements is not the requested picture', () => {
  expect(pictureForm([560], [28, 28])).toBeUndefined();
  expect(pictureForm([8, 8, 2], [8, 8, 2])).toBeUndefined();
});
