import { describe, expect, test } from 'vitest';
import { createRandom } from '../../base/random.ts';
import { meanOf } from './mean.ts';
import { findTwins, small, varietyOf } from './twins.ts';

/** Draws pictures from a few different ones, each slightly changed. */
function drawnFrom(different: number, count: number): Float32Array[] {
  const random = createRandom(5);
  const own = Array.from({ length: different }, () => Float32Array.from({ length: 300 }, random.uniform));
  return Array.from({ length: count }, () =>
    own[random.below(different)]!.map((value) => value + 0.01 * random.normal()),
  );
}

describe('near-twins', () => {
  test('tell how many different pictures there are', () => {
    const two = findTwins(drawnFrom(2, 64));
    expect(two.faces).toBe(1);
    expect(two.different).toBeCloseTo(2, 0);
    expect(varietyOf(two)).toBe('collapsed');
    const twenty = findTwins(drawnFrom(20, 128));
    expect(twenty.different).toBeGreaterThan(15);
    expect(twenty.different).toBeLessThan(27);
    expect(varietyOf(twenty)).toBe('collapsed');
  });

  test('are none where all pictures differ', () => {
    const varied = findTwins(
      drawnFrom(64, 64).map((one, i) => one.map((value, k) => value + Math.sin(i * k))),
    );
    expect(varied).toMatchObject({ pictures: 64, faces: 0, pairs: 0, different: null });
    expect(varietyOf(varied)).toBe('varied');
  });

  test('make a model repeat itself where some faces have one', () => {
    expect(varietyOf({ pictures: 100, faces: 0.2, pairs: 0.002, different: 500, nearest: [] })).toBe(
      'repeats',
    );
  });

  test('are shown nearest first, no picture twice', () => {
    const at = (value: number) => Float32Array.of(value);
    const { nearest } = findTwins([at(0), at(0.01), at(0.5), at(0.52), at(0.03)], 3);
    expect(nearest.map(({ one, other }) => [one, other])).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(nearest[0]!.distance).toBeCloseTo(0.01, 6);
    expect(findTwins([]).nearest).toEqual([]);
    expect(findTwins([at(1)])).toMatchObject({ faces: 0, pairs: 0 });
  });
});

test('a small picture holds the means of what it covers', () => {
  const data = Float32Array.from({ length: 64 * 64 }, (_, i) => (Math.floor(i / 64) % 2) + (i % 2));
  expect([...new Set(small(data, 64, 64, 1))]).toEqual([1]);
  expect(small(data, 64, 64, 1)).toHaveLength(32 * 32);
  expect([...small([1, 2, 3, 4, 5, 6], 1, 2, 3)]).toEqual([1, 2, 3, 4, 5, 6]);
  expect(small(new Float32Array(100 * 28), 28, 100, 1)).toHaveLength(9 * 32);
});

test('a mean comes with its standard error', () => {
  expect(meanOf([1, 2, 3, 4])).toEqual({
    mean: 2.5,
    error: expect.closeTo(Math.sqrt(5 / 3 / 4), 12),
    count: 4,
  });
  expect(meanOf([7])).toEqual({ mean: 7, error: 0, count: 1 });
  expect(meanOf([])).toEqual({ mean: 0, error: 0, count: 0 });
});
