/**
 * Small pure functions that every part of a portrait uses. They use only + - * / and roots, so that all JavaScript engines agree.
 */

export type Point = readonly [x: number, y: number];

export const lerp = (from: number, to: number, t: number): number => from + (to - from) * t;

export const clamp = (x: number, least = 0, most = 1): number => Math.min(most, Math.max(least, x));

/** Maps a standard normal number to a nearly uniform one between 0 and 1, never quite flat at the ends. */
export const even = (x: number): number => 0.5 + (0.5 * x) / Math.sqrt(1.5 + x * x);

/** 0 below `from`, 1 above `to`, smooth in between. */
export const ramp = (x: number, from: number, to: number): number => {
  const t = clamp((x - from) / (to - from));
  return t * t * (3 - 2 * t);
};

/** 0 below `from`, then growing evenly, 1 at `to` and more beyond: for parts that begin as a point and get larger. */
export const growth = (x: number, from: number, to: number): number => {
  const t = (x - from) / (to - from);
  const soft = 0.12;
  if (t <= 0) return 0;
  return t < soft ? (t * t) / (2 * soft) : t - soft / 2;
};

/** Compresses rare values but stays strictly rising: 2 becomes 1.8, and 4 becomes 2.8. */
export const soften = (x: number): number => x / Math.sqrt(1 + (x / 4) ** 2);

/** min(a, b) with its corner rounded off, at most k / 4 below it. */
export const softMin = (a: number, b: number, k: number): number => {
  const t = clamp(0.5 + (0.5 * (b - a)) / k);
  return lerp(b, a, t) - k * t * (1 - t);
};

export const between = (a: Point, b: Point, t: number): Point => [lerp(a[0], b[0], t), lerp(a[1], b[1], t)];

/** Rounds to a hundredth of a unit, far finer than a picture can show. */
export const n = (x: number): string => String(Math.round(x * 100) / 100);

const step = (p0: Point, p1: Point, p2: Point, p3: Point): string =>
  `C${n(p1[0] + (p2[0] - p0[0]) / 6)} ${n(p1[1] + (p2[1] - p0[1]) / 6)} ` +
  `${n(p2[0] - (p3[0] - p1[0]) / 6)} ${n(p2[1] - (p3[1] - p1[1]) / 6)} ${n(p2[0])} ${n(p2[1])}`;

/** SVG path data of a closed smooth curve through points (Catmull-Rom as cubic Beziers). */
export function blob(points: readonly Point[]): string {
  const k = points.length;
  const p = (i: number): Point => points[(i + k) % k] ?? [0, 0];
  let d = `M${n(p(0)[0])} ${n(p(0)[1])}`;
  for (let i = 0; i < k; i++) d += step(p(i - 1), p(i), p(i + 1), p(i + 2));
  return `${d}Z`;
}

/** SVG path data of an open smooth curve through points. */
export function line(points: readonly Point[]): string {
  const p = (i: number): Point => points[clamp(i, 0, points.length - 1)] ?? [0, 0];
  let d = `M${n(p(0)[0])} ${n(p(0)[1])}`;
  for (let i = 0; i < points.length - 1; i++) d += step(p(i - 1), p(i), p(i + 1), p(i + 2));
  return d;
}

/** SVG path data of an area between two smooth curves that meet in corners at both ends. */
export function band(there: readonly Point[], back: readonly Point[]): string {
  const [first = [0, 0]] = back;
  return `${line(there)}L${n(first[0])} ${n(first[1])}${line(back).replace(/^M[^C]*/, '')}Z`;
}
