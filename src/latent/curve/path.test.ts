import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { largestDifference, seeds } from '../testing/vectors.ts';
import { sampleLatent } from '../vector/sample.ts';
import { toUnit } from '../vector/sphere.ts';
import { angleBetween, norm, scale } from '../vector/vector.ts';
import { catmullRom } from './catmullRom.ts';
import { noiseLoop, randomLoopSeeds } from './loops.ts';
import { createPath } from './path.ts';
import { sphericalSpline } from './sphericalSpline.ts';

const options = fc.record({
  curve: fc.constantFrom('slerp' as const, 'smooth' as const),
  closed: fc.boolean(),
  normalised: fc.boolean(),
});

const keyLists = fc
  .tuple(seeds, fc.integer({ min: 2, max: 16 }), fc.integer({ min: 2, max: 96 }))
  .map(([seed, count, size]) => keysOf(seed, count, size));

function keysOf(seed: number, count: number, size: number): Float32Array[] {
  return randomLoopSeeds(seed, count).map((drawn) => sampleLatent(drawn, size, 'normal'));
}

describe('a path', () => {
  test('is exactly at its keys, and comes arbitrarily near to them', () => {
    fc.assert(
      fc.property(keyLists, options, (keys, wished) => {
        const path = createPath(keys, wished);
        expect(path.segments).toBe(wished.closed ? keys.length : keys.length - 1);
        for (let k = 0; k <= path.segments; k++) {
          const key = keys[k % keys.length]!;
          expect(path.at(k)).toEqual(key);
          if (k > 0) expect(largestDifference(path.at(k - 1e-9), key)).toBeLessThan(1e-6);
          if (k < path.segments) expect(largestDifference(path.at(k + 1e-9), key)).toBeLessThan(1e-6);
        }
      }),
    );
  });

  test('shares out all of its time', () => {
    fc.assert(
      fc.property(keyLists, options, (keys, wished) => {
        const { shares, segments } = createPath(keys, wished);
        expect(shares).toHaveLength(segments);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10);
        expect(shares.every((share) => share > 0)).toBe(true);
      }),
    );
  });

  test('wraps when it is closed and stops at its ends when it is not', () => {
    fc.assert(
      fc.property(keyLists, options, fc.double({ min: 0, max: 40, noNaN: true }), (keys, wished, far) => {
        const path = createPath(keys, wished);
        if (wished.closed) {
          expect(largestDifference(path.at(far), path.at(far + path.segments))).toBeLessThan(1e-4);
          expect(path.at(path.segments)).toEqual(path.at(0));
        } else {
          expect(path.at(path.segments + far)).toEqual(keys.at(-1));
          expect(path.at(-far)).toEqual(keys[0]);
        }
      }),
    );
  });

  test('on the sphere keeps its magnitude between those of the keys', () => {
    fc.assert(
      fc.property(keyLists, fc.boolean(), fc.double({ min: 0, max: 1, noNaN: true }), (keys, closed, t) => {
        const path = createPath(keys, { curve: 'smooth', closed, normalised: true });
        const place = t * path.segments;
        const first = Math.min(path.segments - 1, Math.floor(place));
        const [p, q] = [norm(keys[first]!), norm(keys[(first + 1) % keys.length]!)];
        expect(norm(path.at(place))).toBeGreaterThan(Math.min(p, q) - 1e-4);
        expect(norm(path.at(place))).toBeLessThan(Math.max(p, q) + 1e-4);
      }),
    );
  });

  test('stays in place with one key, and does not exist with none', () => {
    const z = sampleLatent(1, 8, 'normal');
    for (const closed of [true, false]) {
      const path = createPath([z], { curve: 'smooth', closed, normalised: true });
      expect([path.segments, path.at(0), path.at(7)]).toEqual([0, z, z]);
    }
    expect(() => createPath([], { curve: 'slerp', closed: false, normalised: true })).toThrow(RangeError);
  });

  test('is finite through equal, opposite and zero keys', () => {
    const z = sampleLatent(1, 32, 'normal');
    const other = sampleLatent(2, 32, 'normal');
    const zero = new Float32Array(32);
    for (const keys of [
      [z, z, other],
      [z, scale(z, -1), other],
      [z, zero, other],
      [zero, zero],
      [z, z, z],
    ]) {
      for (const curve of ['slerp', 'smooth'] as const) {
        for (const closed of [true, false]) {
          for (const normalised of [true, false]) {
            const path = createPath(keys, { curve, closed, normalised });
            for (let i = 0; i <= 40; i++) {
              expect(path.at((i / 40) * path.segments).every(Number.isFinite)).toBe(true);
            }
          }
        }
      }
    }
  });
});

/** Velocity from one side, by second-order differences. */
function slope(at: (t: number) => Float64Array, t: number, h: number): Float64Array {
  const [p, q, r] = [at(t), at(t + h), at(t + 2 * h)];
  return p.map((x, i) => (-3 * x + 4 * q[i]! - r[i]!) / (2 * h));
}

describe('a smooth path has the same velocity on both sides of a key', () => {
  test('on the sphere', () => {
    fc.assert(
      fc.property(keyLists, fc.boolean(), (keys, closed) => {
        fc.pre(keys.length > 2);
        // In two dimensions random keys may be nearly opposite, where the shortest way changes sides.
        fc.pre(keys.every((key, k) => angleBetween(key, keys[(k + 1) % keys.length]!) < 3));
        const curve = sphericalSpline(keys.map(toUnit), closed);
        const segments = closed ? keys.length : keys.length - 1;
        const h = 1e-5;
        for (let k = closed ? 0 : 1; k < segments; k++) {
          const before = slope(curve, k === 0 ? segments : k, -h);
          expect(largestDifference(before, slope(curve, k, h))).toBeLessThan(1e-6);
        }
      }),
    );
  });

  test('on the sphere even through an opposite key', () => {
    const keys = [1, 2, 3].map((seed) => sampleLatent(seed, 32, 'normal'));
    keys.splice(2, 0, scale(keys[1]!, -1));
    const curve = sphericalSpline(keys.map(toUnit), false);
    for (const k of [1, 2]) {
      expect(largestDifference(slope(curve, k, -1e-5), slope(curve, k, 1e-5))).toBeLessThan(1e-6);
    }
  });

  test('in plain space, if time is shared as the curve asks', () => {
    fc.assert(
      fc.property(keyLists, fc.boolean(), (keys, closed) => {
        fc.pre(keys.length > 2);
        const { at, spacing } = catmullRom(
          keys.map((key) => Float64Array.from(key)),
          closed,
        );
        const segments = closed ? keys.length : keys.length - 1;
        for (let k = closed ? 0 : 1; k < segments; k++) {
          const [end, index] = k === 0 ? [segments, segments - 1] : [k, k - 1];
          const before = slope(at, end, -1e-5).map((x) => x / spacing[index]!);
          const after = slope(at, k, 1e-5).map((x) => x / spacing[k]!);
          expect(largestDifference(before, after)).toBeLessThan(1e-4);
        }
      }),
    );
  });

  test('while great circles from key to key have a corner', () => {
    const keys = keysOf(5, 4, 64);
    const path = createPath(keys, { curve: 'slerp', closed: false, normalised: true });
    const at = (t: number): Float64Array => Float64Array.from(path.at(t));
    expect(largestDifference(slope(at, 1, -1e-3), slope(at, 1, 1e-3))).toBeGreaterThan(0.1);
  });
});

describe('ready-made loops', () => {
  test('of random faces have different seeds, always the same ones', () => {
    const loop = randomLoopSeeds(7, 5);
    expect(randomLoopSeeds(7, 5)).toEqual(loop);
    expect(new Set(loop).size).toBe(5);
  });

  test('of noise are circles about a face: one angle, one magnitude, even steps, closed', () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: 0.05, max: Math.PI / 2, noNaN: true }), (seed, angle) => {
        const z = sampleLatent(seed, 128, 'normal');
        const at = noiseLoop(z, angle, seed);
        expect(at(1)).toEqual(at(0));
        const step = angleBetween(at(0), at(1 / 12));
        for (let i = 0; i < 12; i++) {
          expect(angleBetween(z, at(i / 12))).toBeCloseTo(angle, 4);
          expect(norm(at(i / 12)) / norm(z)).toBeCloseTo(1, 5);
          expect(angleBetween(at(i / 12), at((i + 1) / 12))).toBeCloseTo(step, 4);
        }
      }),
    );
  });
});
