import { expect, it } from 'vitest';
import type { ToWorker } from '../protocol.ts';
import { startsOnce } from './startsOnce.ts';

function heard(messages: Parameters<ReturnType<typeof startsOnce<never>>>[0][]): ToWorker[] {
  const seen: ToWorker[] = [];
  const take = startsOnce<never>((message) => seen.push(message));
  for (const message of messages) take(message);
  return seen;
}

it('an early start is not repeated', () => {
  const start = { type: 'start', choice: 'wasm' } as const;
  expect(heard([{ type: 'startAhead', choice: 'wasm' }, start])).toEqual([start]);
  expect(heard([{ type: 'startAhead', choice: 'wasm' }, start, start])).toEqual([start, start]);
});

it('if the page asks for another backend than the early start, it is started too', () => {
  const start = { type: 'start', choice: 'cpu' } as const;
  expect(heard([{ type: 'startAhead', choice: 'wasm' }, start])).toEqual([
    { type: 'start', choice: 'wasm' },
    start,
  ]);
});

it('all other messages pass through', () => {
  const ping = { type: 'ping' } as const;
  expect(heard([ping])).toEqual([ping]);
});
