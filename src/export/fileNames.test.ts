import { expect, test } from 'vitest';
import { imageFileName, latentFileName, walkFileName } from './fileNames.ts';

test('downloads are named after the model and what they show', () => {
  expect(imageFileName('avatars-128', 20171)).toBe('avatars-128-seed-20171.png');
  expect(imageFileName('avatars-128', 20171, true)).toBe('avatars-128-seed-20171-edited.png');
  expect(imageFileName('avatars-128', null)).toBe('avatars-128-face.png');
  expect(walkFileName('avatars-128', 48)).toBe('avatars-128-walk-48f.gif');
  expect(latentFileName('progan-128', 7)).toBe('progan-128-seed-7.npy');
});

test('no name has characters that a file system refuses', () => {
  expect(walkFileName('../Élan: "vital" <model>', 2)).toBe('E-lan-vital-model-walk-2f.gif');
  expect(walkFileName('漢字', 2)).toBe('walk-2f.gif');
});
