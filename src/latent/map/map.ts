/**
 * Two-dimensional maps of latent space. Each point of a pad maps smoothly to a latent; the corners are exactly the pins.
 */
import { onPoints, type SpaceOptions } from '../point/onPoints.ts';
import { interpolate, slerp } from '../vector/interpolate.ts';
import { prepareMean, toUnit } from '../vector/sphere.ts';
import { add, combine, dot, norm, scale, subtract, withNorm } from '../vector/vector.ts';

/** For a model that normalises z, maps are on the sphere, otherwise in plain space. */
export type MapOptions = SpaceOptions;

/** x and y from 0 to 1: left to right, top to bottom. */
export type SquareMap = (x: number, y: number) => Float32Array;

/**
 * Makes a square pad over pinned corners in reading order: top left, top right, bottom left, bottom right.
 * Two corners: from left to right, the same in every row. Three: the missing one is the analogy "first is to second as
 * third is to it". Four: slerp along the top and the bottom edge, and slerp between the two (lerp in plain space).
 */
export function squareMap(corners: readonly Float32Array[], options: MapOptions): SquareMap {
  const { classes, normalised } = options;
  if (classes) {
    const weightsAt = (x: number, y: number) => squareWeights(corners.length, x, y);
    return onPoints(classes, corners, (zs) => squareMap(zs, { normalised }), weightsAt);
  }
  const [a, b, c, d] = corners;
  if (!a || !b || corners.length > 4)
    throw new RangeError(`A square map has 2 to 4 corners, not ${corners.length}.`);
  const between = (p: Float32Array, q: Float32Array, t: number): Float32Array =>
    options.normalised ? slerp(p, q, t) : interpolate('lerp', p, q, t, options);
  if (!c) return (x) => between(a, b, x);
  const last = d ?? analogy(a, b, c, options);
  return (x, y) => between(between(a, b, x), between(c, last, x), y);
}

/**
 * Returns the share of each corner at a point of a square map. With three corners, the missing one is second + third -
 * first, so the first has a negative share near it.
 */
function squareWeights(corners: number, x: number, y: number): number[] {
  if (corners === 2) return [1 - x, x];
  if (corners === 3) return [1 - x - y, x, y];
  return [(1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y];
}

/** Solves "a is to b as c is to ?": c + (b - a), scaled to c's magnitude for a normalising model. */
export function analogy(
  a: Float32Array,
  b: Float32Array,
  c: Float32Array,
  options: MapOptions,
): Float32Array {
  const sum = add(c, subtract(b, a));
  return options.normalised ? withNorm(sum, norm(c)) : sum;
}

/** Blends by one weight for each latent, none negative, not all zero (RangeError otherwise); they need not sum to 1. */
export type Blend = (weights: readonly number[]) => Float32Array;

/**
 * Prepares blends of the same latents with changing weights: on the sphere the weighted mean (`sphere.ts`), with the
 * magnitudes averaged; in plain space the weighted sum. If one weight is the whole sum, the result is exactly its latent.
 */
export function createBlend(latents: readonly Float32Array[], options: MapOptions): Blend {
  const { classes, normalised } = options;
  if (classes) {
    const shares = (weights: readonly number[]) => {
      const total = weights.reduce((sum, w) => sum + w, 0);
      return weights.map((weight) => weight / total);
    };
    return onPoints(classes, latents, (zs) => createBlend(zs, { normalised }), shares);
  }
  const lengths = latents.map(norm);
  const direction =
    options.normalised && lengths.every((length) => length > 0) ? prepareMean(latents.map(toUnit)) : null;
  return (weights) => {
    const total = weights.reduce((sum, w) => sum + w, 0);
    if (!(total > 0) || weights.length !== latents.length || weights.some((w) => w < 0)) {
      throw new RangeError('A blend has one weight for each latent, none negative, not all zero.');
    }
    const alone = weights.indexOf(total);
    if (alone >= 0) return latents[alone]!.slice();
    if (direction) {
      const length = lengths.reduce((sum, own, k) => sum + (weights[k]! / total) * own, 0);
      return Float32Array.from(direction(weights), (x) => length * x);
    }
    const out = new Float64Array(latents[0]!.length);
    latents.forEach((z, k) => {
      for (let i = 0; i < out.length; i++) out[i]! += (weights[k]! / total) * z[i]!;
    });
    return Float32Array.from(out);
  };
}

/** The plane through three latents, with equal scales on both axes, extended beyond them. */
export interface Plane {
  at(x: number, y: number): Float32Array;
  /** The coordinates of the three on the plane: their mean is [0, 0], and the furthest from it is at a distance of 1. */
  pins: readonly [number, number][];
}

/**
 * Makes the plane through three latents. For a normalising model its points are scaled to the pins' mean magnitude, which
 * changes no picture; a point at the origin of latent space has no direction and stays zero. Three latents on a line span
 * no plane: the second axis then has no effect, and `at` does not move along it.
 */
export function planeThrough(a: Float32Array, b: Float32Array, c: Float32Array, options: MapOptions): Plane {
  const pins = [a, b, c] as const;
  const centre = scale(add(add(a, b), c), 1 / 3);
  const length = pins.reduce((sum, pin) => sum + norm(pin), 0) / 3;
  const first = withNorm(subtract(b, a), 1);
  const rest = subtract(c, a);
  const across = combine(1, rest, -dot(rest, first), first);
  const flat = norm(across) <= 1e-6 * Math.max(norm(rest), 1e-30);
  const second = flat ? new Float32Array(a.length) : withNorm(across, 1);
  const coordinates = pins.map((pin) => {
    const away = subtract(pin, centre);
    return [dot(away, first), dot(away, second)] as [number, number];
  });
  const reach = Math.max(...coordinates.map(([x, y]) => Math.hypot(x, y))) || 1;
  return {
    pins: coordinates.map(([x, y]) => [x / reach, y / reach]),
    at(x, y) {
      const place = combine(1, centre, 1, combine(x * reach, first, y * reach, second));
      return options.normalised ? withNorm(place, length) : place;
    },
  };
}
