/** Vectors of latent space: float32 [size]. No function here changes its arguments; sums are kept in doubles. */
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

/** Returns p a + q b. */
export function combine(p: number, a: Float32Array, q: number, b: Float32Array): Float32Array {
  const out = new Float32Array(a.length);
  for (let i = 0; i < a.length; i++) out[i] = p * a[i]! + q * b[i]!;
  return out;
}

/** Returns a scaled to the given length. A zero vector has no direction and stays zero. */
export function withNorm(a: Float32Array, length: number): Float32Array {
  const present = norm(a);
  return present === 0 ? new Float32Array(a.length) : scale(a, length / present);
}

/** Returns the unit vector in the direction of a. A zero vector stays zero. */
export function normalise(a: Float32Array): Float32Array {
  return withNorm(a, 1);
}

/**
 * Returns the angle between two directions, 0 to pi radians, by Kahan's formula 2 atan2(|u - v|, |u + v|) on unit
 * vectors, which stays accurate near 0 and pi, where an arc cosine loses half of its digits. 0 if either vector is zero.
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
 * Returns a unit vector at a right angle to a, always the same one for the same a. It is a fixed random direction (of
 * seed 1) without its part along a; if that direction happens to lie along a, the first axis far from a takes its place.
 * A random direction involves all dimensions, as latents do; an axis would not. Null if a is zero or has one dimension.
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
