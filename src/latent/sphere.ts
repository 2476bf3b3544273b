/**
 * Geometry of the unit sphere in doubles, for curves and means whose derivatives matter. Points are unit vectors
 * (Float64Array); tangent vectors are at a right angle to their point, and their length is an angle in radians.
 */
import { perpendicular } from './vector.ts';

export type Unit = Float64Array<ArrayBuffer>;

/** Below this sine of the angle between two points, rounding would choose the great circle. */
const DEGENERATE = 1e-9;

/** The direction of a latent, or of any other vector that is not zero. */
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
  /** Derivatives of `at` at 0 and at 1: the logarithm of q seen from p, and minus that of p seen from q. */
  startVelocity(): Unit;
  endVelocity(): Unit;
}

/** Opposite points are joined through `perpendicular(p)`, so that the same ends give the same way. */
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
    // Nearly equal: `across` as it is, over an angle of the same size, is right to the first order.
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

/** The point that is reached from p by the tangent vector `velocity` in unit time (the exponential map). */
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

/**
 * The weighted mean on the sphere: the point from which the weighted logarithms of the others sum to zero, by the
 * iteration of Buss and Fillmore (2001, "Spherical averages and applications to spherical splines and interpolation").
 * @param weights not negative, not all zero. Where points and weights leave no mean (two opposite points, each half) the
 * first point of the largest weight is given.
 */
export function sphericalMean(points: readonly Unit[], weights: readonly number[]): Unit {
  const total = weights.reduce((sum, w) => sum + w, 0);
  const size = points[0]!.length;
  const start = new Float64Array(size);
  points.forEach((point, k) => {
    for (let i = 0; i < size; i++) start[i]! += (weights[k]! / total) * point[i]!;
  });
  let length = 0;
  for (let i = 0; i < size; i++) length += start[i]! * start[i]!;
  if (Math.sqrt(length) < 1e-6) return points[weights.indexOf(Math.max(...weights))]!.slice();
  let mean = toUnit(start);
  for (let round = 0; round < 50; round++) {
    const pull = new Float64Array(size);
    let moved = 0;
    for (let k = 0; k < points.length; k++) {
      if (weights[k] === 0) continue;
      addLogarithm(pull, mean, points[k]!, weights[k]! / total);
    }
    for (let i = 0; i < size; i++) moved += pull[i]! * pull[i]!;
    if (moved < 1e-24) break;
    mean = toUnit(follow(mean, pull));
  }
  return mean;
}

/** sum += factor * log_p(q), without the way from p to q as an object. */
function addLogarithm(sum: Unit, p: Unit, q: Unit, factor: number): void {
  const cosine = dotUnits(p, q);
  let squares = 0;
  for (let i = 0; i < p.length; i++) {
    const across = q[i]! - cosine * p[i]!;
    squares += across * across;
  }
  const sine = Math.sqrt(squares);
  if (sine === 0) return;
  const scaled = (factor * Math.atan2(sine, cosine)) / sine;
  for (let i = 0; i < p.length; i++) sum[i]! += scaled * (q[i]! - cosine * p[i]!);
}
