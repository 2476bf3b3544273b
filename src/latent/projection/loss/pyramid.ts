/**
 * The L1 distance of Laplacian pyramids (Burt and Adelson 1983; as a loss, Bojanowski and others 2018, "Optimizing the
 * latent space of generative networks"): each band of detail counts equally, so broad shapes attract z from afar and fine
 * ones decide at the end. The pyramid is linear, so one pyramid of the difference is enough.
 */
import { halfOf, Line, type Numbers } from './lines.ts';

/** |x| is rounded off below this, in units of [-1, 1]: sqrt(x^2 + e^2) - e (Charbonnier and others 1994). */
const ROUNDED = 0.01;
/** Levels are added while both sides have this many pixels. */
const LEAST_SIDE = 4;

interface Level {
  width: number;
  height: number;
  /** The difference at this size; on the way back, its gradient. */
  values: Numbers;
  /** Detail that the next level lacks; on the last level, the difference itself. On the way back, its gradient. */
  detail: Numbers;
  /** To the next level, columns after rows; null on the last. */
  down: { rows: Line; columns: Line } | null;
  up: { rows: Line; columns: Line } | null;
  /** Rows of the next level's width, columns of this one's. */
  between: Numbers;
}

export class Pyramid {
  readonly #channels: number;
  readonly #levels: Level[] = [];

  constructor(width: number, height: number, channels: number) {
    this.#channels = channels;
    let [w, h] = [width, height];
    for (;;) {
      const [halfWidth, halfHeight] = [halfOf(w), halfOf(h)];
      const last = Math.min(halfWidth, halfHeight) < LEAST_SIDE;
      this.#levels.push({
        width: w,
        height: h,
        values: new Float64Array(w * h),
        detail: new Float64Array(w * h),
        down: last ? null : { rows: Line.halving(w), columns: Line.halving(h) },
        up: last ? null : { rows: Line.doubling(w), columns: Line.doubling(h) },
        between: new Float64Array(halfWidth * h),
      });
      if (last) return;
      [w, h] = [halfWidth, halfHeight];
    }
  }

  /**
   * Returns the mean over levels of the mean of |detail|, and its gradient.
   * @param difference planes [channels, height, width], overwritten with its gradient
   * @param share the part of all pixels that counts, by which means are divided
   */
  distance(difference: Numbers, share: number): number {
    const pixels = this.#levels[0]!.values.length;
    let total = 0;
    // One plane after the other, so that all its levels stay in the processor's cache.
    for (let c = 0; c < this.#channels; c++) {
      total += this.#plane(difference.subarray(c * pixels, (c + 1) * pixels), share);
    }
    return total;
  }

  #plane(difference: Numbers, share: number): number {
    const levels = this.#levels;
    levels[0]!.values.set(difference);
    let total = 0;
    for (const [k, level] of levels.entries()) {
      const { width, height, values, detail, between } = level;
      const next = levels[k + 1];
      if (next) {
        level.down!.rows.apply(values, between, height, 1);
        level.down!.columns.apply(between, next.values, 1, next.width);
        level.up!.columns.apply(next.values, between, 1, next.width);
        level.up!.rows.apply(between, detail, height, 1);
      } else detail.fill(0);
      const factor = 1 / (levels.length * this.#channels * width * height * share);
      for (let i = 0; i < detail.length; i++) {
        const x = values[i]! - detail[i]!;
        const length = Math.sqrt(x * x + ROUNDED * ROUNDED);
        total += factor * (length - ROUNDED);
        detail[i] = (factor * x) / length;
      }
    }
    for (let k = levels.length - 1; k >= 0; k--) goBack(levels[k]!, levels[k + 1]);
    difference.set(levels[0]!.values);
    return total;
  }
}

/** Computes the gradient of a level's values, from that of its detail and the next level's. */
function goBack({ height, values, detail, between, down, up }: Level, next: Level | undefined): void {
  values.set(detail);
  if (!next) return;
  // The detail is the difference from the next level, so its gradient goes there with the opposite sign.
  for (let i = 0; i < detail.length; i++) detail[i] = -detail[i]!;
  between.fill(0);
  up!.rows.applyBack(detail, between, height, 1);
  up!.columns.applyBack(between, next.values, 1, next.width);
  between.fill(0);
  down!.columns.applyBack(next.values, between, 1, next.width);
  down!.rows.applyBack(between, values, height, 1);
}
