import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleLatent } from '../vector/sample.ts';
import { createPath } from './path.ts';
import { constantPace, type Pace } from './retime.ts';
import { createTimeline, ease, easings, type TimelineKey } from './timeline.ts';

const timelineKeys = fc.array(
  fc.record({
    hold: fc.double({ min: 0, max: 3, noNaN: true }),
    easing: fc.constantFrom(...easings),
    weight: fc.option(fc.double({ min: 0.1, max: 5, noNaN: true }), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 10 },
);

function pathOf(count: number, closed: boolean) {
  const keys = Array.from({ length: count }, (_, seed) => sampleLatent(seed, 8, 'normal'));
  return createPath(keys, { curve: 'smooth', closed, normalised: false });
}

describe('easing', () => {
  test.each(easings)('%s goes from 0 to 1 without turning back', (easing) => {
    expect([ease(easing, 0), ease(easing, 1)]).toEqual([0, 1]);
    for (let i = 0; i < 100; i++)
      expect(ease(easing, (i + 1) / 100)).toBeGreaterThanOrEqual(ease(easing, i / 100));
  });

  test('begins and ends at rest, and is half-way half-way, when easing in and out', () => {
    expect(ease('ease in and out', 0.5)).toBe(0.5);
    expect(ease('ease in and out', 1e-4)).toBeLessThan(1e-8);
    expect(1 - ease('ease in and out', 1 - 1e-4)).toBeLessThan(1e-8);
    expect(ease('ease in', 0.5)).toBe(1 - ease('ease out', 0.5));
  });
});

describe('a timeline', () => {
  test('lasts for its moves and its holds, reaches every key on time and rests there', () => {
    fc.assert(
      fc.property(
        timelineKeys,
        fc.boolean(),
        fc.double({ min: 0.5, max: 20, noNaN: true }),
        (keys, closed, moving) => {
          const path = pathOf(keys.length, closed);
          const timeline = createTimeline(path, keys, path.segments === 0 ? 0 : moving);
          const holds = keys.reduce((sum, { hold }) => sum + hold, 0);
          expect(timeline.duration).toBeCloseTo(holds + (path.segments === 0 ? 0 : moving), 9);
          expect(timeline.keyTimes).toHaveLength(path.segments + 1);
          timeline.keyTimes.forEach((time, k) => {
            expect(timeline.positionAt(time)).toBeCloseTo(k, 9);
            expect(timeline.positionAt(time + (keys[k]?.hold ?? 0) / 2)).toBeCloseTo(k, 9);
          });
        },
      ),
    );
  });

  test('never goes back and stops at its ends', () => {
    fc.assert(
      fc.property(timelineKeys, fc.boolean(), (keys, closed) => {
        const path = pathOf(keys.length, closed);
        const timeline = createTimeline(path, keys, 5);
        let before = 0;
        for (let i = 0; i <= 200; i++) {
          const now = timeline.positionAt((timeline.duration * i) / 200);
          expect(now).toBeGreaterThanOrEqual(before - 1e-12);
          before = now;
        }
        expect(before).toBeCloseTo(path.segments, 9);
        expect(timeline.positionAt(-1)).toBe(0);
        expect(timeline.positionAt(timeline.duration + 1)).toBeCloseTo(path.segments, 9);
      }),
    );
  });

  test('gives a segment of twice the weight twice the time', () => {
    const path = pathOf(3, false);
    const keys: TimelineKey[] = [
      { hold: 0, easing: 'linear', weight: 2 * path.shares[1]! },
      { hold: 0, easing: 'linear', weight: path.shares[0]! },
      { hold: 0, easing: 'linear' },
    ];
    expect(createTimeline(path, keys, 3).keyTimes[1]).toBeCloseTo(2, 9);
  });
});

describe('constant perceptual speed', () => {
  /** The positions of frames at equal shares of the change, both ends among them. */
  const framesAt = (pace: Pace, frames: number) =>
    Array.from({ length: frames }, (_, i) => pace(i / (frames - 1)));
  const curves = fc.array(fc.double({ min: 0, max: 5, noNaN: true }), { minLength: 1, maxLength: 60 });

  test('gives every frame the same share of the change', () => {
    fc.assert(
      fc.property(curves, fc.integer({ min: 2, max: 50 }), (steps, frames) => {
        fc.pre(steps.some((step) => step > 0.01));
        const positions = Array.from({ length: steps.length + 1 }, (_, i) => i / steps.length);
        const placed = framesAt(constantPace(positions, steps), frames);
        const total = steps.reduce((sum, step) => sum + step, 0);
        // The change up to a position, summed forwards: the reverse of the pace.
        const made = (position: number): number =>
          steps.reduce((sum, step, i) => {
            const t = (position - positions[i]!) * steps.length;
            return sum + step * Math.min(1, Math.max(0, t));
          }, 0);
        placed.forEach((position, i) => {
          expect(made(position) / total).toBeCloseTo(i / (frames - 1), 9);
        });
      }),
    );
  });

  test('begins and ends where the path does, and never goes back', () => {
    fc.assert(
      fc.property(curves, (steps) => {
        const positions = Array.from({ length: steps.length + 1 }, (_, i) => 2 + i);
        const placed = framesAt(constantPace(positions, steps), 33);
        expect([placed[0], placed.at(-1)]).toEqual([2, 2 + steps.length]);
        for (let i = 1; i < placed.length; i++) expect(placed[i]).toBeGreaterThanOrEqual(placed[i - 1]!);
      }),
    );
  });

  test('evens out a picture that changes in a rush', () => {
    const picture = (t: number): number => 1 / (1 + Math.exp(-20 * (t - 0.5)));
    const positions = Array.from({ length: 65 }, (_, i) => i / 64);
    const steps = positions.slice(1).map((t, i) => picture(t) - picture(positions[i]!));
    const placed = framesAt(constantPace(positions, steps), 25);
    const after = placed.slice(1).map((t, i) => picture(t) - picture(placed[i]!));
    const mean = after.reduce((sum, step) => sum + step, 0) / after.length;
    expect(Math.max(...steps) / Math.min(...steps)).toBeGreaterThan(1000);
    for (const step of after) expect(Math.abs(step / mean - 1)).toBeLessThan(0.1);
  });

  test('is even for a picture that does not change, and counts nonsense as no change', () => {
    expect(framesAt(constantPace([0, 1, 2], [0, 0]), 5)).toEqual([0, 0.5, 1, 1.5, 2]);
    expect(framesAt(constantPace([0, 1, 2], [Number.NaN, 1]), 3)).toEqual([0, 1.5, 2]);
    expect(() => constantPace([0, 1], [])).toThrow(RangeError);
  });
});
