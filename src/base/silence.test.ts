import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { silence } from './silence.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('lasts as long as asked where nothing delays the page', async () => {
  const over = vi.fn();
  void silence(1000, new AbortController().signal).then(over);
  await vi.advanceTimersByTimeAsync(950);
  expect(over).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(60);
  expect(over).toHaveBeenCalledOnce();
});

it('does not count a time in which the thread was busy', async () => {
  vi.useRealTimers();
  const over = vi.fn();
  void silence(500, new AbortController().signal).then(over);
  const busyUntil = performance.now() + 600;
  while (performance.now() < busyUntil);
  await new Promise((resolve) => setTimeout(resolve));
  expect(over).not.toHaveBeenCalled();
});

it('never ends once it was stopped', async () => {
  const over = vi.fn();
  const stop = new AbortController();
  void silence(1000, stop.signal).then(over);
  await vi.advanceTimersByTimeAsync(500);
  stop.abort();
  await vi.advanceTimersByTimeAsync(5000);
  expect(over).not.toHaveBeenCalled();
});
