/** The pad of the Map panel: every kind of map on one square of 0 to 1, left to right and top to bottom. */
import { zOfPoint } from '../point/classTail.ts';
import { onPoints } from '../point/onPoints.ts';
import { coarseToFine } from './grid.ts';
import { createBlend, type MapOptions, planeThrough, squareMap } from './map.ts';
import { type Point2, polygonWeights, regularPolygon } from './polygon.ts';

export interface Pad {
  /**
   * Returns the latent at a point, float32 [latent size]; beyond the edges of a square or a polygon, that of the nearest
   * point on the edge.
   */
  at(x: number, y: number): Float32Array;
  /** The positions of the latents that span the map. */
  corners: readonly Point2[];
  /** The shape that the map fills, as a polygon; null if that is the whole pad. */
  outline: readonly Point2[] | null;
  /** Returns the corners' shares at a point, for a map that blends them: they sum to 1. */
  weightsAt: ((x: number, y: number) => number[]) | null;
}

/** Radius of the polygon on the pad, which leaves room for the corners' pictures. */
const polygonRadius = 0.47;
/** How far the plane extends beyond the pins: the furthest pin is at a distance of 1 from its middle. */
const planeReach = 2;

/** Makes the pad of a square map. @param latents two to four, in reading order */
export function squarePad(latents: readonly Float32Array[], options: MapOptions): Pad {
  const map = squareMap(latents, options);
  const two: Point2[] = [
    [0, 0.5],
    [1, 0.5],
  ];
  const four: Point2[] = [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ];
  return {
    at: (x, y) => map(clamp(x), clamp(y)),
    corners: latents.length === 2 ? two : four.slice(0, latents.length),
    outline: null,
    weightsAt: null,
  };
}

/** Makes the pad of a blend at the corners of a regular polygon. @param latents three or more */
export function polygonPad(latents: readonly Float32Array[], options: MapOptions): Pad {
  const corners = regularPolygon(latents.length).map(
    ([x, y]): Point2 => [0.5 + polygonRadius * x, 0.5 + polygonRadius * y],
  );
  const weightsAt = (x: number, y: number) => polygonWeights(corners, [x, y]);
  const blend = createBlend(latents, options);
  return { at: (x, y) => blend(weightsAt(x, y)), corners, outline: corners, weightsAt };
}

/** Makes the pad of the plane through three latents. @param latents exactly three */
export function planePad(
  [a, b, c]: readonly [Float32Array, Float32Array, Float32Array],
  options: MapOptions,
): Pad {
  const { classes, normalised } = options;
  const pins = [a, b, c];
  if (classes) {
    const [p, q, r] = pins.map((pin) => zOfPoint(pin, classes));
    const pad = planePad([p!, q!, r!], { normalised });
    const weightsAt = (x: number, y: number) => triangleWeights(pad.corners, [x, y]);
    return { ...pad, at: onPoints(classes, pins, () => pad.at, weightsAt) };
  }
  const plane = planeThrough(a, b, c, options);
  const corners = plane.pins.map(
    ([x, y]): Point2 => [0.5 + x / (2 * planeReach), 0.5 + y / (2 * planeReach)],
  );
  return {
    at: (x, y) => {
      // Exactly the pins themselves, not just latents with the same picture.
      const pin = corners.findIndex(([cx, cy]) => cx === x && cy === y);
      return pins[pin]?.slice() ?? plane.at((2 * x - 1) * planeReach, (2 * y - 1) * planeReach);
    },
    corners,
    outline: null,
    weightsAt: null,
  };
}

/**
 * Returns the shares by which three corners of a plane add up to a point (barycentric coordinates); beyond the triangle
 * some are negative. If the three are on a line, the nearest one has the whole share.
 */
function triangleWeights(corners: readonly Point2[], [x, y]: Point2): number[] {
  const [[ax, ay], [bx, by], [cx, cy]] = corners as readonly [Point2, Point2, Point2];
  const area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
  if (Math.abs(area) < 1e-9) {
    const away = corners.map(([px, py]) => Math.hypot(px - x, py - y));
    const nearest = away.indexOf(Math.min(...away));
    return corners.map((_, k) => (k === nearest ? 1 : 0));
  }
  const second = ((x - ax) * (cy - ay) - (cx - ax) * (y - ay)) / area;
  const third = ((bx - ax) * (y - ay) - (x - ax) * (by - ay)) / area;
  return [1 - second - third, second, third];
}

/** Returns the index of the corner within `reach` of a point, or -1. */
export function cornerNear({ corners }: Pad, x: number, y: number, reach: number): number {
  return corners.findIndex(([cx, cy]) => Math.hypot(cx - x, cy - y) <= reach);
}

export interface Tile {
  column: number;
  row: number;
  /** This tile's picture fills 2^level cells a side until finer tiles arrive. */
  level: number;
}

/** Returns the cells of a mosaic of n x n over the pad, n a power of two, coarse to fine, without those off its outline. */
export function mosaicTiles({ outline }: Pad, n: number): Tile[] {
  const finest = Math.log2(n);
  const level = (k: number): number => (k === 0 ? finest : Math.min(finest, 31 - Math.clz32(k & -k)));
  return coarseToFine(n)
    .map((i) => ({ column: i % n, row: Math.floor(i / n) }))
    .filter(
      ({ column, row }) => outline === null || touches(outline, (column + 0.5) / n, (row + 0.5) / n, 1 / n),
    )
    .map(({ column, row }) => ({ column, row, level: Math.min(level(column), level(row)) }));
}

/** Tells whether a square of the given side about a point touches a convex polygon that is clockwise on the pad. */
function touches(outline: readonly Point2[], x: number, y: number, side: number): boolean {
  const reach = side * Math.SQRT1_2;
  return outline.every(([ax, ay], k) => {
    const [bx, by] = outline[(k + 1) % outline.length]!;
    const cross = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    return cross / Math.hypot(bx - ax, by - ay) >= -reach;
  });
}

/** Returns the number of columns of a grid of pins: rows of equal length, as square as the number of pins allows. */
export function anchorColumns(count: number): number {
  return Math.max(2, Math.round(Math.sqrt(count)));
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
