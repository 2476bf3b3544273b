import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../base/random.ts';
import { detectRange } from './range.ts';

const random = createRandom(5);
const uniform = (low: number, high: number) =>
  Float32Array.from({ length: 4000 }, () => low + (high - low) * random.uniform());
const normal = (mean: number, deviation: number) =>
  Float32Array.from({ length: 4000 }, () => mean + deviation * random.normal());

describe('the range of pictures', () => {
  test.each([
    ['values in [-1, 1]', uniform(-1, 1), [-1, 1], [-1, 1]],
    ['values that overshoot [-1, 1] a little', normal(-0.2, 0.5), [-1, 1], [-1, 1]],
    ['values in [0, 1]', uniform(0, 1), [-1, 1], [0, 1]],
    ['values that the last steps brought to [0, 1], overshooting', normal(0.5, 0.25), [0, 1], [0, 1]],
    ['values in [0, 255]', uniform(3, 250), [-1, 1], [0, 255]],
  ] as const)('of %s', (_, values, usual, wanted) => {
    expect(detectRange(values, [...usual])).toEqual(wanted);
  });

  test('that fits nothing usual is the extent of the values', () => {
    const [low, high] = detectRange(normal(0, 0.9), [-1, 1]);
    expect(low).toBeCloseTo(-2.8, 0);
    expect(high).toBeCloseTo(2.8, 0);
  });

  test('of a constant picture is the usual one', () => {
    expect(detectRange(new Float32Array(100).fill(7), [-1, 1])).toEqual([-1, 1]);
  });
});
