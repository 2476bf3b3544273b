/**
 * The GIF's variant of LZW (GIF89a, appendix F), with a choice: if several colours would do for a pixel, it takes the one
 * that continues the longest string of the table. This is what makes smooth pictures small, because neighbouring colours
 * differ by less than one can see.
 */
import { type Bits, BitWriter } from './bits.ts';

/** The allowed results for pixels. Distances are squared, in OkLab. */
export interface PixelTargets {
  count: number;
  /** The target colour of each: float32 [count, 3]. */
  wanted: Float32Array;
  /** The palette's nearest colour to it. */
  nearest: Uint8Array;
  /** The allowed distance from the target. */
  limits: Float32Array;
  /** The colours that a viewer currently shows: float32 [count, 3]; kept up to date. */
  shown: Float32Array;
  /** Their distance from the target: the cost of a transparent pixel. */
  unchanged: Float32Array;
}

const mostCodes = 4096;
const mostBits = 12;
/** How many alternatives are tried for the longest string. */
const mostTries = 10;
/** After this many codes a full table is judged. */
const window = 192;

export class LzwCoder {
  readonly #out = new BitWriter();
  /** The table as a tree: a string's first extension, its next sibling of the same length, its last symbol, and its prefix. */
  readonly #child = new Int16Array(mostCodes);
  readonly #sibling = new Int16Array(mostCodes);
  readonly #symbol = new Uint8Array(mostCodes);
  readonly #parent = new Int16Array(mostCodes);
  readonly #nodes = new Int16Array(mostTries);
  readonly #places = new Int32Array(mostTries);
  readonly #sums = new Float64Array(mostTries);

  /**
   * @param lab positions of the palette's colours: float32 [colours, 3]; the symbol after the last is transparent
   * @param first whether a clear code comes before. @param last whether it ends with the end code, otherwise with a clear
   * code
   */
  encode(targets: PixelTargets, lab: Float32Array, colours: number, first: boolean, last: boolean): Bits {
    const { count, wanted, nearest, limits, shown, unchanged } = targets;
    const [child, sibling, symbol, parent] = [this.#child, this.#sibling, this.#symbol, this.#parent];
    const [nodes, places, sums] = [this.#nodes, this.#places, this.#sums];
    const out = this.#out;
    const clear = 2 ** symbolBits(colours);
    const through = colours;
    const start = symbolBits(colours) + 1;
    let bits = start;
    let next = clear + 2;
    let before = -1;
    // Pixels and codes since the table was empty, and since it was last judged.
    let codes = 0;
    let since = 0;
    let goodRate = 0;
    let sinceAt = 0;

    const empty = (): void => {
      for (let code = 0; code < clear; code++) {
        child[code] = -1;
        symbol[code] = code;
        parent[code] = -1;
      }
      bits = start;
      next = clear + 2;
      before = -1;
      codes = 0;
    };
    empty();
    if (first) out.write(clear, bits);

    /** Returns the distance of a symbol's colour from a pixel's target. */
    const distance = (sign: number, p: number): number => {
      if (sign === through) return unchanged[p]!;
      const dl = lab[3 * sign]! - wanted[3 * p]!;
      const da = lab[3 * sign + 1]! - wanted[3 * p + 1]!;
      const db = lab[3 * sign + 2]! - wanted[3 * p + 2]!;
      return dl * dl + da * da + db * db;
    };

    for (let at = 0; at < count; ) {
      let waiting = 0;
      if (unchanged[at]! <= limits[at]!) {
        nodes[waiting] = through;
        places[waiting] = at + 1;
        sums[waiting++] = unchanged[at]!;
      }
      const own = nearest[at]!;
      if (limits[at]! >= 0) {
        nodes[waiting] = own;
        places[waiting] = at + 1;
        sums[waiting++] = distance(own, at);
      }
      let best = -1;
      let bestEnd = -1;
      let bestSum = 0;
      let tries = mostTries;
      while (waiting > 0 && tries-- > 0) {
        let node = nodes[--waiting]!;
        let p = places[waiting]!;
        let sum = sums[waiting]!;
        while (p < count) {
          const limit = limits[p]!;
          let good = -1;
          let goodBy = 0;
          for (let c = child[node]!; c >= 0; c = sibling[c]!) {
            const sign = symbol[c]!;
            let by: number;
            if (sign === through) by = unchanged[p]!;
            else {
              const dl = lab[3 * sign]! - wanted[3 * p]!;
              const da = lab[3 * sign + 1]! - wanted[3 * p + 1]!;
              const db = lab[3 * sign + 2]! - wanted[3 * p + 2]!;
              by = dl * dl + da * da + db * db;
            }
            if (!(by <= limit)) continue;
            if (good < 0) {
              good = c;
              goodBy = by;
              continue;
            }
            // Two ways: follow the nearer one now, and perhaps the other later.
            const nearer = by < goodBy;
            if (waiting < mostTries) {
              nodes[waiting] = nearer ? good : c;
              places[waiting] = p + 1;
              sums[waiting++] = sum + (nearer ? goodBy : by);
            }
            if (nearer) {
              good = c;
              goodBy = by;
            }
          }
          if (good < 0) break;
          node = good;
          sum += goodBy;
          p += 1;
        }
        if (p > bestEnd || (p === bestEnd && sum < bestSum)) {
          best = node;
          bestEnd = p;
          bestSum = sum;
        }
      }
      // The decoder adds the last string plus this one's first symbol to its table, whether or not we use it.
      if (before >= 0 && next < mostCodes) {
        let root = best;
        while (parent[root]! >= 0) root = parent[root]!;
        const added = next++;
        if (added === 1 << bits && bits < mostBits) bits += 1;
        let known = child[before]!;
        while (known >= 0 && symbol[known] !== root) known = sibling[known]!;
        child[added] = -1;
        symbol[added] = root;
        parent[added] = before;
        if (known < 0) {
          sibling[added] = child[before]!;
          child[before] = added;
        }
        if (best === before && bestEnd < count && distance(root, bestEnd) <= limits[bestEnd]!) {
          best = added;
          bestEnd += 1;
        }
      }
      out.write(best, bits);
      before = best;
      codes += 1;
      for (let node = best, p = bestEnd - 1; node >= 0; node = parent[node]!, p--) {
        const sign = symbol[node]!;
        if (sign === through) continue;
        shown[3 * p] = lab[3 * sign]!;
        shown[3 * p + 1] = lab[3 * sign + 1]!;
        shown[3 * p + 2] = lab[3 * sign + 2]!;
      }
      at = bestEnd;
      if (next < mostCodes) {
        since = codes;
        sinceAt = at;
        goodRate = 0;
      } else if (codes - since === window) {
        // A full table stays in use as long as it serves no worse than at first.
        const rate = (at - sinceAt) / window;
        since = codes;
        sinceAt = at;
        if (rate < 0.9 * goodRate) {
          out.write(clear, bits);
          empty();
        } else goodRate = Math.max(goodRate, rate);
      }
    }
    if (next === 1 << bits && bits < mostBits && before >= 0) bits += 1;
    out.write(last ? clear + 1 : clear, bits);
    return out.take();
  }
}

/** Returns the number of bits for the symbols of the palette and the transparent one; the format needs at least 2. */
export const symbolBits = (colours: number): number => Math.max(2, Math.ceil(Math.log2(colours + 1)));
