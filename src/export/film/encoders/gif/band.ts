/**
 * One band of rows of a film, from pixels to the codes of each frame. Bands are independent: within a frame there is a
 * clear code between them, so each can have its own worker. A band remembers the pixels that a viewer currently shows,
 * because a pixel that need not change is left transparent.
 */
import type { Bits } from './bits.ts';
import { noiseSide } from './blueNoise.ts';
import { binColours, binCount, knowBin } from './colour.ts';
import { LzwCoder, type PixelTargets } from './lzw.ts';
import { Nearest } from './nearest.ts';
import { labOfColours, type Palette } from './palette.ts';

export interface BandFrame {
  /** RGBA of the band. */
  pixels: Uint8ClampedArray;
  palette: Palette;
  /** How far a pixel's colour may be from the nearest one, in OkLab's units; 0 allows only the nearest. */
  tolerance: number;
  /** Blue noise, 0 to 1, `noiseSide` squared values; null for no dithering. */
  noise: Float32Array | null;
  /** Pixels less than half opaque are left transparent, and nothing is kept of the previous frame. */
  alpha: boolean;
  /** Whether this is the first or the last band of its frame. */
  first: boolean;
  last: boolean;
}

/** Marks colours for which the palette has not been searched yet. */
const unknown = -1;
/** Two colours this close to each other are indistinguishable. */
const invisible = 0.012;

export class GifBand {
  readonly #width: number;
  readonly #top: number;
  readonly #targets: PixelTargets;
  readonly #coder = new LzwCoder();
  /**
   * The palette's answer for each colour of 6 bits: the nearest one, its distance, another one to mix with it, and the
   * share of that.
   */
  readonly #nearest = new Int16Array(binCount).fill(unknown);
  readonly #errors = new Float32Array(binCount);
  readonly #other = new Uint8Array(binCount);
  readonly #share = new Float32Array(binCount);
  /** Colours whose entries above are known. */
  #known: number[] = [];
  #palette: Palette | undefined;
  #lab: Float32Array = new Float32Array(0);
  #search: Nearest = new Nearest(this.#lab, 0);

  /** @param top row of the frame at which the band begins, for its position in the noise */
  constructor(width: number, height: number, top: number) {
    const count = width * height;
    this.#width = width;
    this.#top = top;
    this.#targets = {
      count,
      wanted: new Float32Array(3 * count),
      nearest: new Uint8Array(count),
      limits: new Float32Array(count),
      // Nothing is shown before the first frame: NaN is below no limit.
      shown: new Float32Array(3 * count).fill(Number.NaN),
      unchanged: new Float32Array(count),
    };
  }

  /** Returns the band's part of the frame's codes, which begins with a clear code if it is the first. */
  encode(frame: BandFrame): Bits {
    this.#use(frame.palette);
    this.#aim(frame);
    const { palette, first, last } = frame;
    return this.#coder.encode(this.#targets, this.#lab, palette.count, first, last);
  }

  #use(palette: Palette): void {
    if (this.#palette && sameColours(palette, this.#palette)) return;
    this.#palette = palette;
    for (const bin of this.#known) this.#nearest[bin] = unknown;
    this.#known = [];
    this.#lab = labOfColours(palette.rgb);
    this.#search = new Nearest(this.#lab, palette.count);
  }

  /** Sets for each pixel the colour it should have, and the allowed distance from it. */
  #aim({ pixels, tolerance, noise, alpha }: BandFrame): void {
    const { count, wanted, nearest, limits, shown, unchanged } = this.#targets;
    const colours = binColours();
    const lab = this.#lab;
    const slack = tolerance * tolerance;
    for (let p = 0, at = 0; p < count; p++, at += 4) {
      const w = 3 * p;
      if (alpha && pixels[at + 3]! < 128) {
        // Transparency is below every limit, and no colour is.
        unchanged[p] = -2;
        limits[p] = -1;
        nearest[p] = 0;
        continue;
      }
      const bin = ((pixels[at]! >> 2) << 12) | ((pixels[at + 1]! >> 2) << 6) | (pixels[at + 2]! >> 2);
      let index = this.#nearest[bin]!;
      if (index === unknown) index = this.#learn(bin, noise !== null);
      if (noise) {
        const x = p % this.#width;
        const y = this.#top + (p - x) / this.#width;
        const grain = noise[(y % noiseSide) * noiseSide + (x % noiseSide)]!;
        if (grain < this.#share[bin]!) index = this.#other[bin]!;
        // The target is the dithered colour itself: the original colour would smooth the noise away again.
        wanted[w] = lab[3 * index]!;
        wanted[w + 1] = lab[3 * index + 1]!;
        wanted[w + 2] = lab[3 * index + 2]!;
        limits[p] = slack;
      } else {
        wanted[w] = colours[3 * bin]!;
        wanted[w + 1] = colours[3 * bin + 1]!;
        wanted[w + 2] = colours[3 * bin + 2]!;
        limits[p] = this.#errors[bin]! + slack;
      }
      nearest[p] = index;
      if (alpha) unchanged[p] = Number.POSITIVE_INFINITY;
      else {
        const dl = shown[w]! - wanted[w]!;
        const da = shown[w + 1]! - wanted[w + 1]!;
        const db = shown[w + 2]! - wanted[w + 2]!;
        unchanged[p] = dl * dl + da * da + db * db;
      }
    }
  }

  #learn(bin: number, mixes: boolean): number {
    knowBin(bin);
    const colours = binColours();
    const lab = this.#lab;
    const [l, a, b] = [colours[3 * bin]!, colours[3 * bin + 1]!, colours[3 * bin + 2]!];
    const index = this.#search.find(l, a, b);
    this.#nearest[bin] = index;
    this.#errors[bin] = this.#search.distance;
    this.#known.push(bin);
    if (!mixes) return index;
    // The other colour is equally far on the opposite side; the original lies at some share of the way between the two.
    const [nl, na, nb] = [lab[3 * index]!, lab[3 * index + 1]!, lab[3 * index + 2]!];
    const other = this.#search.find(2 * l - nl, 2 * a - na, 2 * b - nb);
    const [wl, wa, wb] = [lab[3 * other]! - nl, lab[3 * other + 1]! - na, lab[3 * other + 2]! - nb];
    const way = wl * wl + wa * wa + wb * wb;
    // If the palette has the colour to within what can be seen, noise would only be visible.
    const along =
      way === 0 || this.#errors[bin]! < invisible ** 2
        ? 0
        : ((l - nl) * wl + (a - na) * wa + (b - nb) * wb) / way;
    this.#other[bin] = other;
    this.#share[bin] = Math.min(1, Math.max(0, along));
    return index;
  }
}

function sameColours(a: Palette, b: Palette): boolean {
  return a.count === b.count && a.rgb.every((value, i) => value === b.rgb[i]);
}
