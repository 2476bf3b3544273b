/**
 * Linear operations along one axis of numbers laid out as [outer, n, inner], and their transposes, which carry gradients
 * back. Rows of planes [channels, height, width] have outer = channels x height and inner = 1; columns have outer =
 * channels and inner = width.
 */
export type Numbers = Float64Array<ArrayBuffer>;

export const halfOf = (n: number): number => (n + 1) >> 1;

/** Each output is a weighted sum of a few inputs. Beyond an end, the number at the end is repeated. */
export class Line {
  readonly inputs: number;
  readonly outputs: number;
  readonly #count: number;
  readonly #index: Int32Array;
  readonly #weight: Numbers;

  /** @param weightsOf output i: the input of its first weight, and the weights, equally many for each output */
  private constructor(
    inputs: number,
    outputs: number,
    weightsOf: (i: number) => [number, readonly number[]],
  ) {
    this.inputs = inputs;
    this.outputs = outputs;
    const all = Array.from({ length: outputs }, (_, i) => weightsOf(i));
    this.#count = all[0]![1].length;
    this.#weight = Float64Array.from(all.flatMap(([, weights]) => weights));
    this.#index = Int32Array.from(
      all.flatMap(([first, weights]) => weights.map((_, t) => Math.min(inputs - 1, Math.max(0, first + t)))),
    );
  }

  /** From n to half as many, by the binomial filter (1, 3, 3, 1) / 8. */
  static halving(n: number): Line {
    return new Line(n, halfOf(n), (i) => [2 * i - 1, [0.125, 0.375, 0.375, 0.125]]);
  }

  /** From half as many to n, by linear interpolation. */
  static doubling(n: number): Line {
    return new Line(halfOf(n), n, (j) => (j & 1 ? [j >> 1, [0.75, 0.25]] : [(j >> 1) - 1, [0.25, 0.75]]));
  }

  apply(from: Numbers, to: Numbers, outer: number, inner: number): void {
    const [index, weight, count] = [this.#index, this.#weight, this.#count];
    if (inner === 1) {
      for (let o = 0; o < outer; o++) {
        const base = o * this.inputs;
        for (let i = 0, t = 0; i < this.outputs; i++) {
          let sum = 0;
          for (const end = t + count; t < end; t++) sum += weight[t]! * from[base + index[t]!]!;
          to[o * this.outputs + i] = sum;
        }
      }
      return;
    }
    to.fill(0, 0, outer * this.outputs * inner);
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < this.outputs; i++) {
        const at = (o * this.outputs + i) * inner;
        for (let t = i * count; t < (i + 1) * count; t++) {
          const start = (o * this.inputs + index[t]!) * inner;
          const factor = weight[t]!;
          for (let k = 0; k < inner; k++) to[at + k]! += factor * from[start + k]!;
        }
      }
    }
  }

  /** Adds the transpose of `apply`: from [outer, outputs, inner] to [outer, inputs, inner]. */
  applyBack(from: Numbers, to: Numbers, outer: number, inner: number): void {
    const [index, weight, count] = [this.#index, this.#weight, this.#count];
    if (inner === 1) {
      for (let o = 0; o < outer; o++) {
        const base = o * this.inputs;
        for (let i = 0, t = 0; i < this.outputs; i++) {
          const value = from[o * this.outputs + i]!;
          for (const end = t + count; t < end; t++) to[base + index[t]!]! += weight[t]! * value;
        }
      }
      return;
    }
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < this.outputs; i++) {
        const at = (o * this.outputs + i) * inner;
        for (let t = i * count; t < (i + 1) * count; t++) {
          const start = (o * this.inputs + index[t]!) * inner;
          const factor = weight[t]!;
          for (let k = 0; k < inner; k++) to[start + k]! += factor * from[at + k]!;
        }
      }
    }
  }
}
