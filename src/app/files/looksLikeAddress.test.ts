import { expect, it } from 'vitest';
import { looksLikeAddress } from './looksLikeAddress.ts';

it('a pasted text is an address, or it is words', () => {
  for (const text of ['https://example.org/a.h5', ' http://localhost:8000/a.h5\n'])
    expect(looksLikeAddress(text)).toBe(true);
  for (const text of ['see https://example.org/a', 'https://a b', 'example', '{"a":1}', '', 'https://']) {
    expect(looksLikeAddress(text), text).toBe(false);
  }
});
