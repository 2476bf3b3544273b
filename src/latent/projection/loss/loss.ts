/**
 * The distance of a picture from the target, with its gradient with respect to the picture's values: the L1 distance of
 * Laplacian pyramids, plus the shortfall from full structural similarity in grey. A pixel that the mask leaves out does
 * not contribute to either.
 */
import { ZscapeError } from '../../../base/errors.ts';
import type { Target } from '../contract.ts';
import type { Numbers } from './lines.ts';
import { Pyramid } from './pyramid.ts';
import { Similarity } from './similarity.ts';

/** Weight of the shortfall in similarity, relative to the pyramid's distance. */
const SIMILARITY_WEIGHT = 0.05;

export interface Distance {
  loss: number;
  /** Root mean square of the differences, in units of [-1, 1]. */
  rms: number;
  /** Multi-scale structural similarity, at most 1. */
  msSsim: number;
}

export class Loss {
  readonly target: Target;
  readonly #mask: Numbers;
  /** Mean of the mask. */
  readonly #share: number;
  /** From the network's values to [-1, 1]. */
  readonly #scale: number;
  readonly #pyramid: Pyramid;
  readonly #similarity: Similarity;
  readonly #grey: Numbers;
  readonly #difference: Numbers;
  readonly #greyTarget: Numbers;

  /**
   * @param options coarse: without the finest scale of similarity, which the pyramid sees anyway; true when omitted
   * @throws PROJECTION_INVALID for an invalid target, or one in which nothing counts
   */
  constructor(target: Target, options: { coarse?: boolean } = {}) {
    checkTarget(target);
    const { data, width, height, channels, mask, range = [-1, 1] } = target;
    const pixels = width * height;
    this.target = target;
    this.#mask = mask ? Float64Array.from(mask) : new Float64Array(pixels).fill(1);
    this.#share = this.#mask.reduce((sum, value) => sum + value, 0) / pixels;
    this.#scale = 2 / (range[1] - range[0]);
    this.#pyramid = new Pyramid(width, height, channels);
    this.#greyTarget = new Float64Array(pixels);
    for (let i = 0; i < pixels; i++) {
      let sum = 0;
      for (let c = 0; c < channels; c++) sum += data[i * channels + c]! - range[0];
      this.#greyTarget[i] = (sum * this.#scale) / (2 * channels);
    }
    this.#similarity = new Similarity(this.#greyTarget, this.#mask, width, height, options.coarse ?? true);
    this.#grey = new Float64Array(pixels);
    this.#difference = new Float64Array(pixels * channels);
  }

  /** @param gradient receives the gradient of the loss with respect to `picture`, if given */
  of(picture: ArrayLike<number>, gradient?: Float32Array | Numbers): Distance {
    const { data, channels, width, height } = this.target;
    const pixels = width * height;
    const [difference, grey, mask, scale] = [this.#difference, this.#grey, this.#mask, this.#scale];
    let squares = 0;
    for (let i = 0; i < pixels; i++) {
      const counts = mask[i]!;
      let sum = 0;
      for (let c = 0; c < channels; c++) {
        const d = scale * (picture[i * channels + c]! - data[i * channels + c]!);
        squares += counts * d * d;
        difference[c * pixels + i] = counts * d;
        sum += d;
      }
      grey[i] = this.#greyTarget[i]! + (counts * sum) / (2 * channels);
    }
    const distance = this.#pyramid.distance(difference, this.#share);
    const { mean, product } = this.#similarity.compare(grey);
    if (gradient) {
      const along = SIMILARITY_WEIGHT / (2 * channels);
      for (let i = 0; i < pixels; i++) {
        const counts = scale * mask[i]!;
        for (let c = 0; c < channels; c++) {
          gradient[i * channels + c] = counts * (difference[c * pixels + i]! - along * grey[i]!);
        }
      }
    }
    return {
      loss: distance + SIMILARITY_WEIGHT * (1 - mean),
      rms: Math.sqrt(squares / (pixels * channels * this.#share)),
      msSsim: product,
    };
  }
}

function checkTarget({ data, width, height, channels, mask, range = [-1, 1] }: Target): void {
  const invalid = (sentence: string) => new ZscapeError('PROJECTION_INVALID', sentence);
  if (!(width >= 1 && height >= 1 && channels >= 1) || data.length !== width * height * channels) {
    throw invalid(
      `The picture has ${data.length} values, which do not make ${width} by ${height} pixels of ${channels} channels. Choose the picture again.`,
    );
  }
  if (!(range[1] > range[0]))
    throw invalid(`The range of the picture's values, from ${range[0]} to ${range[1]}, is empty.`);
  if (!data.every(Number.isFinite)) {
    throw invalid('The picture has NaN or infinite values. Choose the picture again.');
  }
  if (mask === null) return;
  if (mask.length !== width * height || !mask.every((value) => value >= 0 && value <= 1)) {
    throw invalid('The mask does not fit the picture. Brush it again.');
  }
  if (!mask.some((value) => value > 0)) {
    throw invalid('The whole picture is excluded. Brush over the part to search for with Include.');
  }
}
