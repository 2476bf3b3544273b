import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { largestDifference, seeds } from '../testing/vectors.ts';
import { sampleLatent } from '../vector/sample.ts';
import { angleBetween, combine, dot, norm, normalise, scale } from '../vector/vector.ts';
import {
  amountOfDeviations,
  createEditor,
  entanglement,
  orthonormalBasis,
  projectOut,
} from './directions.ts';

/** Unit vectors that are correlated, as measured attributes are. */
function attributes(seed: number, count: number, size: number): Float32Array[] {
  const common = sampleLatent((seed + 999) % 2 ** 32, size, 'normal');
  return Array.from({ length: count }, (_, k) =>
    normalise(combine(1, sampleLatent((seed + k) % 2 ** 32, size, 'normal'), 0.7, common)),
  );
}

const cases = fc.record({
  seed: seeds,
  size: fc.integer({ min: 24, max: 512 }),
  count: fc.integer({ min: 1, max: 8 }),
  normalised: fc.boolean(),
  amounts: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 }),
  locks: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
});

describe('an edit', () => {
  test('of one attribute without locks is z + a |z| d, on the sphere at the magnitude of z', () => {
    fc.assert(
      fc.property(cases, ({ seed, size, normalised, amounts }) => {
        const z = sampleLatent(seed, size, 'normal');
        const [d] = attributes((seed + 1) % 2 ** 31, 1, size) as [Float32Array];
        const edited = createEditor([d], [], { normalised }).apply(z, [amounts[0]!]);
        const expected = combine(1, z, amounts[0]! * norm(z), d);
        if (!normalised) expect(largestDifference(edited, expected)).toBeLessThan(1e-5);
        fc.pre(norm(expected) > 1);
        expect(angleBetween(edited, expected)).toBeLessThan(1e-5);
        if (normalised) expect(norm(edited) / norm(z)).toBeCloseTo(1, 5);
      }),
    );
  });

  test('of nothing is z, bit for bit', () => {
    const z = sampleLatent(1, 64, 'normal');
    const editor = createEditor(attributes(1, 3, 64), [1], { normalised: true });
    expect(editor.apply(z, [0, 0, 0])).toEqual(z);
  });

  test('leaves every locked attribute where it was, within 1e-6', () => {
    fc.assert(
      fc.property(cases, ({ seed, size, count, normalised, amounts, locks }) => {
        const z = sampleLatent(seed, size, 'normal');
        const directions = attributes((seed + 1) % 2 ** 31, count, size);
        const locked = directions.map((_, k) => k).filter((k) => locks[k]);
        const wished = directions.map((_, k) => (locks[k] ? 0 : amounts[k]!));
        const edited = createEditor(directions, locked, { normalised }).apply(z, wished);
        const moved = entanglement(z, edited, directions, { normalised });
        for (const k of locked) expect(Math.abs(moved[k]!)).toBeLessThan(1e-6 * Math.max(1, norm(edited)));
        if (normalised) expect(norm(edited) / norm(z)).toBeCloseTo(1, 5);
      }),
    );
  });

  test('moves its own attribute in the requested direction', () => {
    fc.assert(
      fc.property(cases, ({ seed, size, count, normalised, amounts, locks }) => {
        const z = sampleLatent(seed, size, 'normal');
        const directions = attributes((seed + 1) % 2 ** 31, count, size);
        const locked = directions.map((_, k) => k).filter((k) => k > 0 && locks[k]);
        fc.pre(Math.abs(amounts[0]!) > 0.01);
        const editor = createEditor(directions, locked, { normalised });
        const edited = editor.apply(z, [amounts[0]!]);
        const [moved] = entanglement(z, edited, directions, { normalised: false }) as [number];
        // The share of z along d itself shrinks when the whole is scaled back to its length.
        const push = Math.abs(amounts[0]!) * norm(z) * editor.freedom(0);
        if (!normalised) expect(moved * Math.sign(amounts[0]!)).toBeCloseTo(push, 3);
        else if (Math.sign(dot(z, directions[0]!)) !== Math.sign(amounts[0]!))
          expect(moved * amounts[0]!).toBeGreaterThan(0);
      }),
    );
  });

  test('of a locked attribute by its own slider leaves the other locked ones in place', () => {
    const z = sampleLatent(5, 256, 'normal');
    const directions = attributes(6, 4, 256);
    for (const normalised of [true, false]) {
      const edited = createEditor(directions, [0, 1, 2], { normalised }).apply(z, [0.3, 0, 0, 0]);
      const moved = entanglement(z, edited, directions, { normalised });
      expect(Math.abs(moved[0]!)).toBeGreaterThan(0.5);
      expect(Math.abs(moved[1]!)).toBeLessThan(1e-5);
      expect(Math.abs(moved[2]!)).toBeLessThan(1e-5);
      expect(Math.abs(moved[3]!)).toBeGreaterThan(1e-3);
    }
  });

  test('does nothing, and says so, if the locks leave no room for it', () => {
    const directions = attributes(1, 2, 64);
    const copy = scale(directions[0]!, 1);
    const editor = createEditor([...directions, copy], [0], { normalised: true });
    expect(editor.freedom(2)).toBeLessThan(1e-6);
    const z = sampleLatent(3, 64, 'normal');
    expect(editor.apply(z, [0, 0, 0.5])).toEqual(z);
  });

  test('in standard deviations moves z . d by that many, at the magnitude of the prior', () => {
    const z = sampleLatent(2, 512, 'normal');
    const length = norm(z);
    const [d] = attributes(3, 1, 512) as [Float32Array];
    const edited = createEditor([d], [], { normalised: false }).apply(z, [amountOfDeviations(2, 512)]);
    expect(dot(edited, d) - dot(z, d)).toBeCloseTo((2 * length) / Math.sqrt(512), 4);
  });
});

describe('an orthonormal basis', () => {
  test('has unit vectors at right angles, and projecting them out leaves nothing along them', () => {
    fc.assert(
      fc.property(cases, ({ seed, size, count }) => {
        const directions = attributes(seed, count, size);
        const basis = orthonormalBasis(directions);
        expect(basis).toHaveLength(count);
        const along = (p: ArrayLike<number>, q: ArrayLike<number>): number => {
          let sum = 0;
          for (let i = 0; i < p.length; i++) sum += p[i]! * q[i]!;
          return sum;
        };
        basis.forEach((p, i) => {
          basis.forEach((q, j) => {
            expect(along(p, q)).toBeCloseTo(i === j ? 1 : 0, 12);
          });
        });
        const rest = projectOut(sampleLatent(seed, size, 'normal'), basis);
        for (const direction of directions) expect(Math.abs(along(rest, direction))).toBeLessThan(1e-6);
      }),
    );
  });

  test('is no longer for directions that add nothing new', () => {
    const [a, b] = attributes(1, 2, 32) as [Float32Array, Float32Array];
    const dependent = normalise(combine(0.3, a, 0.9, b));
    expect(orthonormalBasis([a, b, dependent, a, new Float32Array(32)])).toHaveLength(2);
  });
});
