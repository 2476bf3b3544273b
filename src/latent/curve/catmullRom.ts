/**
 * Centripetal Catmull-Rom spline through points of plain space (Catmull and Rom 1974; Yuksel, Schaefer and Keyser 2011,
 * "Parameterization and applications of Catmull-Rom curves"), by the pyramid of Barry and Goldman (1988). Knots are
 * spaced by the square root of the distance between keys, so a segment has no cusps or loops.
 */
import { locate } from './sphericalSpline.ts';

type Point = Float64Array<ArrayBuffer>;

interface PlainCurve {
  /** Key k is exactly at k; between keys the position grows linearly with the knots. */
  at(position: number): Point;
  /**
   * The length of each segment in knots. If each segment takes a time in proportion to it, the velocity is continuous
   * at the keys.
   */
  spacing: number[];
}

/**
 * Creates the spline through keys.
 * @param keys one or more points
 * @param closed adds a segment from the last key to the first
 */
export function catmullRom(keys: readonly Point[], closed: boolean): PlainCurve {
  const count = keys.length;
  if (count === 1) return { at: () => keys[0]!.slice(), spacing: [] };
  const segments = closed ? count : count - 1;
  // Beyond the ends of an open curve the first and the last segment are mirrored.
  const key = (k: number): Point => {
    if (closed) return keys[((k % count) + count) % count]!;
    if (k < 0) return mirrored(keys[1]!, keys[0]!);
    return k >= count ? mirrored(keys[count - 2]!, keys[count - 1]!) : keys[k]!;
  };
  const parts = Array.from({ length: segments }, (_, i) => {
    const points = [key(i - 1), key(i), key(i + 1), key(i + 2)] as const;
    const knots = [0, 0, 0, 0] as [number, number, number, number];
    for (let k = 1; k < 4; k++) knots[k] = knots[k - 1]! + knotSpacing(points[k - 1]!, points[k]!);
    return { points, knots };
  });
  return {
    spacing: parts.map(({ knots }) => knots[2] - knots[1]),
    at(position) {
      const { segment, t } = locate(position, segments, closed);
      const { points, knots } = parts[segment]!;
      if (t === 0) return points[1].slice();
      if (t === 1) return points[2].slice();
      const place = knots[1] + t * (knots[2] - knots[1]);
      const level = (a: Point, b: Point, from: number, to: number): Point =>
        blend(a, b, (place - from) / (to - from));
      const first = level(points[0], points[1], knots[0], knots[1]);
      const second = level(points[1], points[2], knots[1], knots[2]);
      const third = level(points[2], points[3], knots[2], knots[3]);
      return level(
        level(first, second, knots[0], knots[2]),
        level(second, third, knots[1], knots[3]),
        knots[1],
        knots[2],
      );
    },
  };
}

/**
 * The distance in knots between two equal keys. Zero would lead to a division by zero; this gives a segment of negligible
 * length.
 */
const SMALLEST_SPACING = 1e-6;

function knotSpacing(a: Point, b: Point): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.max(SMALLEST_SPACING, sum ** 0.25);
}

function mirrored(far: Point, end: Point): Point {
  return blend(far, end, 2);
}

function blend(a: Point, b: Point, t: number): Point {
  const out = new Float64Array(a.length);
  for (let i = 0; i < a.length; i++) out[i] = (1 - t) * a[i]! + t * b[i]!;
  return out;
}
