/** Counts the colours in pictures. */
import { binCount } from './colour.ts';

/** Sums for each colour of 6 bits a primary: its pixels, and their 8-bit primaries. */
export interface Histogram {
  /** The colours that occur, in order of first appearance. */
  readonly bins: Int32Array;
  /** Pixels of each of them. */
  readonly weights: Float64Array;
  /** Mean of each, r, g, b from 0 to 255: float64 [bins, 3]. */
  readonly means: Float64Array;
}

export class ColourCount {
  readonly #counts = new Uint32Array(binCount);
  readonly #sums = new Float64Array(3 * binCount);
  #met = new Int32Array(4096);
  #length = 0;

  /** @param rgba pixels; those less than half opaque are not counted */
  add(rgba: Uint8ClampedArray): void {
    const counts = this.#counts;
    const sums = this.#sums;
    for (let at = 0; at < rgba.length; ) {
      const [r, g, b, a] = [rgba[at]!, rgba[at + 1]!, rgba[at + 2]!, rgba[at + 3]!];
      const from = at;
      at += 4;
      // Neighbouring pixels are often identical.
      while (
        at < rgba.length &&
        rgba[at] === r &&
        rgba[at + 1] === g &&
        rgba[at + 2] === b &&
        rgba[at + 3] === a
      )
        at += 4;
      if (a < 128) continue;
      const pixels = (at - from) >> 2;
      const bin = ((r >> 2) << 12) | ((g >> 2) << 6) | (b >> 2);
      if (counts[bin] === 0) this.#meet(bin);
      counts[bin]! += pixels;
      sums[3 * bin]! += pixels * r;
      sums[3 * bin + 1]! += pixels * g;
      sums[3 * bin + 2]! += pixels * b;
    }
  }

  #meet(bin: number): void {
    if (this.#length === this.#met.length) {
      const larger = new Int32Array(2 * this.#length);
      larger.set(this.#met);
      this.#met = larger;
    }
    this.#met[this.#length++] = bin;
  }

  /** Returns the counts since the last call, and starts again from zero. */
  take(): Histogram {
    const bins = this.#met.slice(0, this.#length);
    const weights = new Float64Array(bins.length);
    const means = new Float64Array(3 * bins.length);
    for (let i = 0; i < bins.length; i++) {
      const bin = bins[i]!;
      const weight = this.#counts[bin]!;
      weights[i] = weight;
      for (let c = 0; c < 3; c++) {
        means[3 * i + c] = this.#sums[3 * bin + c]! / weight;
        this.#sums[3 * bin + c] = 0;
      }
      this.#counts[bin] = 0;
    }
    this.#length = 0;
    return { bins, weights, means };
  }
}
