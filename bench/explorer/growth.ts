/** Tells whether a repeatedly measured quantity grows or merely fluctuates. */

export interface Growth {
  /** The rise of the least-squares line from the first value to the last. */
  rise: number;
  /** Standard error of that rise, from the values' distances to the line. */
  error: number;
  grows: boolean;
}

/** A rise by more standard errors than this is not chance: of 200 series of 15 fluctuating values, one rises that much. */
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
