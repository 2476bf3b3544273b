import { afterEach, expect, it, vi } from 'vitest';
import { gitBlobHex } from './gitBlob.ts';

afterEach(() => vi.unstubAllGlobals());

const text = (words: string) => new TextEncoder().encode(words);

/** From `git hash-object --stdin`. */
const known = [
  ['', 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'],
  ['hello\n', 'ce013625030ba8dba906f756967f9e9ca394464a'],
] as const;

it.each(known)('names %j as git does', async (words, hash) => {
  expect(await gitBlobHex(text(words))).toBe(hash);
});

it.each(known)('names %j the same if the browser computes no hashes', async (words, hash) => {
  vi.stubGlobal('crypto', {});
  expect(await gitBlobHex(text(words))).toBe(hash);
});
