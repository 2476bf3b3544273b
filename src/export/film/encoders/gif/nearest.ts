/**
 * Finds the nearest colour of a palette without looking at all of them: they are sorted by lightness, and the search goes
 * outwards.
 */

export class Nearest {
  readonly #order: Int32Array;
  /** Sorted by lightness: l, a, b of each. */
  readonly #sorted: Float64Array;
  readonly #count: number;
  /** Squared distance of the last result of `find`. */
  distance = 0;

  /** @param lab positions of the colours: float32 [count, 3] */
  constructor(lab: Float32Array, count: number) {
    const order = Int32Array.from({ length: count }, (_, i) => i);
    order.sort((i, j) => lab[3 * i]! - lab[3 * j]!);
    this.#order = order;
    this.#count = count;
    this.#sorted = new Float64Array(3 * count);
    for (let k = 0; k < count; k++) {
      for (let c = 0; c < 3; c++) this.#sorted[3 * k + c] = lab[3 * order[k]! + c]!;
    }
  }

  /** Returns the index of the nearest colour; its squared distance is in `distance`. */
  find(l: number, a: number, b: number): number {
    const sorted = this.#sorted;
    const count = this.#count;
    let low = 0;
    let high = count;
    while (low < high) {
      const half = (low + high) >> 1;
      if (sorted[3 * half]! < l) low = half + 1;
      else high = half;
    }
    let best = Number.POSITIVE_INFINITY;
    let found = 0;
    let below = low - 1;
    let above = low;
    while (below >= 0 || above < count) {
      if (above < count) {
        const dl = sorted[3 * above]! - l;
        if (dl * dl >= best) above = count;
        else {
          const da = sorted[3 * above + 1]! - a;
          const db = sorted[3 * above + 2]! - b;
          const d = dl * dl + da * da + db * db;
          if (d < best) {
            best = d;
            found = above;
          }
          above += 1;
        }
      }
      if (below >= 0) {
        const dl = sorted[3 * below]! - l;
        if (dl * dl >= best) below = -1;
        else {
          const da = sorted[3 * below + 1]! - a;
          const db = sorted[3 * below + 2]! - b;
          const d = dl * dl + da * da + db * db;
          if (d < best) {
            best = d;
            found = below;
          }
          below -= 1;
        }
      }
    }
    this.distance = best;
    return this.#order[found]!;
  }
}
