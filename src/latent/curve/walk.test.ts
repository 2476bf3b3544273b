import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { largestDifference } from '../testing/vectors.ts';
import { sampleLatent } from '../vector/sample.ts';
import { angleBetween } from '../vector/vector.ts';
import { walkLatents, walkPositions } from './walk.ts';

const counts = fc.integer({ min: 2, max: 400 });

describe('the positions of a walk', () => {
  test('one way has both ends and equal steps', () => {
    fc.assert(
      fc.property(counts, (frames) => {
        const positions = walkPositions(frames, { thereAndBack: false });
        expect(positions).toHaveLength(frames);
        expect(positions[0]).toBe(0);
        expect(positions.at(-1)).toBe(1);
        for (let i = 1; i < frames; i++)
          expect(positions[i]! - positions[i - 1]!).toBeCloseTo(1 / (frames - 1), 12);
      }),
    );
  });

  test('there and back is a closed loop that shows A once, B once, and the rest of the way back as it went', () => {
    fc.assert(
      fc.property(counts, (frames) => {
        const positions = walkPositions(frames, { thereAndBack: true });
        expect(positions).toHaveLength(frames);
        expect(positions.filter((t) => t === 0)).toHaveLength(1);
        expect(positions.filter((t) => t === 1)).toHaveLength(1);
        if (frames % 2 === 0) {
          for (let i = 1; i < frames; i++) expect(positions[i]).toBe(positions[frames - i]);
          // Around the seam too, every step is as long as every other.
          for (let i = 0; i < frames; i++) {
            const step = Math.abs(positions[(i + 1) % frames]! - positions[i]!);
            expect(step).toBeCloseTo(2 / frames, 12);
          }
        }
      }),
    );
  });

  test('of few frames are what one would draw by hand', () => {
    expect(walkPositions(1, { thereAndBack: false })).toEqual([0]);
    expect(walkPositions(1, { thereAndBack: true })).toEqual([0]);
    expect(walkPositions(2, { thereAndBack: true })).toEqual([0, 1]);
    expect(walkPositions(3, { thereAndBack: true })).toEqual([0, 0.5, 1]);
    expect(walkPositions(4, { thereAndBack: true })).toEqual([0, 0.5, 1, 0.5]);
  });

  test.each([0, -1, 2.5, Number.NaN])('refuse %d frames', (frames) => {
    expect(() => walkPositions(frames, { thereAndBack: false })).toThrow(RangeError);
  });
});

test('the latents of a walk begin at a, end at b and turn by equal angles between', () => {
  const a = sampleLatent(1, 512, 'normal');
  const b = sampleLatent(2, 512, 'normal');
  const latents = walkLatents(a, b, 'slerp', walkPositions(12, { thereAndBack: false }), {
    normalised: true,
  });
  expect(largestDifference(latents[0]!, a)).toBe(0);
  expect(largestDifference(latents[11]!, b)).toBe(0);
  for (let i = 1; i < 12; i++) {
    expect(angleBetween(latents[i - 1]!, latents[i]!)).toBeCloseTo(angleBetween(a, b) / 11, 5);
  }
});
