/**
 * Geometry of the unit sphere in doubles, for curves and means whose derivatives matter. Points are unit vectors
 * (Float64Array); a tangent vector is perpendicular to its point, and its length is an angle in radians.
 */
import { perpendicular } from './vector.ts';

export type Unit = Float64Array<ArrayBuffer>;

/** If the sine of the angle between two points is below this, rounding would decide which great circle is used. */
const DEGENERATE = 1e-9;

/** Returns the direction of a latent, or of any other non-zero vector. */
export function toUnit(z: ArrayLike<number>): Unit {
  const unit = Float64Array.from(z);
  let sum = 0;
  for (let i = 0; i < unit.length; i++) sum += unit[i]! * unit[i]!;
  const length = Math.sqrt(sum);
  if (length > 0) for (let i = 0; i < unit.length; i++) unit[i] = unit[i]! / length;
  return unit;
}

export function dotUnits(p: Unit, q: Unit): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) sum += p[i]! * q[i]!;
  return sum;
}

/** The shortest way from p to q, in equal angles: t = 0 is p, t = 1 is q. */
export interface GreatCircle {
  angle: number;
  at(t: number): Unit;
  /** The derivatives of `at` at 0 and at 1: log_p(q) and -log_q(p). */
  startVelocity(): Unit;
  endVelocity(): Unit;
}

/**
 * Returns the great circle from p to q. Opposite points are joined through `perpendicular(p)`, so the same ends always
 * give the same way.
 */
export function greatCircle(p: Unit, q: Unit): GreatCircle {
  const size = p.length;
  const cosine = dotUnits(p, q);
  let across = new Float64Array(size);
  let sine = 0;
  for (let i = 0; i < size; i++) {
    across[i] = q[i]! - cosine * p[i]!;
    sine += across[i]! * across[i]!;
  }
  sine = Math.sqrt(sine);
  let angle = Math.atan2(sine, cosine);
  if (sine > DEGENERATE) {
    for (let i = 0; i < size; i++) across[i] = across[i]! / sine;
  } else if (cosine > 0) {
    // p and q are nearly equal: `across`, taken as an angle, is right to first order.
    for (let i = 0; i < size; i++) across[i] = angle > 0 ? across[i]! / angle : 0;
  } else {
    const chosen = perpendicular(Float32Array.from(p));
    if (chosen) across = toUnit(chosen);
    angle = Math.PI;
  }
  const mixed = (a: number, b: number): Unit => {
    const out = new Float64Array(size);
    for (let i = 0; i < size; i++) out[i] = a * p[i]! + b * across[i]!;
    return out;
  };
  return {
    angle,
    at: (t) => mixed(Math.cos(t * angle), Math.sin(t * angle)),
    startVelocity: () => mixed(0, angle),
    endVelocity: () => mixed(-angle * Math.sin(angle), angle * Math.cos(angle)),
  };
}

/** The exponential map: returns the point reached from p in unit time with the tangent vector `velocity`. */
export function follow(p: Unit, velocity: Unit): Unit {
  let sum = 0;
  for (let i = 0; i < p.length; i++) sum += velocity[i]! * velocity[i]!;
  const angle = Math.sqrt(sum);
  const factor = angle > 0 ? Math.sin(angle) / angle : 1;
  const cosine = Math.cos(angle);
  const out = new Float64Array(p.length);
  for (let i = 0; i < p.length; i++) out[i] = cosine * p[i]! + factor * velocity[i]!;
  return out;
}

/** A mean counts as found when it moves by less than this, in radians: ten times finer than float32. */
const SETTLED = 1e-9;

/**
 * Returns the weighted mean of the points that it was prepared for. There is one weight for each point; none is negative,
 * and not all are zero.
 */
type SphericalMean = (weights: readonly number[]) => Unit;

/**
 * Prepares the weighted mean on the sphere: the point at which the weighted logarithms of the others sum to zero, by the
 * iteration of Buss and Fillmore (2001, "Spherical averages and applications to spherical splines and interpolation").
 * The mean is a combination of the points, so the iteration runs not on vectors but on the combination's coefficients and
 * the points' inner products, which are computed once.
 *
 * Where no mean exists (two opposite points with the same weight), the result is the first of the points with the largest
 * weight.
 */
export function prepareMean(points: readonly Unit[]): SphericalMean {
  const count = points.length;
  const gram = points.map((p) => Float64Array.from(points, (q) => dotUnits(p, q)));
  const dotsWith = (coefficients: Unit): Unit =>
    Float64Array.from(gram, (row) => dotUnits(row, coefficients));

  return (weights) => {
    const total = weights.reduce((sum, w) => sum + w, 0);
    let mean: Unit = Float64Array.from(weights, (w) => w / total);
    let cosines = dotsWith(mean);
    const start = Math.sqrt(Math.max(0, dotUnits(mean, cosines)));
    if (start < 1e-6) return points[weights.indexOf(Math.max(...weights))]!.slice();
    mean = mean.map((x) => x / start);
    cosines = cosines.map((x) => x / start);
    for (let round = 0; round < 60; round++) {
      // log_m(q) = (angle / sin angle) (q - cos angle m), summed as coefficients of the points.
      const pull = new Float64Array(count);
      let along = 0;
      for (let k = 0; k < count; k++) {
        const cosine = Math.min(1, Math.max(-1, cosines[k]!));
        const sine = Math.sqrt(1 - cosine * cosine);
        const share = (weights[k]! / total) * (sine > 1e-8 ? Math.acos(cosine) / sine : 1);
        pull[k] = share;
        along += share * cosine;
      }
      for (let k = 0; k < count; k++) pull[k]! -= along * mean[k]!;
      const pulled = dotsWith(pull);
      const angle = Math.sqrt(Math.max(0, dotUnits(pull, pulled)));
      const [stay, go] = [Math.cos(angle), angle > 1e-8 ? Math.sin(angle) / angle : 1];
      for (let k = 0; k < count; k++) {
        mean[k] = stay * mean[k]! + go * pull[k]!;
        cosines[k] = stay * cosines[k]! + go * pulled[k]!;
      }
      if (angle < SETTLED) break;
    }
    const out = new Float64Array(points[0]!.length);
    points.forEach((point, k) => {
      const coefficient = mean[k]!;
      for (let i = 0; i < out.length; i++) out[i]! += coefficient * point[i]!;
    });
    return toUnit(out);
  };
}
