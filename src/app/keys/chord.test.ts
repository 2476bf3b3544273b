import { expect, it } from 'vitest';
import { chord, isFree } from './chord.ts';

const plain = { ctrlKey: false, metaKey: false, shiftKey: false };

it('a chord is the key with what was held', () => {
  expect(chord({ ...plain, key: 'P', shiftKey: true })).toBe('p');
  expect(chord({ ...plain, key: '?', shiftKey: true })).toBe('?');
  expect(chord({ ...plain, key: 'Z', ctrlKey: true, shiftKey: true })).toBe('mod+shift+z');
  expect(chord({ ...plain, key: 'z', metaKey: true })).toBe('mod+z');
  expect(chord({ ...plain, key: ' ' })).toBe(' ');
});

it('a letter key is its letter while the keyboard writes another script', () => {
  expect(chord({ ...plain, key: 'ㅔ', code: 'KeyP' })).toBe('p');
  expect(chord({ ...plain, key: 'π', code: 'KeyP' })).toBe('p');
  // On a French keyboard, the key in the place of Q writes an a and counts as one.
  expect(chord({ ...plain, key: 'a', code: 'KeyQ' })).toBe('a');
});

it('keys of the browser and of controls are not free', () => {
  for (const one of ['Tab', 'Escape', 'ArrowUp', 'mod+ArrowUp', 'F5', 'mod+t', 'Enter', 'PageDown']) {
    expect(isFree(one), one).toBe(false);
  }
  for (const one of ['p', ' ', '?', 'mod+z', 'mod+shift+z', 'ü', 'Insert'])
    expect(isFree(one), one).toBe(true);
});
