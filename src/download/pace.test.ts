import { expect, it } from 'vitest';
import { Pace } from './pace.ts';

it('reports the speed of the last seconds, and the time that the rest takes at that speed', () => {
  const pace = new Pace();
  expect(pace.now(0, 500, 10_500)).toEqual({ bytesPerSecond: 0, secondsLeft: null });
  expect(pace.now(1000, 1500, 10_500)).toEqual({ bytesPerSecond: 1000, secondsLeft: 9 });
});

it('forgets a slow beginning', () => {
  const pace = new Pace();
  for (let second = 0; second <= 10; second++) pace.now(1000 * second, second, 1e6);
  const later = [11, 12, 13, 14, 15].map((second) => pace.now(1000 * second, 10 + 2000 * (second - 10), 1e6));
  expect(later.at(-1)?.bytesPerSecond).toBeCloseTo(2000, 0);
});

it('reports no speed while nothing arrives', () => {
  const pace = new Pace();
  pace.now(0, 100, 1000);
  expect(pace.now(5000, 100, 1000).secondsLeft).toBeNull();
});
