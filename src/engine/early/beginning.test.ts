import { expect, it } from 'vitest';
import { type Beginning, readBeginning, writeBeginning } from './beginning.ts';

it.each<Beginning>([
  { choice: 'auto', firstModel: true },
  { choice: 'wasm', firstModel: false },
])('%o survives the address', (beginning) => {
  const { hash } = new URL(`https://example.org/worker.js#${writeBeginning(beginning)}`);
  expect(readBeginning(hash)).toEqual(beginning);
});

it.each(['', '#', '#first', '#fastest,first'])('"%s" says nothing', (hash) => {
  expect(readBeginning(hash)).toBeUndefined();
});
