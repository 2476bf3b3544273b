import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { announce, announcements } from './announce.ts';

beforeEach(() => {
  announcements.setState({ said: [] });
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

/** The sentences in the region once everything pending was announced. */
function said(): string[] {
  vi.runAllTimers();
  return announcements.getState().said.map(({ text }) => text);
}

test('things that happen together are announced once, and an empty text is not announced', () => {
  announce('Link copied.');
  announce('Link copied.');
  announce(' Pinned: Seed 7. ');
  announce('');
  expect(said()).toEqual(['Link copied.', 'Pinned: Seed 7.']);
});

test('the same sentence is announced again when it happens again', () => {
  announce('Undone: Pin.');
  said();
  announce('Undone: Pin.');
  expect(said()).toEqual(['Undone: Pin.', 'Undone: Pin.']);
  const ids = announcements.getState().said.map(({ id }) => id);
  expect(new Set(ids).size).toBe(2);
});

test('only the last few stay', () => {
  for (let i = 0; i < 6; i++) announce(`Seed ${i}.`);
  expect(said()).toEqual(['Seed 3.', 'Seed 4.', 'Seed 5.']);
});
