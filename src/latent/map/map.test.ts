import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { largestDifference, seeds, unitInterval } from '../testing/vectors.ts';
import { slerp } from '../vector/interpolate.ts';
import { sampleLatent } from '../vector/sample.ts';
import { add, angleBetween, combine, norm, scale, subtract } from '../vector/vector.ts';
import { analogyGrid, coarseToFine, mineGrid, sampleGrid } from './grid.ts';
import { analogy, createBlend, planeThrough, squareMap } from './map.ts';
import { type Point2, polygonWeights, regularPolygon } from './polygon.ts';

const options = fc.record({ normalised: fc.boolean() });
const sphere = { normalised: true };
const plain = { normalised: false };

function pins(seed: number, count: number, size = 64): Float32Array[] {
  return Array.from({ length: count }, (_, k) => sampleLatent((seed + k) % 2 ** 32, size, 'normal'));
}

describe('a square map', () => {
  test('has its pins exactly at its corners', () => {
    fc.assert(
      fc.property(seeds, options, (seed, wish) => {
        const [a, b, c, d] = pins(seed, 4) as [Float32Array, Float32Array, Float32Array, Float32Array];
        const four = squareMap([a, b, c, d], wish);
        expect([four(0, 0), four(1, 0), four(0, 1), four(1, 1)]).toEqual([a, b, c, d]);
        const three = squareMap([a, b, c], wish);
        expect([three(0, 0), three(1, 0), three(0, 1), three(1, 1)]).toEqual([
          a,
          b,
          c,
          analogy(a, b, c, wish),
        ]);
        const two = squareMap([a, b], wish);
        expect([two(0, 0.3), two(1, 0.8)]).toEqual([a, b]);
      }),
    );
  });

  test('on the sphere is slerp along its edges and between them', () => {
    fc.assert(
      fc.property(seeds, unitInterval, unitInterval, (seed, x, y) => {
        const [a, b, c, d] = pins(seed, 4) as [Float32Array, Float32Array, Float32Array, Float32Array];
        const map = squareMap([a, b, c, d], sphere);
        expect(map(x, 0)).toEqual(slerp(a, b, x));
        expect(map(x, 1)).toEqual(slerp(c, d, x));
        expect(map(x, y)).toEqual(slerp(slerp(a, b, x), slerp(c, d, x), y));
      }),
    );
  });

  test('in plain space is the bilinear blend', () => {
    fc.assert(
      fc.property(seeds, unitInterval, unitInterval, (seed, x, y) => {
        const [a, b, c, d] = pins(seed, 4) as [Float32Array, Float32Array, Float32Array, Float32Array];
        const expected = add(
          combine((1 - x) * (1 - y), a, x * (1 - y), b),
          combine((1 - x) * y, c, x * y, d),
        );
        expect(largestDifference(squareMap([a, b, c, d], plain)(x, y), expected)).toBeLessThan(1e-5);
      }),
    );
  });

  test('needs two to four corners', () => {
    expect(() => squareMap(pins(1, 1), sphere)).toThrow(RangeError);
    expect(() => squareMap(pins(1, 5), sphere)).toThrow(RangeError);
  });
});

describe('an analogy', () => {
  test('adds the difference, and on the sphere keeps the magnitude of the third', () => {
    const [a, b, c] = pins(4, 3) as [Float32Array, Float32Array, Float32Array];
    expect(largestDifference(analogy(a, b, c, plain), add(c, subtract(b, a)))).toBe(0);
    expect(norm(analogy(a, b, c, sphere))).toBeCloseTo(norm(c), 4);
    expect(angleBetween(analogy(a, b, c, sphere), add(c, subtract(b, a)))).toBeLessThan(1e-6);
    expect(largestDifference(analogy(a, a, c, sphere), c)).toBeLessThan(1e-5);
  });
});

describe('a blend', () => {
  test('with all its weight on one latent is that latent', () => {
    fc.assert(
      fc.property(seeds, options, fc.integer({ min: 0, max: 4 }), (seed, wish, k) => {
        const latents = pins(seed, 5);
        const weights = latents.map((_, i) => (i === k ? 3 : 0));
        expect(createBlend(latents, wish)(weights)).toEqual(latents[k]);
      }),
    );
  });

  test('of two is slerp on the sphere and lerp in plain space', () => {
    fc.assert(
      fc.property(seeds, unitInterval, (seed, t) => {
        const [a, b] = pins(seed, 2) as [Float32Array, Float32Array];
        expect(largestDifference(createBlend([a, b], sphere)([1 - t, t]), slerp(a, b, t))).toBeLessThan(1e-5);
        expect(
          largestDifference(createBlend([a, b], plain)([1 - t, t]), combine(1 - t, a, t, b)),
        ).toBeLessThan(1e-5);
      }),
    );
  });

  test('does not depend on the scale of its weights or the order of its latents', () => {
    const latents = pins(9, 4);
    const weights = [1, 2, 3, 4];
    for (const wish of [sphere, plain]) {
      const once = createBlend(latents, wish)(weights);
      const smaller = weights.map((w) => w / 10);
      expect(largestDifference(createBlend(latents, wish)(smaller), once)).toBeLessThan(1e-6);
      expect(
        largestDifference(createBlend([...latents].reverse(), wish)([...weights].reverse()), once),
      ).toBeLessThan(1e-5);
    }
  });

  test('refuses meaningless weights', () => {
    for (const weights of [[0, 0], [-1, 2], [1], [Number.NaN, 1]]) {
      expect(() => createBlend(pins(1, 2), sphere)(weights)).toThrow(RangeError);
    }
  });
});

describe('weights in a polygon', () => {
  const corners = fc.integer({ min: 3, max: 9 });
  const places = fc.tuple(
    fc.double({ min: -1.2, max: 1.2, noNaN: true }),
    fc.double({ min: -1.2, max: 1.2, noNaN: true }),
  );
  const centreOf = (polygon: readonly Point2[], weights: readonly number[]): Point2 => [
    polygon.reduce((sum, [x], k) => sum + weights[k]! * x, 0),
    polygon.reduce((sum, [, y], k) => sum + weights[k]! * y, 0),
  ];

  test('sum to 1, are not negative, and reproduce the point (outside: the nearest point of the edge)', () => {
    fc.assert(
      fc.property(corners, places, (count, [x, y]) => {
        const polygon = regularPolygon(count);
        const weights = polygonWeights(polygon, [x, y]);
        expect(weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 9);
        expect(weights.every((w) => w >= 0)).toBe(true);
        const found = centreOf(polygon, weights);
        const inner = Math.cos(Math.PI / count);
        if (Math.hypot(x, y) < inner - 1e-9) {
          expect(found[0]).toBeCloseTo(x, 7);
          expect(found[1]).toBeCloseTo(y, 7);
        } else {
          // No corner is nearer than the nearest point of the edge.
          const distance = Math.hypot(found[0] - x, found[1] - y);
          for (const [cx, cy] of polygon)
            expect(distance).toBeLessThanOrEqual(Math.hypot(cx - x, cy - y) + 1e-7);
        }
      }),
    );
  });

  test('are 1 at a corner and linear along an edge', () => {
    fc.assert(
      fc.property(corners, fc.nat(8), unitInterval, (count, pick, t) => {
        const polygon = regularPolygon(count);
        const k = pick % count;
        const [a, b] = [polygon[k]!, polygon[(k + 1) % count]!];
        polygonWeights(polygon, a).forEach((w, i) => {
          expect(w).toBe(i === k ? 1 : 0);
        });
        const weights = polygonWeights(polygon, [(1 - t) * a[0] + t * b[0], (1 - t) * a[1] + t * b[1]]);
        expect(weights[k]).toBeCloseTo(1 - t, 6);
        expect(weights[(k + 1) % count]).toBeCloseTo(t, 6);
      }),
    );
  });

  test('in a triangle are the barycentric coordinates, and change without a jump towards an edge', () => {
    const triangle: Point2[] = [
      [0, 0],
      [1, 0],
      [0, 1],
    ];
    const weights = polygonWeights(triangle, [0.2, 0.3]);
    [0.5, 0.2, 0.3].forEach((w, k) => {
      expect(weights[k]).toBeCloseTo(w, 12);
    });
    const near = polygonWeights(triangle, [0.4, 1e-7]);
    const on = polygonWeights(triangle, [0.4, 0]);
    expect(largestDifference(near, on)).toBeLessThan(1e-6);
    expect(() => polygonWeights(triangle.slice(1), [0, 0])).toThrow(RangeError);
  });
});

describe('a plane through three pins', () => {
  test('contains them, and continues beyond them in straight lines', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const [a, b, c] = pins(seed, 3) as [Float32Array, Float32Array, Float32Array];
        const plane = planeThrough(a, b, c, plain);
        [a, b, c].forEach((pin, k) => {
          expect(largestDifference(plane.at(...plane.pins[k]!), pin)).toBeLessThan(1e-5);
        });
        const [[ax, ay], [bx, by]] = [plane.pins[0]!, plane.pins[1]!];
        const beyond = plane.at(2 * bx - ax, 2 * by - ay);
        expect(largestDifference(beyond, subtract(scale(b, 2), a))).toBeLessThan(1e-5);
        expect(Math.max(...plane.pins.map(([x, y]) => Math.hypot(x, y)))).toBeCloseTo(1, 9);
      }),
    );
  });

  test('has the same scale on both axes', () => {
    const plane = planeThrough(...(pins(2, 3) as [Float32Array, Float32Array, Float32Array]), plain);
    const step = (x: number, y: number): number => norm(subtract(plane.at(x, y), plane.at(0, 0)));
    expect(step(0.5, 0)).toBeCloseTo(step(0, 0.5), 4);
    expect(step(0.3, 0.4)).toBeCloseTo(step(0.5, 0), 4);
  });

  test('has the directions of the pins and one magnitude for a normalising model', () => {
    const three = pins(6, 3) as [Float32Array, Float32Array, Float32Array];
    const plane = planeThrough(...three, sphere);
    three.forEach((pin, k) => {
      expect(angleBetween(plane.at(...plane.pins[k]!), pin)).toBeLessThan(1e-5);
    });
    expect(norm(plane.at(1.7, -0.4))).toBeCloseTo(norm(plane.at(0, 0)), 3);
  });

  test('is finite through equal pins or pins on a line', () => {
    const [a, b] = pins(8, 2) as [Float32Array, Float32Array];
    for (const three of [
      [a, a, a],
      [a, b, combine(0.5, a, 0.5, b)],
      [a, scale(a, -1), a],
    ] as const) {
      const plane = planeThrough(...three, sphere);
      for (const place of plane.pins) expect(place.every(Number.isFinite)).toBe(true);
      expect(plane.at(0.3, 0.7).every(Number.isFinite)).toBe(true);
    }
  });
});

describe('grids', () => {
  test('sample a map row by row with its corners at the corners', () => {
    const four = pins(3, 4);
    const grid = sampleGrid(squareMap(four, sphere), 5);
    expect(grid).toHaveLength(25);
    expect([grid[0], grid[4], grid[20], grid[24]]).toEqual(four);
    expect(sampleGrid(squareMap(four, sphere), 1)).toEqual([four[0]]);
  });

  test('of an analogy end in its answer', () => {
    const [a, b, c] = pins(3, 3) as [Float32Array, Float32Array, Float32Array];
    expect(analogyGrid(a, b, c, 4, sphere)[15]).toEqual(analogy(a, b, c, sphere));
  });

  test('of anchors have every anchor in its place and no seam between patches', () => {
    const anchors = pins(20, 6);
    const { columns, rows, latents } = mineGrid(anchors, 3, 4, sphere);
    expect([columns, rows, latents.length]).toEqual([9, 5, 45]);
    anchors.forEach((anchor, k) => {
      expect(latents[Math.floor(k / 3) * 4 * columns + (k % 3) * 4]).toEqual(anchor);
    });
    // The seam between the two patches is the slerp between its anchors, from either side.
    expect(largestDifference(latents[2 * columns + 4]!, slerp(anchors[1]!, anchors[4]!, 0.5))).toBeLessThan(
      1e-5,
    );
    expect(() => mineGrid(anchors.slice(1), 3, 4, sphere)).toThrow(RangeError);
  });

  test('fill in coarse to fine: every picture once, corners and middle lines first', () => {
    const order = coarseToFine(9);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 81 }, (_, i) => i));
    const first = order.slice(0, 4).map((i) => [i % 9, Math.floor(i / 9)]);
    expect(first).toEqual([
      [0, 0],
      [8, 0],
      [0, 8],
      [8, 8],
    ]);
    expect(order.slice(0, 9).every((i) => (i % 9) % 4 === 0 && Math.floor(i / 9) % 4 === 0)).toBe(true);
  });
});
