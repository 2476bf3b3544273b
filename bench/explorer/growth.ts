/** Tells whether a quantity that was measured again and again grows, or only wavers. */

export interface Growth {
  /** What the straight line through the values, by least squares, rises from the first of them to the last. */
  rise: number;
  /** Standard error of that rise, from how far the values lie off the line. */
  error: number;
  grows: boolean;
}

/** A rise of more standard errors than this is no chance: of 15 values that only waver, one line in 200 has it. */
const BEYOND_NOISE = 3;

/** @param points at least three, in the order of x. */
export function growthOf(points: readonly (readonly [x: number, y: number])[]): Growth {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const sum = (of: (x: number, y: number) => number) => points.reduce((total, [x, y]) => total + of(x, y), 0);
  const [x0, y0] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const sxx = sum((x) => (x - x0) ** 2);
  const span = points.at(-1)![0] - points[0]![0];
  const slope = sum((x, y) => (x - x0) * (y - y0)) / sxx;
  const off = sum((x, y) => (y - y0 - slope * (x - x0)) ** 2);
  const rise = slope * span;
  const error = span * Math.sqrt(off / (points.length - 2) / sxx);
  return { rise: Math.round(rise), error: Math.round(error), grows: rise > BEYOND_NOISE * error };
}
