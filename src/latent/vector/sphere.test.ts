import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { largestDifference, seeds, unitInterval } from '../testing/vectors.ts';
import { sampleLatent } from './sample.ts';
import { dotUnits, follow, greatCircle, prepareMean, toUnit, type Unit } from './sphere.ts';

const sizes = fc.integer({ min: 3, max: 128 });
const pairs = fc
  .tuple(sizes, seeds, seeds)
  .map(([size, p, q]) => [unit(p, size), unit(q, size)] as [Unit, Unit]);

function unit(seed: number, size: number): Unit {
  return toUnit(sampleLatent(seed, size, 'normal'));
}

function lengthOf(v: Unit): number {
  return Math.sqrt(dotUnits(v, v));
}

describe('a great circle', () => {
  test('stays on the sphere and turns by equal angles', () => {
    fc.assert(
      fc.property(pairs, unitInterval, ([p, q], t) => {
        const way = greatCircle(p, q);
        expect(lengthOf(way.at(t))).toBeCloseTo(1, 12);
        expect(largestDifference(way.at(0), p)).toBeLessThan(1e-12);
        expect(largestDifference(way.at(1), q)).toBeLessThan(1e-12);
        expect(greatCircle(p, way.at(t)).angle).toBeCloseTo(t * way.angle, 7);
      }),
    );
  });

  test('has at its ends the velocities that its positions imply', () => {
    fc.assert(
      fc.property(pairs, ([p, q]) => {
        const way = greatCircle(p, q);
        const h = 1e-5;
        const slope = (t: number) => way.at(t + h).map((x, i) => (x - way.at(t - h)[i]!) / (2 * h));
        expect(largestDifference(way.startVelocity(), slope(0))).toBeLessThan(1e-8);
        expect(largestDifference(way.endVelocity(), slope(1))).toBeLessThan(1e-8);
      }),
    );
  });

  test('is followed from its start to its end by its start velocity', () => {
    fc.assert(
      fc.property(pairs, ([p, q]) => {
        expect(largestDifference(follow(p, greatCircle(p, q).startVelocity()), q)).toBeLessThan(1e-12);
      }),
    );
  });

  test('stays in place between equal points, and goes round between opposite ones', () => {
    const p = unit(1, 16);
    expect(greatCircle(p, p).angle).toBeLessThan(1e-7);
    expect(largestDifference(greatCircle(p, p).at(0.5), p)).toBeLessThan(1e-9);
    const round = greatCircle(
      p,
      p.map((x) => -x),
    );
    expect(round.angle).toBe(Math.PI);
    expect(Math.abs(dotUnits(round.at(0.5), p))).toBeLessThan(1e-6);
  });
});

describe('the mean on the sphere', () => {
  test('of two points is on the slerp between them', () => {
    fc.assert(
      fc.property(pairs, unitInterval, ([p, q], t) => {
        fc.pre(greatCircle(p, q).angle < 3);
        expect(largestDifference(prepareMean([p, q])([1 - t, t]), greatCircle(p, q).at(t))).toBeLessThan(
          1e-8,
        );
      }),
    );
  });

  test('is where the weighted directions to the points cancel out, whatever their order', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 3, maxLength: 8 }),
        (seed, weights) => {
          const points = weights.map((_, k) => unit((seed + k) % 2 ** 32, 64));
          const mean = prepareMean(points)(weights);
          const pull = new Float64Array(64);
          points.forEach((point, k) => {
            const towards = greatCircle(mean, point).startVelocity();
            for (let i = 0; i < 64; i++) pull[i]! += weights[k]! * towards[i]!;
          });
          expect(lengthOf(pull)).toBeLessThan(1e-6);
          const reversed = prepareMean([...points].reverse())([...weights].reverse());
          expect(largestDifference(reversed, mean)).toBeLessThan(1e-8);
        },
      ),
    );
  });

  test('of opposite points, which have none, is one of them', () => {
    const p = unit(3, 8);
    const opposite = p.map((x) => -x);
    expect(prepareMean([p, opposite])([1, 1])).toEqual(p);
  });
});
