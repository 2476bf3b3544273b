/**
 * Heads for quick previews: for each lower resolution, the 1x1 convolution of its features that comes nearest to the
 * final picture scaled down. (The network's own head for that resolution is outdated: it was last trained when that was
 * the highest one.)
 */
import { createRandom, type Random } from '../../../base/random.ts';
import { LeastSquares } from './leastSquares.ts';

/** Pixels used from each picture: neighbours are nearly the same. */
const pixelsPerPicture = 64;

export interface Features {
  /** Row major [n, side, side, channels]. */
  readonly data: Float32Array;
  readonly side: number;
  readonly channels: number;
}

export interface Pictures {
  /** Row major [n, size, size, channels]. */
  readonly data: Float32Array;
  readonly size: number;
  readonly channels: number;
}

export interface FittedHead {
  readonly resolution: number;
  /** [1, 1, features, picture channels]. */
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
  readonly features: number;
  /** Root mean square on held-out samples, in image values. */
  readonly error: number;
}

/**
 * Fits the head of one resolution from samples given a few at a time: first those to learn from, then those to judge by.
 */
export class HeadFit {
  readonly #squares: LeastSquares;
  readonly #side: number;
  readonly #inputs: number;
  readonly #outputs: number;
  readonly #random: Random;
  #weights: Float64Array | undefined;
  #squareError = 0;
  #judged = 0;

  constructor(side: number, features: number, channels: number) {
    this.#side = side;
    this.#inputs = features;
    this.#outputs = channels;
    this.#squares = new LeastSquares(features, channels);
    this.#random = createRandom(side);
  }

  learn(features: Features, pictures: Pictures): void {
    const downscaled = boxDownscaled(pictures, this.#side);
    this.#eachPixel(features, (pixel) =>
      this.#squares.add(features.data, pixel * this.#inputs, downscaled, pixel * this.#outputs),
    );
  }

  judge(features: Features, pictures: Pictures): void {
    this.#weights ??= this.#squares.solve();
    const downscaled = boxDownscaled(pictures, this.#side);
    this.#eachPixel(features, (pixel) => {
      for (let k = 0; k < this.#outputs; k++) {
        let value = this.#weights![this.#inputs * this.#outputs + k]!;
        for (let i = 0; i < this.#inputs; i++) {
          value += features.data[pixel * this.#inputs + i]! * this.#weights![i * this.#outputs + k]!;
        }
        this.#squareError += (value - downscaled[pixel * this.#outputs + k]!) ** 2;
        this.#judged++;
      }
    });
  }

  result(): FittedHead {
    const weights = this.#weights ?? this.#squares.solve();
    return {
      resolution: this.#side,
      kernel: Float32Array.from(weights.subarray(0, this.#inputs * this.#outputs)),
      bias: Float32Array.from(weights.subarray(this.#inputs * this.#outputs)),
      features: this.#inputs,
      error: Math.sqrt(this.#squareError / Math.max(1, this.#judged)),
    };
  }

  #eachPixel({ data, side, channels }: Features, visit: (pixel: number) => void): void {
    const area = side * side;
    const pictures = data.length / (area * channels);
    for (let picture = 0; picture < pictures; picture++) {
      for (let i = 0; i < Math.min(area, pixelsPerPicture); i++) {
        visit(picture * area + (area <= pixelsPerPicture ? i : this.#random.below(area)));
      }
    }
  }
}

/** Averages squares of size/side pixels: [n, side, side, channels]. */
export function boxDownscaled({ data, size, channels }: Pictures, side: number): Float32Array {
  const times = size / side;
  const pictures = data.length / (size * size * channels);
  const downscaled = new Float32Array(pictures * side * side * channels);
  const share = 1 / (times * times);
  for (let n = 0; n < pictures; n++) {
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const from = ((n * size + y) * size + x) * channels;
        const to = ((n * side + Math.floor(y / times)) * side + Math.floor(x / times)) * channels;
        for (let k = 0; k < channels; k++) downscaled[to + k]! += data[from + k]! * share;
      }
    }
  }
  return downscaled;
}
