import { describe, expect, it } from 'vitest';
import { createPace } from './pace.ts';

describe('the remaining time of a batch', () => {
  it('is unknown before some of it is done', () => {
    const pace = createPace(100);
    expect(pace.left()).toBeNull();
    pace.reached(1, 1000);
    expect(pace.left()).toBeNull();
    pace.reached(2, 1100);
    expect(pace.left()).toBeNull();
  });

  it('follows from the recent speed, however many pictures there are', () => {
    const pace = createPace(100_000);
    // A slow start: one a second.
    for (let i = 0; i <= 60; i++) pace.reached(i, 1000 * i);
    // Then a hundred a second, for a minute.
    for (let i = 0; i <= 6000; i++) pace.reached(60 + i, 60_000 + 10 * i);
    const seconds = (100_000 - 6060) / 100;
    expect(pace.left()! / seconds).toBeGreaterThan(0.8);
    expect(pace.left()! / seconds).toBeLessThan(1.4);
  });
});
