import { expect, it } from 'vitest';
import type { BackendChoice } from '../contract.ts';
import type { ToWorker } from '../protocol.ts';
import { startsOnce } from './startsOnce.ts';

function heard(ahead: BackendChoice | undefined, messages: ToWorker[]): ToWorker[] {
  const seen: ToWorker[] = [];
  const take = startsOnce<never>(ahead, (message) => seen.push(message));
  for (const message of messages) take(message);
  return seen;
}

it('an early start is not repeated', () => {
  const start = { type: 'start', choice: 'wasm' } as const;
  expect(heard('wasm', [start])).toEqual([start]);
  expect(heard('wasm', [start, start])).toEqual([start, start]);
});

it('if the page asks for another backend than the early start, it is started too', () => {
  const start = { type: 'start', choice: 'cpu' } as const;
  expect(heard('wasm', [start])).toEqual([{ type: 'start', choice: 'wasm' }, start]);
});

it('all other messages pass through', () => {
  const ping = { type: 'ping' } as const;
  expect(heard(undefined, [ping])).toEqual([ping]);
});
