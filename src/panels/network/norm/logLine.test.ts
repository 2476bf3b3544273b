import { expect, it } from 'vitest';
import { logLine, powersWithin } from './logLine.ts';

it('a line of powers of ten is straight, and what lies beyond the axis stays at its edge', () => {
  const powers = powersWithin([0.2, 1, 900, Number.POSITIVE_INFINITY, 0]);
  expect(powers).toEqual([-1, 0, 1, 2, 3]);
  const box = { width: 100, height: 40, low: -1, high: 3 };
  expect(logLine([0.1, 1, 10, 100, 1000], box)).toBe('M0.0 40.0L25.0 30.0L50.0 20.0L75.0 10.0L100.0 0.0');
  expect(logLine([0, Number.POSITIVE_INFINITY], box)).toBe('M0.0 40.0L100.0 0.0');
  expect(powersWithin([])).toEqual([-1, 0, 1]);
  expect(powersWithin([1e-30, 1e30])).toHaveLength(13);
});
