import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dimensionAt, stripReach, tickColour, valueAt } from './ticks.ts';

describe('the latent strip', () => {
  it('names the dimension under the hand, and never one that is not there', () => {
    expect(dimensionAt(0, 512)).toBe(0);
    expect(dimensionAt(0.5, 512)).toBe(256);
    expect(dimensionAt(1, 512)).toBe(511);
    fc.assert(
      fc.property(
        fc.double({ min: -2, max: 2, noNaN: true }),
        fc.integer({ min: 1, max: 4096 }),
        (x, size) => {
          const dimension = dimensionAt(x, size);
          expect(dimension).toBeGreaterThanOrEqual(0);
          expect(dimension).toBeLessThan(size);
        },
      ),
    );
  });

  it('is positive at the top, zero in the middle, negative at the foot', () => {
    expect(valueAt(0)).toBe(stripReach);
    expect(valueAt(0.5)).toBe(0);
    expect(valueAt(1)).toBe(-stripReach);
  });

  it('is blue below zero, amber above, and dark at zero', () => {
    const [red, , blue] = tickColour(2);
    expect(red).toBeGreaterThan(blue);
    const [coldRed, , coldBlue] = tickColour(-2);
    expect(coldBlue).toBeGreaterThan(coldRed);
    expect(Math.max(...tickColour(0).slice(0, 3))).toBeLessThan(40);
  });
});
