/** The way through many latents, the keys. `timeline.ts` adds time to it. */

import { zOfPoint } from '../point/classTail.ts';
import { onPoints, type SpaceOptions } from '../point/onPoints.ts';
import { slerpWay } from '../vector/interpolate.ts';
import { toUnit } from '../vector/sphere.ts';
import { norm } from '../vector/vector.ts';
import { catmullRom } from './catmullRom.ts';
import { locate, sphericalSpline } from './sphericalSpline.ts';

/** `slerp`: great circles from key to key, with a corner at each. `smooth`: a curve without corners. */
export type PathCurve = 'slerp' | 'smooth';

/**
 * For a model that normalises z, smooth curves run on the sphere (`sphericalSpline.ts`), otherwise in plain space
 * (`catmullRom.ts`).
 */
export interface PathOptions extends SpaceOptions {
  curve: PathCurve;
  /** Whether the last key leads back to the first. */
  closed: boolean;
}

export interface Path {
  /** Number of segments from key to key: as many as keys when closed, one fewer when open, 0 for a single key. */
  segments: number;
  /**
   * The share of time that each segment should have for an even walk through the keys; they sum to 1. With these shares,
   * the velocity of `smooth` paths is continuous at the keys.
   */
  shares: number[];
  /**
   * float32 [size] at a position from 0 to `segments`; key k is exactly at k. Positions beyond wrap if the path is closed
   * and stop at the ends otherwise.
   */
  at(position: number): Float32Array;
}

/**
 * Creates the path through keys. @param keys one or more latents (or points) of the same size (RangeError if there are
 * none)
 */
export function createPath(keys: readonly Float32Array[], options: PathOptions): Path {
  const { curve, normalised, classes } = options;
  if (classes) {
    const path = createPath(
      keys.map((key) => zOfPoint(key, classes)),
      { ...options, classes: undefined },
    );
    const closed = options.closed && keys.length > 1;
    const weightsAt = (position: number) => keyWeights(position, keys.length, path.segments, closed);
    return { ...path, at: onPoints(classes, keys, () => path.at, weightsAt) };
  }
  if (keys.length === 0) throw new RangeError('A path has one key or more.');
  const closed = options.closed && keys.length > 1;
  const segments = closed ? keys.length : keys.length - 1;
  const even = Array.from({ length: segments }, () => 1 / segments);
  if (segments === 0) return { segments, shares: even, at: () => keys[0]!.slice() };

  type Between = (segment: number, t: number) => Float32Array;
  const exactly = (position: number, between: Between): Float32Array => {
    const { segment, t } = locate(position, segments, closed);
    if (t === 0) return keys[segment]!.slice();
    if (t === 1) return keys[(segment + 1) % keys.length]!.slice();
    return between(segment, t);
  };

  if (curve === 'slerp') {
    const ways = even.map((_, i) => slerpWay(keys[i]!, keys[(i + 1) % keys.length]!));
    const between: Between = (segment, t) => ways[segment]!(t);
    return { segments, shares: even, at: (position) => exactly(position, between) };
  }
  if (normalised && keys.every((key) => norm(key) > 0)) {
    const direction = sphericalSpline(keys.map(toUnit), closed);
    const length = smoothLengths(keys.map(norm), closed);
    const between: Between = (segment, t) => {
      const magnitude = length(segment + t);
      return Float32Array.from(direction(segment + t), (x) => magnitude * x);
    };
    return { segments, shares: even, at: (position) => exactly(position, between) };
  }
  const spline = catmullRom(
    keys.map((key) => Float64Array.from(key)),
    closed,
  );
  const whole = spline.spacing.reduce((sum, spacing) => sum + spacing, 0);
  return {
    segments,
    shares: spline.spacing.map((spacing) => spacing / whole),
    at: (position) => exactly(position, (segment, t) => Float32Array.from(spline.at(segment + t))),
  };
}

/** Returns the weights of all keys at a position: those of its two neighbours, and zero for the others. */
function keyWeights(position: number, count: number, segments: number, closed: boolean): number[] {
  const weights = new Array<number>(count).fill(0);
  const { segment, t } = segments > 0 ? locate(position, segments, closed) : { segment: 0, t: 0 };
  weights[segment]! += 1 - t;
  weights[(segment + 1) % count]! += t;
  return weights;
}

/**
 * Interpolates magnitudes between the keys: a cubic with continuous slope that never overshoots (Fritsch and Butland
 * 1984: at each key the harmonic mean of the slopes beside it, or 0 at a peak), so it stays positive.
 */
function smoothLengths(lengths: readonly number[], closed: boolean): (position: number) => number {
  const count = lengths.length;
  const segments = closed ? count : count - 1;
  const rise = (i: number): number => lengths[(i + 1) % count]! - lengths[i]!;
  const slopes = lengths.map((_, k) => {
    if (!closed && (k === 0 || k === count - 1)) return rise(Math.min(k, segments - 1));
    const before = rise((k + count - 1) % count);
    const after = rise(k);
    return before * after > 0 ? (2 * before * after) / (before + after) : 0;
  });
  return (position) => {
    const { segment, t } = locate(position, segments, closed);
    const [a, b] = [lengths[segment]!, lengths[(segment + 1) % count]!];
    const [p, q] = [slopes[segment]!, slopes[(segment + 1) % count]!];
    const s = 1 - t;
    return s * s * (1 + 2 * t) * a + t * t * (3 - 2 * t) * b + t * s * s * p - t * t * s * q;
  };
}
