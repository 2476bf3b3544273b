import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { nowAndThen } from './nowAndThen.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('tells the first call, and later ones with a pause between them', () => {
  const told: number[] = [];
  const tell = nowAndThen((value: number) => void told.push(value), 100);
  for (let i = 0; i < 60; i++) {
    tell(i);
    vi.advanceTimersByTime(5);
  }
  expect(told).toEqual([0, 20, 40]);
});
