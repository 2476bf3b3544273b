/** The way between two latents. */
import { onPoints, type SpaceOptions } from '../point/onPoints.ts';
import { add, combine, norm, perpendicular, withNorm } from './vector.ts';

export type InterpolationMethod = 'slerp' | 'lerp';

/** Returns the latent at t: a at 0, b at 1. Below 0 and above 1 the way continues. */
export type Way = (t: number) => Float32Array;

/** If the sine of the angle is below this, float32 rounding would decide which great circle is used. */
const DEGENERATE = 1e-6;

/** Linear interpolation, (1 - t) a + t b; exactly a and b at the ends. */
export function lerp(a: Float32Array, b: Float32Array, t: number): Float32Array {
  if (t === 0) return a.slice();
  if (t === 1) return b.slice();
  return combine(1 - t, a, t, b);
}

/** `slerpWay` for a single t. */
export function slerp(a: Float32Array, b: Float32Array, t: number): Float32Array {
  return slerpWay(a, b)(t);
}

/**
 * Spherical linear interpolation (Shoemake 1985, "Animating rotation with quaternion curves"): equal steps of t are equal
 * angles along the great circle. The magnitude changes linearly from |a| to |b| and is constant beyond the ends. The ends
 * are exactly a and b.
 *
 * - Equal or nearly equal directions: the great circle is undefined or too short to matter, so this is lerp.
 * - Opposite or nearly opposite directions: every great circle leads from a to b. It uses the one through
 *   `perpendicular(a)`, so the same ends always give the same way.
 * - A zero end has no direction (and one dimension has no circle): this is lerp.
 */
export function slerpWay(a: Float32Array, b: Float32Array): Way {
  const p = norm(a);
  const q = norm(b);
  const straight: Way = (t) => lerp(a, b, t);
  if (p === 0 || q === 0) return straight;

  // An orthonormal pair u, v in the plane of a and b: u along a, v towards b.
  const size = a.length;
  const u = new Float64Array(size);
  let cosine = 0;
  for (let i = 0; i < size; i++) {
    u[i] = a[i]! / p;
    cosine += u[i]! * (b[i]! / q);
  }
  let v = new Float64Array(size);
  let sine = 0;
  for (let i = 0; i < size; i++) {
    v[i] = b[i]! / q - cosine * u[i]!;
    sine += v[i]! * v[i]!;
  }
  sine = Math.sqrt(sine);
  let angle = Math.atan2(sine, cosine);
  if (sine > DEGENERATE) {
    for (let i = 0; i < size; i++) v[i] = v[i]! / sine;
  } else if (cosine > 0) {
    return straight;
  } else {
    const chosen = perpendicular(a);
    if (chosen === null) return straight;
    v = Float64Array.from(chosen);
    angle = Math.PI;
  }

  return (t) => {
    if (t === 0) return a.slice();
    if (t === 1) return b.slice();
    const s = Math.min(1, Math.max(0, t));
    const length = (1 - s) * p + s * q;
    const along = length * Math.cos(t * angle);
    const across = length * Math.sin(t * angle);
    const out = new Float32Array(size);
    for (let i = 0; i < size; i++) out[i] = along * u[i]! + across * v[i]!;
    return out;
  };
}

/**
 * Linear interpolation for a model that normalises z: the straight line, with each point scaled to the magnitude that
 * slerp would give it. Scaling does not change the picture, because the network normalises z anyway, but it keeps the
 * numbers in the range that the network was trained on. Half-way between opposite ends the straight line has no
 * direction, and this gives `perpendicular(a)`, as slerp does.
 */
function normalisedLerpWay(a: Float32Array, b: Float32Array): Way {
  const p = norm(a);
  const q = norm(b);
  return (t) => {
    if (t === 0) return a.slice();
    if (t === 1) return b.slice();
    const s = Math.min(1, Math.max(0, t));
    const length = (1 - s) * p + s * q;
    const place = lerp(a, b, t);
    if (norm(place) > DEGENERATE * length) return withNorm(place, length);
    return withNorm(perpendicular(a) ?? add(a, b), length);
  };
}

/** Prepares the way from a to b for many values of t. The ends are latents, or points of a model with classes. */
export function wayBetween(
  method: InterpolationMethod,
  a: Float32Array,
  b: Float32Array,
  options: SpaceOptions,
): Way {
  const { classes, normalised } = options;
  if (classes) {
    const between = ([p, q]: Float32Array[]) => wayBetween(method, p!, q!, { normalised });
    return onPoints(classes, [a, b], between, (t) => [1 - t, t]);
  }
  if (method === 'slerp') return slerpWay(a, b);
  return normalised ? normalisedLerpWay(a, b) : (t) => lerp(a, b, t);
}

/** Returns one point on the way from a (t = 0) to b (t = 1). */
export function interpolate(
  method: InterpolationMethod,
  a: Float32Array,
  b: Float32Array,
  t: number,
  options: SpaceOptions,
): Float32Array {
  return wayBetween(method, a, b, options)(t);
}
