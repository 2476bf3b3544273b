/** Vectors of latent space: float32 [size]. Nothing here changes its arguments; sums are kept in doubles. */
import { createRandom } from '../../base/random.ts';

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

export function norm(a: Float32Array): number {
  return Math.sqrt(dot(a, a));
}

export function add(a: Float32Array, b: Float32Array): Float32Array {
  return combine(1, a, 1, b);
}

export function subtract(a: Float32Array, b: Float32Array): Float32Array {
  return combine(1, a, -1, b);
}

export function scale(a: Float32Array, factor: number): Float32Array {
  const out = new Float32Array(a.length);
  for (let i = 0; i < a.length; i++) out[i] = factor * a[i]!;
  return out;
}

/** p a + q b. */
export function combine(p: number, a: Float32Array, q: number, b: Float32Array): Float32Array {
  const out = new Float32Array(a.length);
  for (let i = 0; i < a.length; i++) out[i] = p * a[i]! + q * b[i]!;
  return out;
}

/** The vector of the given length in a's direction; zeros stay zeros, for they have no direction. */
export function withNorm(a: Float32Array, length: number): Float32Array {
  const present = norm(a);
  return present === 0 ? new Float32Array(a.length) : scale(a, length / present);
}

export function normalise(a: Float32Array): Float32Array {
  return withNorm(a, 1);
}

/**
 * The angle between two directions, 0 to pi radians, by Kahan's formula 2 atan2(|u - v|, |u + v|) on unit vectors,
 * which keeps its accuracy near 0 and pi, where an arc cosine loses half of its digits. 0 when either vector is zero.
 */
export function angleBetween(a: Float32Array, b: Float32Array): number {
  const p = norm(a);
  const q = norm(b);
  if (p === 0 || q === 0) return 0;
  let difference = 0;
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const u = a[i]! / p;
    const v = b[i]! / q;
    difference += (u - v) * (u - v);
    sum += (u + v) * (u + v);
  }
  return 2 * Math.atan2(Math.sqrt(difference), Math.sqrt(sum));
}

/**
 * A unit vector at a right angle to a, the same for the same a: a fixed random direction (of seed 1) with its part
 * along a taken out, or the first axis that is far from a where that direction happens to lie along a. A spread-out
 * direction keeps the way through it typical of latent space, which an axis alone would not. Null when a is zero or
 * has one dimension.
 */
export function perpendicular(a: Float32Array): Float32Array | null {
  const length = norm(a);
  if (length === 0 || a.length < 2) return null;
  const random = createRandom(1);
  const drawn = Float32Array.from(a, () => random.normal());
  const rejected = reject(drawn, a, length);
  if (norm(rejected) > 0.01 * norm(drawn)) return normalise(reject(rejected, a, length));
  const axis = new Float32Array(a.length);
  let least = 0;
  for (let i = 1; i < a.length; i++) if (Math.abs(a[i]!) < Math.abs(a[least]!)) least = i;
  axis[least] = 1;
  return normalise(reject(axis, a, length));
}

/** The part of v at a right angle to a. */
function reject(v: Float32Array, a: Float32Array, lengthOfA: number): Float32Array {
  return combine(1, v, -dot(v, a) / (lengthOfA * lengthOfA), a);
}
