/**
 * Multi-scale structural similarity (Wang, Simoncelli and Bovik 2003) of two grey pictures, with its gradient: the
 * similarity of brightness, contrast and structure in windows at several scales.
 */
import { Blur } from './blur.ts';
import type { Numbers } from './lines.ts';

/** Weights of the scales, from fine to coarse. A picture with fewer scales uses the first ones. */
const WEIGHTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];
/** Values go from 0 to 1. */
const C1 = 0.01 ** 2;
const C2 = 0.03 ** 2;
/** A scale is added while its smaller side has this many pixels. */
const LEAST_SIDE = 8;

/** One scale of the known picture b, and room for the other one, a. */
interface Scale {
  width: number;
  height: number;
  blur: Blur;
  /** Share of this scale in the sum, and of each window in the scale's mean. */
  weight: number;
  windows: Numbers;
  b: Numbers;
  meanB: Numbers;
  squareB: Numbers;
  a: Numbers;
  /** Scratch in the size of a. */
  product: Numbers;
  gradient: Numbers;
  meanA: Numbers;
  squareA: Numbers;
  both: Numbers;
}

/** The result of `compare`. */
export interface Compared {
  /** The weighted mean of the scales' similarities: contrast and structure, with brightness on the coarsest scale. At most 1. */
  mean: number;
  /** The paper's figure, the product of their powers; 0 if a scale's similarity is not above 0. */
  product: number;
}

export class Similarity {
  readonly #scales: Scale[] = [];

  /**
   * @param b the known picture, [height, width] with values from 0 to 1
   * @param mask how much each pixel counts, with a mean above 0
   * @param coarse omits the finest scale if there are others: it has the least weight and costs three quarters of the
   * time
   */
  constructor(b: Numbers, mask: Numbers, width: number, height: number, coarse: boolean) {
    let [w, h, known, counts] = [width, height, b, mask];
    this.#scales.push(scaleOf(known, counts, w, h));
    while (this.#scales.length < WEIGHTS.length && Math.min(w, h) >> 1 >= LEAST_SIDE) {
      [known, counts] = [shrunk(known, w, h), shrunk(counts, w, h)];
      [w, h] = [w >> 1, h >> 1];
      this.#scales.push(scaleOf(known, counts, w, h));
    }
    const first = coarse && this.#scales.length > 1 ? 1 : 0;
    const whole = WEIGHTS.slice(first, this.#scales.length).reduce((sum, weight) => sum + weight, 0);
    for (const [k, scale] of this.#scales.entries()) scale.weight = k < first ? 0 : WEIGHTS[k]! / whole;
  }

  /** @param a [height, width], overwritten with the gradient of `mean` */
  compare(a: Numbers): Compared {
    const scales = this.#scales;
    scales[0]!.a.set(a);
    let [mean, product] = [0, 1];
    for (const [k, scale] of scales.entries()) {
      const next = scales[k + 1];
      if (next) shrink(scale.a, next.a, scale.width, scale.height);
      if (scale.weight === 0) {
        scale.gradient.fill(0);
        continue;
      }
      const similarity = compareScale(scale, !next);
      mean += scale.weight * similarity;
      product *= Math.max(0, similarity) ** scale.weight;
    }
    for (let k = scales.length - 1; k > 0; k--) {
      const { width, height, gradient } = scales[k - 1]!;
      shrinkBack(scales[k]!.gradient, gradient, width, height);
    }
    a.set(scales[0]!.gradient);
    return { mean, product };
  }
}

function scaleOf(b: Numbers, mask: Numbers, width: number, height: number): Scale {
  const blur = new Blur(width, height);
  const plane = () => new Float64Array(width * height);
  const blurred = (values?: Numbers) => {
    const to = new Float64Array(blur.width * blur.height);
    if (values) blur.apply(values, to);
    return to;
  };
  const windows = blurred(mask);
  const whole = windows.reduce((sum, value) => sum + value, 0);
  // If only pixels at the very edge count, they may have no weight in any window.
  const even = 1 / windows.length;
  return {
    width,
    height,
    blur,
    weight: 1,
    windows: windows.map((value) => (whole > 1e-9 ? value / whole : even)),
    b,
    meanB: blurred(b),
    squareB: blurred(b.map((value) => value * value)),
    a: plane(),
    product: plane(),
    gradient: plane(),
    meanA: blurred(),
    squareA: blurred(),
    both: blurred(),
  };
}

/** Returns the similarity of one scale; its gradient, times the scale's weight, is left in `gradient`. */
function compareScale(scale: Scale, last: boolean): number {
  const { a, b, blur, product, gradient, meanA, squareA, both, meanB, squareB, windows, weight } = scale;
  blur.apply(a, meanA);
  for (let i = 0; i < a.length; i++) product[i] = a[i]! * a[i]!;
  blur.apply(product, squareA);
  for (let i = 0; i < a.length; i++) product[i] = a[i]! * b[i]!;
  blur.apply(product, both);
  let total = 0;
  for (let i = 0; i < meanA.length; i++) {
    const [ma, mb, share] = [meanA[i]!, meanB[i]!, windows[i]!];
    const under = squareA[i]! - ma * ma + squareB[i]! - mb * mb + C2;
    const contrast = (2 * (both[i]! - ma * mb) + C2) / under;
    const lightUnder = ma * ma + mb * mb + C1;
    const light = last ? (2 * ma * mb + C1) / lightUnder : 1;
    total += share * light * contrast;
    const factor = weight * share;
    // Gradients of the three means that depend on a: of a, of a squared, of a b.
    const dLight = last ? (2 * (mb - ma * light)) / lightUnder : 0;
    meanA[i] = factor * (dLight * contrast + (light * 2 * (ma * contrast - mb)) / under);
    squareA[i] = (-factor * light * contrast) / under;
    both[i] = (factor * light * 2) / under;
  }
  blur.applyBack(meanA, gradient);
  blur.applyBack(squareA, product);
  for (let i = 0; i < a.length; i++) gradient[i]! += 2 * a[i]! * product[i]!;
  blur.applyBack(both, product);
  for (let i = 0; i < a.length; i++) gradient[i]! += b[i]! * product[i]!;
  return total;
}

function shrunk(from: Numbers, width: number, height: number): Numbers {
  const to = new Float64Array((width >> 1) * (height >> 1));
  shrink(from, to, width, height);
  return to;
}

/** Means of 2x2 pixels; an odd last row or column is left out. */
function shrink(from: Numbers, to: Numbers, width: number, height: number): void {
  const [w, h] = [width >> 1, height >> 1];
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const p = 2 * y * width + 2 * x;
      to[y * w + x] = 0.25 * (from[p]! + from[p + 1]! + from[p + width]! + from[p + width + 1]!);
    }
  }
}

function shrinkBack(from: Numbers, to: Numbers, width: number, height: number): void {
  const [w, h] = [width >> 1, height >> 1];
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const p = 2 * y * width + 2 * x;
      const value = 0.25 * from[y * w + x]!;
      to[p]! += value;
      to[p + 1]! += value;
      to[p + width]! += value;
      to[p + width + 1]! += value;
    }
  }
}
