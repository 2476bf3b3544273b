import { expect, it } from 'vitest';
import { type Beginning, nameWith, readBeginning, workerName } from './beginning.ts';

it.each<Beginning>([
  { choice: 'auto', firstModel: true },
  { choice: 'wasm', firstModel: false },
])('%o can be read from the name', (beginning) => {
  expect(readBeginning(nameWith(beginning))).toEqual(beginning);
});

it.each(['', workerName, `${workerName} first`, `${workerName} fastest first`])(
  '"%s" says nothing',
  (name) => {
    expect(readBeginning(name)).toBeUndefined();
  },
);
