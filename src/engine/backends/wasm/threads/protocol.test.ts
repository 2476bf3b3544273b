/**
 * The threads' protocol in every order of its operations: nobody waits for ever, and every task is done once, in its
 * step.
 */
import { describe, expect, test } from 'vitest';
import { walk } from './testing/interleavings.ts';
import { type Programs, sequenceBeside, ticketAlone } from './testing/protocols.ts';

describe('in every order of their operations', () => {
  test.each<{ threads: number; programs: Programs }>([
    { threads: 2, programs: [[1, 1]] },
    { threads: 2, programs: [[2, 1], [1, 2], [2]] },
    { threads: 2, programs: [[3, 2], [1]] },
    { threads: 3, programs: [[2, 1]] },
    { threads: 3, programs: [[1, 1], [1]] },
  ])('$threads threads run $programs to their end and leave', ({ threads, programs }) => {
    const { states, stuck, forbidden } = walk(ticketAlone(threads, programs));
    expect(forbidden).toEqual([]);
    expect(stuck).toEqual([]);
    expect(states).toBeGreaterThan(100);
  });

  test('the walk finds the hang of the previous protocol', () => {
    const { stuck, forbidden } = walk(sequenceBeside(2, [[1, 1]]));
    expect(forbidden).toEqual([]);
    expect(stuck.length).toBeGreaterThan(0);
    // Thread 0 has moved past the ticket: SEQUENCE, stored late, will never hold the value that it waits for.
    expect(stuck.some(({ words }) => words.sequence !== Math.floor(words.ticket! / 100))).toBe(true);
    expect(walk(sequenceBeside(3, [[1, 1]])).stuck.length).toBeGreaterThan(0);
  });
});
