/**
 * Measures whether a small step in latent space is a small step in the picture. The figures are those of
 * `training/evaluate/smoothness.py`, on walks between random latent vectors:
 * - evenness: the deviation of a walk's most unusual step from its mean step, as a share of the mean, averaged over walks;
 * - path length (after Karras, Laine and Aila 2019, section 4.1, with the picture's values in place of a network's features): the
 *   squared change of the picture over the squared length of a step of a thousandth of the way, at the beginning of each step.
 */
import { evennessOf, unevenness } from '../../latent/curve/change.ts';

/** Steps per walk. */
export const walkSteps = 24;
/** Length of the small step, as a share of the walk. */
export const smallStep = 1e-3;

/** Positions sampled on a walk: the ends of its steps, and a small step after the beginning of each. */
export const walkPlaces: { ends: readonly number[]; near: readonly number[] } = {
  ends: Array.from({ length: walkSteps + 1 }, (_, i) => i / walkSteps),
  near: Array.from({ length: walkSteps }, (_, i) => i / walkSteps + smallStep),
};

export interface WalkFigures {
  /** The deviation of its most unusual step from its mean step, as a share of the mean. */
  unevenness: number;
  /** Squared change over the squared small step, at the beginning of each step. */
  paths: number[];
}

/** A point where the picture changes fastest. */
export interface Leap {
  /** Index of the walk, and the position on it, 0 to 1. */
  walk: number;
  at: number;
  length: number;
}

export interface Smoothness {
  walks: number;
  /** Mean over the walks; 0.2 is a fifth. */
  evenness: number;
  path: { mean: number; median: number };
  /** Share of the total length in the hundredth of positions with the largest changes: 0.01 if all positions are alike. */
  inLeaps: number;
  /** The largest, at most one from each walk. */
  leaps: Leap[];
}

/** Rounds the values of a picture, 0 to 1, to bytes, as they are seen. */
export const toBytes = (values: ArrayLike<number>): Uint8Array =>
  Uint8Array.from(values, (value) => Math.round(255 * Math.min(1, Math.max(0, value))));

/** Returns the root mean square difference of two pictures' values. */
export function rms(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i]! - y[i]!) ** 2;
  return x.length > 0 ? Math.sqrt(sum / x.length) : 0;
}

/**
 * Returns the figures of one walk.
 * @param changes from the end of each step to the next, of the pictures' bytes
 * @param nearby root mean square changes over the small step at the beginning of each step, of the pictures' values
 */
export function walkFigures(changes: readonly number[], nearby: readonly number[]): WalkFigures {
  return {
    unevenness: unevenness(evennessOf(changes)),
    paths: nearby.map((change) => (change / smallStep) ** 2),
  };
}

/** Combines all walks. @param shown number of leaps to return */
export function smoothnessOf(walks: readonly WalkFigures[], shown = 3): Smoothness {
  const paths = walks.flatMap(({ paths: own }) => own).sort((p, q) => p - q);
  const whole = paths.reduce((sum, path) => sum + path, 0);
  const hundredth = paths.slice(paths.length - Math.ceil(paths.length / 100));
  const leaps = walks.map(({ paths: own }, walk): Leap => {
    const length = Math.max(...own);
    return { walk, at: own.indexOf(length) / walkSteps, length };
  });
  return {
    walks: walks.length,
    evenness: walks.reduce((sum, walk) => sum + walk.unevenness, 0) / Math.max(1, walks.length),
    path: {
      mean: paths.length > 0 ? whole / paths.length : 0,
      // For an even count, the lower of the two middle values, like PyTorch.
      median: paths[(paths.length - 1) >> 1] ?? 0,
    },
    inLeaps: whole > 0 ? hundredth.reduce((sum, path) => sum + path, 0) / whole : 0,
    leaps: leaps.sort((p, q) => q.length - p.length).slice(0, shown),
  };
}
