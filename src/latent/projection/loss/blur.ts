/** Means over Gaussian windows that lie within a plane, and the transpose of that operation. */
import type { Numbers } from './lines.ts';

/** Structural similarity's window and its standard deviation in pixels (Wang and others 2004). */
const WINDOW = 11;
const SIGMA = 1.5;

/** Windows of 11 pixels, or of the whole side in smaller planes, with a proportionally smaller standard deviation. */
export class Blur {
  /** Size of the output. */
  readonly width: number;
  readonly height: number;
  readonly #from: { width: number; height: number };
  readonly #taps: Numbers;
  readonly #between: Numbers;
  /** The gradient with zeros around it, as many rows and columns as a window reaches over. */
  readonly #padded: Numbers;
  readonly #tall: Numbers;

  constructor(width: number, height: number) {
    const size = Math.min(WINDOW, width, height);
    const sigma = (SIGMA * size) / WINDOW;
    const taps = Float64Array.from({ length: size }, (_, t) =>
      Math.exp(-0.5 * ((t - (size - 1) / 2) / sigma) ** 2),
    );
    const sum = taps.reduce((whole, tap) => whole + tap, 0);
    this.#taps = taps.map((tap) => tap / sum);
    this.#from = { width, height };
    this.width = width - size + 1;
    this.height = height - size + 1;
    this.#between = new Float64Array(width * this.height);
    const margin = size - 1;
    this.#padded = new Float64Array((width + margin) * (height + margin));
    this.#tall = new Float64Array((width + margin) * height);
  }

  /** @param from [height, width] of the plane @param to [height, width] of this */
  apply(from: Numbers, to: Numbers): void {
    const { width } = this.#from;
    slide(from, this.#between, this.#taps, width, this.#between.length);
    for (let y = 0; y < this.height; y++) {
      slide(this.#between, to, this.#taps, 1, this.width, y * width, y * this.width);
    }
  }

  /** The transpose, which overwrites `to`: the same window, which is symmetric, over numbers with zeros around them. */
  applyBack(from: Numbers, to: Numbers): void {
    const { width, height } = this.#from;
    const margin = this.#taps.length - 1;
    const row = width + margin;
    for (let y = 0; y < this.height; y++) {
      this.#padded.set(from.subarray(y * this.width, (y + 1) * this.width), (y + margin) * row + margin);
    }
    slide(this.#padded, this.#tall, this.#taps, row, height * row);
    for (let y = 0; y < height; y++) slide(this.#tall, to, this.#taps, 1, width, y * row, y * width);
  }
}

/**
 * Applies a filter with step one along an axis whose neighbours are `stride` apart, which works on a single run of
 * numbers for either axis.
 */
function slide(
  from: Numbers,
  to: Numbers,
  taps: Numbers,
  stride: number,
  count: number,
  start = 0,
  at = 0,
): void {
  if (taps.length === WINDOW) {
    const [a, b, c, d, e, f] = taps as unknown as [number, number, number, number, number, number];
    for (let i = 0; i < count; i++) {
      const p = start + i;
      // The window is symmetric.
      to[at + i] =
        a * (from[p]! + from[p + 10 * stride]!) +
        b * (from[p + stride]! + from[p + 9 * stride]!) +
        c * (from[p + 2 * stride]! + from[p + 8 * stride]!) +
        d * (from[p + 3 * stride]! + from[p + 7 * stride]!) +
        e * (from[p + 4 * stride]! + from[p + 6 * stride]!) +
        f * from[p + 5 * stride]!;
    }
    return;
  }
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let t = 0; t < taps.length; t++) sum += taps[t]! * from[start + i + t * stride]!;
    to[at + i] = sum;
  }
}
