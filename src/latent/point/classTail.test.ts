import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  blendTails,
  type ClassTail,
  classShares,
  isTail,
  mainClass,
  tailLength,
  tailOfClass,
  tailOfShares,
} from './classTail.ts';

const kinds = fc
  .record({
    count: fc.integer({ min: 1, max: 12 }),
    kind: fc.constantFrom('index' as const, 'oneHot' as const),
  })
  .chain(({ count, kind }) =>
    fc.record({
      size: fc.constant(4),
      count: fc.constant(count),
      kind: fc.constant(kind),
      mixes: fc.constant(kind === 'oneHot'),
    }),
  );

describe('the tail of a class', () => {
  test('names its class and nothing else', () => {
    fc.assert(
      fc.property(kinds, fc.nat(), (classes, pick) => {
        const chosen = pick % classes.count;
        const tail = tailOfClass(classes, chosen);
        expect(tail).toHaveLength(tailLength(classes));
        expect(isTail(classes, tail)).toBe(true);
        expect(mainClass(classes, tail)).toBe(chosen);
        expect(classShares(classes, tail)).toEqual([{ index: chosen, share: 1 }]);
      }),
    );
    const classes: ClassTail = { size: 4, count: 3, kind: 'index', mixes: false };
    for (const none of [-1, 3, 0.5, Number.NaN]) expect(() => tailOfClass(classes, none)).toThrow(RangeError);
  });

  test('does not exist for numbers that are not a class, or for shares that do not add up to 1', () => {
    const index: ClassTail = { size: 4, count: 3, kind: 'index', mixes: false };
    const shares: ClassTail = { size: 4, count: 3, kind: 'oneHot', mixes: true };
    const bad = [[3], [-1], [0.5], [Number.NaN], [0, 0]];
    for (const numbers of bad) expect(isTail(index, Float32Array.from(numbers))).toBe(false);
    for (const numbers of [
      [1, 1, 0],
      [0, 0, 0],
      [2, -1, 0],
      [1, 0],
      [Number.NaN, 0, 1],
    ])
      expect(isTail(shares, Float32Array.from(numbers))).toBe(false);
    expect(isTail(shares, Float32Array.of(0.25, 0.75, 0))).toBe(true);
    expect(isTail({ ...shares, mixes: false }, Float32Array.of(0.25, 0.75, 0))).toBe(false);
  });
});

describe('a blend of tails', () => {
  const weights = fc.array(fc.double({ min: -2, max: 3, noNaN: true }), { minLength: 2, maxLength: 5 });

  test('is always a valid tail, whatever the weights, including negative ones', () => {
    fc.assert(
      fc.property(
        kinds,
        weights,
        fc.array(fc.nat(), { minLength: 5, maxLength: 5 }),
        (classes, raw, picks) => {
          const rest = 1 - raw.slice(1).reduce((sum, w) => sum + w, 0);
          const summed = [rest, ...raw.slice(1)];
          const tails = summed.map((_, k) => tailOfClass(classes, picks[k]! % classes.count));
          expect(isTail(classes, blendTails(classes, tails, summed))).toBe(true);
        },
      ),
    );
  });

  test('of shares gives the shares back', () => {
    const classes: ClassTail = { size: 4, count: 6, kind: 'oneHot', mixes: true };
    const portions = fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(portions, (parts) => {
        const whole = parts.reduce((sum, part) => sum + part, 0);
        const given = parts.map((part, index) => ({ index, share: part / whole }));
        const back = classShares(classes, tailOfShares(classes, given));
        expect(back.map(({ index }) => index)).toEqual(given.map(({ index }) => index));
        back.forEach(({ share }, k) => {
          expect(share).toBeCloseTo(given[k]!.share, 6);
        });
      }),
    );
  });

  test('of one class with many weights is that class: votes for the same class add up', () => {
    const classes: ClassTail = { size: 4, count: 3, kind: 'index', mixes: false };
    const tails = [0, 1, 1].map((index) => tailOfClass(classes, index));
    expect(blendTails(classes, tails, [0.4, 0.3, 0.3])).toEqual(tailOfClass(classes, 1));
  });
});
