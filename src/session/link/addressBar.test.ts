import { expect, it } from 'vitest';
import { isLink, withoutWishes } from './addressBar.ts';

it.each([
  ['https://example.org/z/?seed=7', '/z/'],
  ['https://example.org/z/?backend=wasm&seed=7&lang=ja', '/z/?backend=wasm&lang=ja'],
  [
    'https://example.org/?model=https%3A%2F%2Fa.org%2Fm.json&source=https%3A%2F%2Fb.org',
    '/?source=https%3A%2F%2Fb.org',
  ],
  ['https://example.org/?webgpu&s%65ed=7#v=2&model=a&sum=1', '/?webgpu'],
  ['https://example.org/?lang=ko#about', '/?lang=ko#about'],
  ['https://example.org/?seeds=3&&remodel=1', '/?seeds=3&remodel=1'],
])('%s becomes %s', (address, rest) => {
  expect(withoutWishes(address)).toBe(rest);
});

it('matches only what this page writes for a link', () => {
  expect([isLink('#v=2&model=a'), isLink('#about'), isLink('')]).toEqual([true, false, false]);
});
