import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ZscapeError } from './errors.ts';
import { exactLog, normalQuantile } from './normal.ts';
import { createRandom, createRandomFromState, freshSeed, MAX_SEED, parseSeed } from './random.ts';

const seeds = fc.integer({ min: 0, max: MAX_SEED });

function take<T>(count: number, draw: () => T): T[] {
  return Array.from({ length: count }, draw);
}

describe('the generator', () => {
  test("matches its authors' reference code for the state 1, 2, 3, 4", () => {
    const random = createRandomFromState([1, 2, 3, 4]);
    expect(take(10, random.nextUint32)).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
    ]);
  });

  // Computed independently of this code, with Python's integers.
  test.each([
    [0, [3809008728, 1133695204, 53579671, 2891528803, 139681546]],
    [1, [2442144158, 3238099751, 3819917871, 2104621829, 2021136066]],
    [20171, [3265247054, 1738067306, 3080600921, 4220960036, 1329426683]],
    [MAX_SEED, [835879718, 1921286648, 2356205009, 1885780724, 980451116]],
  ])('gives known words for seed %i', (seed, words) => {
    expect(take(5, createRandom(seed).nextUint32)).toEqual(words);
  });

  test('gives the same words for the same seed and other words for another', () => {
    fc.assert(
      fc.property(seeds, seeds, (a, b) => {
        const words = take(8, createRandom(a).nextUint32);
        expect(take(8, createRandom(a).nextUint32)).toEqual(words);
        if (a !== b) expect(take(8, createRandom(b).nextUint32)).not.toEqual(words);
      }),
    );
  });

  test('refuses a seed out of range', () => {
    for (const seed of [-1, 0.5, MAX_SEED + 1, Number.NaN])
      expect(() => createRandom(seed)).toThrow(RangeError);
  });

  test('keeps uniform numbers strictly between 0 and 1, with the moments of the uniform law', () => {
    const drawn = take(100_000, createRandom(5).uniform);
    expect(Math.min(...drawn.slice(0, 50_000), ...drawn.slice(50_000))).toBeGreaterThan(0);
    expect(drawn.every((u) => u < 1)).toBe(true);
    const mean = drawn.reduce((sum, u) => sum + u, 0) / drawn.length;
    const variance = drawn.reduce((sum, u) => sum + (u - mean) ** 2, 0) / drawn.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / drawn.length));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.001);
  });

  test('draws every whole number below a bound equally often', () => {
    const random = createRandom(8);
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[random.below(7)]! += 1;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(22.5); // 0.999 quantile of chi-square with 6 degrees of freedom
  });

  test('a fresh seed is a seed', () => {
    expect(() => createRandom(freshSeed())).not.toThrow();
  });
});

describe('the normal quantile', () => {
  // Computed with 30 digits by mpmath.
  test.each([
    [2 ** -53, -8.209536151601387],
    [1e-20, -9.262340089798407],
    [1e-5, -4.264890793922825],
    [0.01, -2.326347874040841],
    [0.075, -1.439531470938456],
    [0.3, -0.5244005127080408],
    [0.975, 1.9599639845400538],
    [0.999999, 4.753424308817087],
  ])('of %d is %d', (p, x) => {
    expect(Math.abs(normalQuantile(p) / x - 1)).toBeLessThan(1e-15);
  });

  test('is odd about one half and grows', () => {
    const grid = fc.integer({ min: 1, max: 2 ** 30 - 1 });
    fc.assert(
      fc.property(grid, grid, (i, j) => {
        const [p, q] = [i / 2 ** 30, j / 2 ** 30];
        expect(normalQuantile(1 - p)).toBeCloseTo(-normalQuantile(p), 12);
        if (p < q) expect(normalQuantile(p)).toBeLessThan(normalQuantile(q));
      }),
    );
  });

  test("its logarithm agrees with the platform's", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        expect(Math.abs(exactLog(x) - Math.log(x))).toBeLessThanOrEqual(
          6e-16 * Math.max(1, Math.abs(Math.log(x))),
        );
      }),
    );
  });
});

describe('a typed seed', () => {
  test('is read back from its digits', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(parseSeed(` ${seed} `)).toBe(seed);
      }),
    );
    expect(parseSeed('007')).toBe(7);
  });

  test.each(['', '  ', 'abc', '-1', '1.5', '1e3', '0x10', '4294967296', '9'.repeat(400), '١٢'])(
    'refuses %j with a sentence that says what to type',
    (text) => {
      try {
        parseSeed(text);
        expect.unreachable();
      } catch (error) {
        expect(error).toBeInstanceOf(ZscapeError);
        expect((error as ZscapeError).code).toBe('SEED_INVALID');
        expect((error as ZscapeError).message).toMatch(/whole number from 0 to 4294967295\.$/);
        expect((error as ZscapeError).message.length).toBeLessThan(120);
      }
    },
  );
});
