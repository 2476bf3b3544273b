/** Which way a program takes, given the durations of its frames. */
import { expect, test } from 'vitest';
import { Sharing } from './sharing.ts';

/** Runs frames. @returns how many of them were shared. */
function run(sharing: Sharing, frames: number, msOf: (shared: boolean, frame: number) => number): number {
  let shared = 0;
  for (let frame = 0; frame < frames; frame++) {
    const together = sharing.next();
    if (together) shared++;
    sharing.took(together, msOf(together, frame));
  }
  return shared;
}

test('takes the quicker way, and tries the other only now and then', () => {
  const gains = run(new Sharing(), 1000, (shared) => (shared ? 5 : 8));
  expect(gains).toBeGreaterThan(980);
  const loses = run(new Sharing(), 1000, (shared) => (shared ? 8 : 5));
  expect(loses).toBeLessThan(20);
});

test('when the machine changes, the choice follows within a few hundred frames', () => {
  const sharing = new Sharing();
  run(sharing, 2000, (shared) => (shared ? 5 : 8));
  run(sharing, 600, (shared) => (shared ? 50 : 8));
  expect(run(sharing, 100, (shared) => (shared ? 50 : 8))).toBeLessThan(5);
  run(sharing, 4000, (shared) => (shared ? 5 : 8));
  expect(run(sharing, 100, (shared) => (shared ? 5 : 8))).toBeGreaterThan(90);
});

test('one slow first frame, caused by a cold cache, decides nothing', () => {
  expect(run(new Sharing(), 500, (shared, frame) => (frame < 2 ? 500 : shared ? 5 : 8))).toBeGreaterThan(480);
});
