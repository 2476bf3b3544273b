import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { largestDifference, latentPairs, seeds, unitInterval } from '../testing/vectors.ts';
import { interpolate, lerp, slerp, slerpWay, wayBetween } from './interpolate.ts';
import { sampleLatent } from './sample.ts';
import { add, angleBetween, combine, dot, norm, perpendicular, scale } from './vector.ts';

const methods = fc.constantFrom('slerp' as const, 'lerp' as const);

describe('every interpolation', () => {
  test('is exactly a and b at its ends, and changes neither', () => {
    fc.assert(
      fc.property(latentPairs(), methods, fc.boolean(), unitInterval, ([a, b], method, normalised, t) => {
        const [a0, b0] = [a.slice(), b.slice()];
        expect(interpolate(method, a, b, 0, { normalised })).toEqual(a0);
        expect(interpolate(method, a, b, 1, { normalised })).toEqual(b0);
        interpolate(method, a, b, t, { normalised });
        expect([a, b]).toEqual([a0, b0]);
      }),
    );
  });

  test('is the same way backwards', () => {
    fc.assert(
      fc.property(latentPairs(), methods, fc.boolean(), unitInterval, ([a, b], method, normalised, t) => {
        const there = interpolate(method, a, b, t, { normalised });
        const back = interpolate(method, b, a, 1 - t, { normalised });
        expect(largestDifference(there, back)).toBeLessThan(1e-5);
      }),
    );
  });

  test('is finite for zero, equal and opposite ends, and for one dimension', () => {
    const z = sampleLatent(1, 64, 'normal');
    const zero = new Float32Array(64);
    const one = Float32Array.of(2);
    const pairs = [
      [z, z],
      [z, scale(z, -1)],
      [z, zero],
      [zero, z],
      [zero, zero],
      [one, scale(one, -1)],
    ] as const;
    for (const [a, b] of pairs) {
      for (const method of ['slerp', 'lerp'] as const) {
        for (const normalised of [true, false]) {
          const way = wayBetween(method, a, b, { normalised });
          for (const t of [-0.5, 0, 0.25, 0.5, 0.75, 1, 1.5])
            expect(way(t).every(Number.isFinite)).toBe(true);
        }
      }
    }
  });
});

describe('slerp', () => {
  test('changes the magnitude linearly from end to end', () => {
    fc.assert(
      fc.property(
        latentPairs(),
        unitInterval,
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        ([a, b], t, factor) => {
          const far = scale(b, factor);
          const wished = (1 - t) * norm(a) + t * norm(far);
          expect(Math.abs(norm(slerp(a, far, t)) / wished - 1)).toBeLessThan(1e-5);
        },
      ),
    );
  });

  test('takes equal angles for equal steps', () => {
    fc.assert(
      fc.property(latentPairs(), fc.integer({ min: 2, max: 24 }), ([a, b], steps) => {
        const way = slerpWay(a, b);
        const whole = angleBetween(a, b);
        for (let i = 0; i < steps; i++) {
          expect(angleBetween(way(i / steps), way((i + 1) / steps))).toBeCloseTo(whole / steps, 5);
        }
      }),
    );
  });

  test("stays in the plane of its ends and follows Shoemake's closed formula there", () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 512 }), seeds, seeds, unitInterval, (size, p, q, t) => {
        const a = sampleLatent(p, size, 'normal');
        const b = sampleLatent(q, size, 'normal');
        fc.pre(Math.sin(angleBetween(a, b)) > 0.1);
        const unitA = scale(a, 1 / norm(a));
        const unitB = scale(b, 1 / norm(b));
        const angle = Math.acos(dot(unitA, unitB));
        const u = combine(
          Math.sin((1 - t) * angle) / Math.sin(angle),
          unitA,
          Math.sin(t * angle) / Math.sin(angle),
          unitB,
        );
        const expected = scale(u, (1 - t) * norm(a) + t * norm(b));
        expect(largestDifference(slerp(a, b, t), expected)).toBeLessThan(2e-5);
      }),
    );
  });

  test('stays where it is between equal ends', () => {
    const z = sampleLatent(2, 512, 'normal');
    for (const t of [0, 0.3, 0.5, 1]) expect(largestDifference(slerp(z, z, t), z)).toBeLessThan(1e-6);
  });

  test('keeps equal angles between nearly equal ends, down to the last bits of float32', () => {
    const z = sampleLatent(2, 512, 'normal');
    const side = scale(perpendicular(z)!, norm(z));
    for (const angle of [1e-2, 1e-3, 1e-4, 1e-5]) {
      const near = combine(Math.cos(angle), z, Math.sin(angle), side);
      for (const t of [0.25, 0.5, 0.75]) {
        expect(Math.abs(angleBetween(z, slerp(z, near, t)) - t * angle)).toBeLessThan(1e-7);
      }
    }
    for (const angle of [1e-6, 1e-7, 1e-9]) {
      const near = combine(Math.cos(angle), z, Math.sin(angle), side);
      expect(largestDifference(slerp(z, near, 0.5), lerp(z, near, 0.5))).toBeLessThan(1e-6);
    }
  });

  test('goes through a perpendicular between opposite ends, always the same one, in equal angles', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2, max: 512 }), (seed, size) => {
        const z = sampleLatent(seed, size, 'normal');
        const way = slerpWay(z, scale(z, -2));
        expect(angleBetween(way(0.5), z)).toBeCloseTo(Math.PI / 2, 5);
        expect(angleBetween(way(0.5), perpendicular(z)!)).toBeLessThan(1e-5);
        expect(way(0.5)).toEqual(slerp(z, scale(z, -2), 0.5));
        for (let i = 0; i < 8; i++)
          expect(angleBetween(way(i / 8), way((i + 1) / 8))).toBeCloseTo(Math.PI / 8, 5);
      }),
    );
  });

  test('keeps equal angles between nearly opposite ends', () => {
    const z = sampleLatent(4, 512, 'normal');
    const side = scale(perpendicular(z)!, norm(z));
    for (const angle of [1e-3, 1e-5, 1e-6, 1e-8]) {
      const near = combine(-Math.cos(angle), z, Math.sin(angle), side);
      const way = slerpWay(z, near);
      for (let i = 0; i < 8; i++)
        expect(angleBetween(way(i / 8), way((i + 1) / 8))).toBeCloseTo(Math.PI / 8, 3);
    }
  });

  test('continues along the circle beyond its ends', () => {
    const a = Float32Array.of(1, 0);
    const b = Float32Array.of(0, 1);
    expect(largestDifference(slerp(a, b, 2), Float32Array.of(-1, 0))).toBeLessThan(1e-6);
    expect(largestDifference(slerp(a, b, -1), Float32Array.of(0, -1))).toBeLessThan(1e-6);
  });
});

describe('lerp', () => {
  test('is the straight line', () => {
    fc.assert(
      fc.property(latentPairs(), unitInterval, ([a, b], t) => {
        expect(largestDifference(lerp(a, b, t), add(scale(a, 1 - t), scale(b, t)))).toBeLessThan(1e-5);
      }),
    );
  });

  test('has the direction of the line and the magnitude of slerp for a normalising model', () => {
    fc.assert(
      fc.property(latentPairs(), unitInterval, ([a, b], t) => {
        const place = interpolate('lerp', a, b, t, { normalised: true });
        fc.pre(norm(lerp(a, b, t)) > 0.05);
        expect(angleBetween(place, lerp(a, b, t))).toBeLessThan(1e-5);
        expect(Math.abs(norm(place) / ((1 - t) * norm(a) + t * norm(b)) - 1)).toBeLessThan(1e-5);
      }),
    );
  });

  test('goes through the perpendicular half-way between opposite ends for a normalising model', () => {
    const z = sampleLatent(9, 512, 'normal');
    const middle = interpolate('lerp', z, scale(z, -1), 0.5, { normalised: true });
    expect(angleBetween(middle, perpendicular(z)!)).toBeLessThan(1e-6);
    expect(norm(middle)).toBeCloseTo(norm(z), 3);
  });
});
