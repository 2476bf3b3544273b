/** Locks that the browser gives late, as to a page that was busy while it opened. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Claims } from './claims.ts';
import { MemoryLocks } from './testing/memoryLocks.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Locks that need five seconds for each answer. */
function slow(locks: MemoryLocks) {
  const later = () => new Promise((resolve) => setTimeout(resolve, 5000));
  const request: MemoryLocks['request'] = (...given) => later().then(() => locks.request(...given));
  return { request, query: () => locks.query() };
}

it('work does not wait for a late lock, which is held nevertheless until the session is released', async () => {
  const locks = new MemoryLocks();
  const asked = new Claims(slow(locks)).claim('a');
  await vi.advanceTimersByTimeAsync(2000);
  const claim = await asked;
  // Another tab may have written before the lock came.
  expect(claim?.guarded).toBe(false);
  await vi.advanceTimersByTimeAsync(5000);
  const other = new Claims(locks);
  expect([...(await other.held())]).toEqual(['a']);
  expect(await other.claim('a')).toBeNull();
  claim?.release();
  await vi.advanceTimersByTimeAsync(0);
  expect([...(await other.held())]).toEqual([]);
});

it('a session that was released before its late lock came is free', async () => {
  const locks = new MemoryLocks();
  const asked = new Claims(slow(locks)).claim('a');
  await vi.advanceTimersByTimeAsync(2000);
  (await asked)?.release();
  await vi.advanceTimersByTimeAsync(5000);
  expect((await new Claims(locks).claim('a'))?.guarded).toBe(true);
});
