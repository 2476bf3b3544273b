import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frameTicks } from './ticks.ts';

test('n frames last n / fps seconds to within half a tick, at any number of frames', () => {
  const cases = fc.record({
    fps: fc.double({ min: 1, max: 60, noNaN: true }),
    frames: fc.integer({ min: 1, max: 3000 }),
    perSecond: fc.constantFrom(100, 1000),
  });
  fc.assert(
    fc.property(cases, ({ fps, frames, perSecond }) => {
      let ticks = 0;
      for (let i = 0; i < frames; i++) ticks += frameTicks(i, fps, perSecond);
      expect(Math.abs(ticks / perSecond - frames / fps)).toBeLessThanOrEqual(0.5 / perSecond + 1e-9);
    }),
    { numRuns: 50 },
  );
});

test('thirty a second are 3, 4, 3, 3, 4, 3 hundredths', () => {
  expect([0, 1, 2, 3, 4, 5].map((i) => frameTicks(i, 30, 100))).toEqual([3, 4, 3, 3, 4, 3]);
});
