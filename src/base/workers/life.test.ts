/** Workers that end without a word, and workers that the page ends. */
import { describe, expect, it } from 'vitest';
import { HolderLocks } from '../testing/holderLocks.ts';
import { type LifeLocks, type LiveMessage, live, WorkerLife } from './life.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('WorkerLife', () => {
  function watched() {
    const locks = new HolderLocks();
    const life = new WorkerLife(locks);
    const message: LiveMessage = life.message!;
    let ends = 0;
    const start = () => live(message, () => life.watch(() => void ends++), locks);
    return { locks, life, lock: message.lock, start, ends: () => ends };
  }

  it('says once that the worker has ended', async () => {
    const { locks, lock, start, ends } = watched();
    start();
    await settled();
    expect(ends()).toBe(0);
    locks.end(lock);
    await settled();
    expect(ends()).toBe(1);
  });

  it('is silent when the page has ended the worker', async () => {
    const { locks, lock, life, start, ends } = watched();
    start();
    await settled();
    life.stop();
    await settled();
    expect(locks.waiting).toBe(0);
    locks.end(lock);
    await settled();
    expect(ends()).toBe(0);
  });

  it('is silent when the page has ended the worker before it said that it lives', async () => {
    const { locks, lock, life, start, ends } = watched();
    life.stop();
    start();
    locks.end(lock);
    await settled();
    expect(ends()).toBe(0);
  });

  it('of two workers tells which one has ended', async () => {
    const [one, other] = [watched(), watched()];
    one.start();
    other.start();
    expect(one.lock).not.toBe(other.lock);
    await settled();
    other.locks.end(other.lock);
    await settled();
    expect([one.ends(), other.ends()]).toEqual([0, 1]);
  });

  it('does without locks where the browser refuses them', async () => {
    const refusing: LifeLocks = {
      request: () => {
        throw new DOMException('not allowed', 'SecurityError');
      },
    };
    const life = new WorkerLife(refusing);
    let said = 0;
    live(life.message!, () => void said++, refusing);
    life.watch(() => void said++);
    await settled();
    expect(said).toBe(0);
  });
});
