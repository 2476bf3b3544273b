import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPath } from '../curve/path.ts';
import { createBlend, squareMap } from '../map/map.ts';
import { planePad, polygonPad } from '../map/pad.ts';
import { unitInterval } from '../testing/vectors.ts';
import { pullTowards } from '../vector/edit.ts';
import { interpolate } from '../vector/interpolate.ts';
import { sampleLatent } from '../vector/sample.ts';
import {
  type ClassTail,
  changeZ,
  isTail,
  joinPoint,
  mainClass,
  tailLength,
  tailOfClass,
  tailOfPoint,
  zOfPoint,
} from './classTail.ts';

const size = 6;
const index: ClassTail = { size, count: 7, kind: 'index', mixes: false };
const shares: ClassTail = { size, count: 7, kind: 'oneHot', mixes: true };
const rows: ClassTail = { ...shares, mixes: false };
const kinds = fc.constantFrom(index, shares, rows);
const normals = fc.boolean();
/** Seeds of points, each with its class. */
const faces = (count: number) =>
  fc.array(fc.record({ seed: fc.nat(1000), of: fc.nat(6) }), { minLength: count, maxLength: count });

const pointsOf = (classes: ClassTail, chosen: { seed: number; of: number }[]) =>
  chosen.map(({ seed, of }) => joinPoint(sampleLatent(seed, size, 'normal'), tailOfClass(classes, of)));
const classAt = (classes: ClassTail, point: Float32Array) => mainClass(classes, tailOfPoint(point, classes));

/** z is the same as without classes, and the tail is valid for the model. */
function expectSound(classes: ClassTail, point: Float32Array, z: Float32Array): void {
  expect(point).toHaveLength(size + tailLength(classes));
  expect(zOfPoint(point, classes)).toEqual(z);
  expect(isTail(classes, tailOfPoint(point, classes))).toBe(true);
}

describe('points on a way, a path or a map', () => {
  test('have the z that they would have without classes, and a valid class', () => {
    const place = fc.tuple(unitInterval, unitInterval);
    fc.assert(
      fc.property(kinds, faces(4), normals, place, (classes, chosen, normalised, [x, y]) => {
        const points = pointsOf(classes, chosen);
        const zs = points.map((point) => zOfPoint(point, classes).slice());
        const [p, q, r] = points as [Float32Array, Float32Array, Float32Array];
        const [a, b, c] = zs as [Float32Array, Float32Array, Float32Array];
        const plain = { normalised };
        const space = { normalised, classes };
        for (const method of ['slerp', 'lerp'] as const)
          expectSound(classes, interpolate(method, p, q, x, space), interpolate(method, a, b, x, plain));
        expectSound(classes, pullTowards(p, q, x, space), pullTowards(a, b, x, plain));
        for (const count of [2, 3, 4]) {
          const map = squareMap(points.slice(0, count), space);
          expectSound(classes, map(x, y), squareMap(zs.slice(0, count), plain)(x, y));
        }
        expectSound(classes, polygonPad(points, space).at(x, y), polygonPad(zs, plain).at(x, y));
        expectSound(classes, planePad([p, q, r], space).at(x, y), planePad([a, b, c], plain).at(x, y));
        const weights = [x, y, 0.3, 0.1];
        expectSound(classes, createBlend(points, space)(weights), createBlend(zs, plain)(weights));
        for (const curve of ['slerp', 'smooth'] as const) {
          for (const closed of [true, false]) {
            const path = createPath(points, { curve, closed, ...space });
            const bare = createPath(zs, { curve, closed, ...plain });
            expect([path.segments, path.shares]).toEqual([bare.segments, bare.shares]);
            const at = 5 * x - 0.5;
            expectSound(classes, path.at(at), bare.at(at));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('are the faces themselves at the faces, class included', () => {
    fc.assert(
      fc.property(kinds, faces(3), normals, (classes, chosen, normalised) => {
        // On a plane, corners at the same place are a single corner.
        fc.pre(new Set(chosen.map(({ seed }) => seed)).size === 3);
        const points = pointsOf(classes, chosen) as [Float32Array, Float32Array, Float32Array];
        const space = { normalised, classes };
        expect(interpolate('slerp', points[0], points[1], 0, space)).toEqual(points[0]);
        expect(interpolate('slerp', points[0], points[1], 1, space)).toEqual(points[1]);
        const path = createPath(points, { curve: 'smooth', closed: true, ...space });
        points.forEach((point, k) => {
          expect(path.at(k)).toEqual(point);
        });
        for (const pad of [polygonPad(points, space), planePad(points, space)])
          pad.corners.forEach(([x, y], k) => {
            expect(classAt(classes, pad.at(x, y))).toBe(classAt(classes, points[k]!));
          });
      }),
    );
  });

  test('change their class exactly in the middle, or mix evenly', () => {
    fc.assert(
      fc.property(fc.nat(6), fc.nat(6), unitInterval, (from, to, t) => {
        fc.pre(from !== to);
        for (const classes of [index, rows, shares]) {
          const [a, b] = pointsOf(classes, [
            { seed: 1, of: from },
            { seed: 2, of: to },
          ]);
          const between = interpolate('slerp', a!, b!, t, { normalised: true, classes });
          if (classes.mixes) {
            const tail = tailOfPoint(between, classes);
            expect(tail[to]).toBeCloseTo(t, 6);
            expect(tail[from]).toBeCloseTo(1 - t, 6);
          } else expect(classAt(classes, between)).toBe(t < 0.5 ? from : to);
        }
      }),
    );
  });

  test('solve an analogy of classes: a is to b as c is to ?', () => {
    for (const classes of [index, rows, shares]) {
      const corners = (of: number[]) =>
        pointsOf(
          classes,
          of.map((one, seed) => ({ seed, of: one })),
        );
      const fourth = (of: number[]) =>
        classAt(classes, squareMap(corners(of), { normalised: true, classes })(1, 1));
      expect(fourth([2, 2, 5])).toBe(5);
      expect(fourth([2, 5, 2])).toBe(5);
      expect([3, 5]).toContain(fourth([2, 3, 5]));
    }
  });

  test('keep their class when only z is changed', () => {
    fc.assert(
      fc.property(kinds, faces(1), (classes, chosen) => {
        const [point] = pointsOf(classes, chosen);
        const changed = changeZ(point!, classes, (z) => z.map((value) => 2 * value));
        expect(tailOfPoint(changed, classes)).toEqual(tailOfPoint(point!, classes));
        expect(zOfPoint(changed, classes)[0]).toBe(2 * point![0]!);
      }),
    );
    const z = sampleLatent(1, size, 'normal');
    expect(changeZ(z, undefined, (same) => same)).toBe(z);
  });
});
