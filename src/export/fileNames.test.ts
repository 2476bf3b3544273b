import { expect, test } from 'vitest';
import { filmFileName, imageFileName, latentFileName } from './fileNames.ts';

test('downloads are named after the model and their content', () => {
  expect(imageFileName('avatars-128', 20171)).toBe('avatars-128-seed-20171.png');
  expect(imageFileName('avatars-128', 20171, true)).toBe('avatars-128-seed-20171-edited.png');
  expect(imageFileName('avatars-128', null)).toBe('avatars-128-face.png');
  expect(filmFileName('avatars-128', 'walk', 48, 'gif')).toBe('avatars-128-walk-48f.gif');
  expect(filmFileName('avatars-128', 'walk', 48, 'gif', [7, 51])).toBe(
    'avatars-128-walk-seed-7-to-51-48f.gif',
  );
  expect(latentFileName('progan-128', 7)).toBe('progan-128-seed-7.npy');
  expect(latentFileName('progan-128', 7, true)).toBe('progan-128-seed-7-edited.npy');
  expect(latentFileName('progan-128', null, true)).toBe('progan-128-z.npy');
});

test('no name has characters that a file system refuses', () => {
  expect(filmFileName('../Élan: "vital" <model>', 'walk', 2, 'gif')).toBe('E-lan-vital-model-walk-2f.gif');
  expect(filmFileName('漢字', 'walk', 2, 'gif')).toBe('walk-2f.gif');
});
