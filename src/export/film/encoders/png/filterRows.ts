/**
 * The filters of PNG (W3C, Portable Network Graphics, 9): each row is written as differences from its neighbours, by the
 * filter with the smallest sum of differences, as the specification advises (12.8).
 */

const filters = 5;

export class RowFilter {
  readonly #length: number;
  readonly #channels: 3 | 4;
  readonly #tries: Uint8Array[];
  #above: Uint8Array;
  #row: Uint8Array;

  /** @param alpha whether rows keep the fourth channel */
  constructor(width: number, alpha: boolean) {
    this.#channels = alpha ? 4 : 3;
    this.#length = width * this.#channels;
    this.#above = new Uint8Array(this.#length);
    this.#row = new Uint8Array(this.#length);
    this.#tries = Array.from({ length: filters }, () => new Uint8Array(this.#length));
  }

  /**
   * Filters rows that continue the previous ones.
   * @param rgba [rows, width, 4]. @returns [rows, 1 + width * channels]: each row after the number of its filter
   */
  filter(rgba: Uint8ClampedArray): Uint8Array<ArrayBuffer> {
    const length = this.#length;
    const channels = this.#channels;
    const rows = rgba.length / 4 / (length / channels);
    const filtered = new Uint8Array(rows * (length + 1));
    for (let y = 0; y < rows; y++) {
      const row = this.#row;
      let from = (y * length * 4) / channels;
      if (channels === 4) row.set(rgba.subarray(from, from + length));
      else {
        for (let at = 0; at < length; at += 3, from += 4) {
          row[at] = rgba[from]!;
          row[at + 1] = rgba[from + 1]!;
          row[at + 2] = rgba[from + 2]!;
        }
      }
      const best = this.#best();
      filtered[y * (length + 1)] = best;
      filtered.set(this.#tries[best]!, y * (length + 1) + 1);
      this.#row = this.#above;
      this.#above = row;
    }
    return filtered;
  }

  /** Tries all filters on the row. @returns the number of the best */
  #best(): number {
    const [row, above, back] = [this.#row, this.#above, this.#channels];
    const [none, sub, up, average, paeth] = this.#tries as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    let [s0, s1, s2, s3, s4] = [0, 0, 0, 0, 0];
    for (let i = 0; i < row.length; i++) {
      const x = row[i]!;
      const b = above[i]!;
      const a = i < back ? 0 : row[i - back]!;
      const c = i < back ? 0 : above[i - back]!;
      const [da, db, dc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - c - c)];
      none[i] = x;
      sub[i] = x - a;
      up[i] = x - b;
      average[i] = x - ((a + b) >> 1);
      paeth[i] = x - (da <= db && da <= dc ? a : db <= dc ? b : c);
      s0 += size(none[i]!);
      s1 += size(sub[i]!);
      s2 += size(up[i]!);
      s3 += size(average[i]!);
      s4 += size(paeth[i]!);
    }
    const sums = [s0, s1, s2, s3, s4];
    return sums.indexOf(Math.min(...sums));
  }
}

/** Returns the size of a difference, whose upper half stands for negative values. */
const size = (byte: number): number => (byte < 128 ? byte : 256 - byte);
