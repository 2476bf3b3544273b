import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleLatent } from '../vector/sample.ts';
import { angleBetween } from '../vector/vector.ts';
import { changesOverTime, courseFrames, createCourse, durationOfFrames } from './course.ts';

const size = 64;
const keys = [1, 2, 3, 4].map((seed) => ({
  z: sampleLatent(seed, size, 'normal'),
  hold: 0,
  easing: 'linear' as const,
}));
/** Every key, and equally spaced positions between. */
const positionsToMeasure = (segments: number, each: number) =>
  Array.from({ length: segments * each + 1 }, (_, i) => i / each);
const options = { curve: 'slerp', closed: false, normalised: true, seconds: 6 } as const;

describe('a course', () => {
  it('reaches every key at its time, rests there, and adds the holds to the moving time', () => {
    const held = keys.map((key, index) => ({ ...key, hold: index === 1 ? 2 : 0 }));
    const course = createCourse(held, options);
    expect(course.duration).toBeCloseTo(8);
    course.keyTimes.forEach((time, index) => {
      expect(course.at(time)).toEqual(keys[index]?.z);
    });
    expect(course.at((course.keyTimes[1] ?? 0) + 1.9)).toEqual(keys[1]?.z);
    expect(course.at((course.keyTimes[1] ?? 0) + 2.5)).not.toEqual(keys[1]?.z);
  });

  it('closes: its end is its beginning', () => {
    const course = createCourse(keys, { ...options, closed: true, curve: 'smooth' });
    expect(course.segments).toBe(4);
    expect(angleBetween(course.at(course.duration), course.at(0))).toBeLessThan(1e-6);
  });

  it('at constant speed makes the same change in the same time, whatever the measurement', () => {
    const change = fc.double({ min: 0.01, max: 10, noNaN: true });
    fc.assert(
      fc.property(fc.array(change, { minLength: 24, maxLength: 24 }), fc.boolean(), (steps, smooth) => {
        const positions = positionsToMeasure(3, 8);
        const measured = { positions, steps };
        const course = createCourse(keys, { ...options, curve: smooth ? 'smooth' : 'slerp', measured });
        const times = courseFrames(course.duration, 5, 'one-way');
        const changes = changesOverTime(course.positionAt, times, measured);
        const mean = steps.reduce((sum, step) => sum + step, 0) / (times.length - 1);
        for (const step of changes) expect(step / mean).toBeCloseTo(1, 6);
      }),
    );
  });

  it('at constant speed still rests at its holds', () => {
    const held = keys.map((key, index) => ({ ...key, hold: index === 2 ? 1 : 0 }));
    const positions = positionsToMeasure(3, 4);
    const steps = [1, 1, 1, 1, 5, 5, 5, 5, 1, 2, 3, 4];
    const course = createCourse(held, { ...options, measured: { positions, steps } });
    const at = course.keyTimes[2] ?? 0;
    expect(course.duration).toBeCloseTo(7);
    // 24 of 34 of the change lie before the third key.
    expect(at).toBeCloseTo((6 * 24) / 34);
    expect(course.positionAt(at + 0.99)).toBe(2);
  });

  it('moves as without constant speed if nothing changes', () => {
    const positions = positionsToMeasure(3, 4);
    const course = createCourse(keys, {
      ...options,
      measured: { positions, steps: Array.from({ length: 12 }, () => 0) },
    });
    expect(course.positionAt(3)).toBeCloseTo(1.5);
  });
});

describe('frames of a course', () => {
  it('leave out the end of a loop, and both ends of the way back', () => {
    expect(courseFrames(2, 2, 'closed')).toEqual([0, 0.5, 1, 1.5]);
    expect(courseFrames(2, 2, 'one-way')).toEqual([0, 0.5, 1, 1.5, 2]);
    expect(courseFrames(2, 2, 'there-and-back')).toEqual([0, 0.5, 1, 1.5, 2, 1.5, 1, 0.5]);
  });

  it('are as many as the duration was computed for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 1200 }),
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom('closed' as const, 'one-way' as const, 'there-and-back' as const),
        (frames, fps, loop) => {
          const wished = loop === 'there-and-back' ? frames - (frames % 2) : frames;
          expect(courseFrames(durationOfFrames(wished, fps, loop), fps, loop)).toHaveLength(wished);
        },
      ),
    );
  });
});
