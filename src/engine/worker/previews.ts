/**
 * Chooses what answers a moving hand. Where a full picture takes too long, the largest preview that does not goes first, and the full
 * picture follows when the hand rests.
 */
import type { Preview } from '../backends/backend.ts';

/** How long a frame may take before a hand feels that the picture lags behind it. */
const FRAME_BUDGET_MS = 50;
/** A hand rests when it has asked for nothing for this long. */
export const REST_MS = 80;
/** A preview below an eighth of the picture's size shows no face. */
const SMALLEST = 1 / 8;

export class PreviewChooser {
  /** Time of the quickest full picture so far: a slower one tells more often of a busy machine than of the model. */
  #fullMs = Number.POSITIVE_INFINITY;
  /** The same for previews, by resolution. */
  readonly #previewMs = new Map<number, number>();

  /** To be told how long each picture took. */
  measured(ms: number, preview?: Preview): void {
    if (!preview) this.#fullMs = Math.min(this.#fullMs, ms);
    else {
      const before = this.#previewMs.get(preview.resolution) ?? Number.POSITIVE_INFINITY;
      this.#previewMs.set(preview.resolution, Math.min(before, ms));
    }
  }

  /** Whether full pictures have taken too long so far. The first one runs cold, and says so too early. */
  get slow(): boolean {
    return this.#fullMs > FRAME_BUDGET_MS && this.#fullMs < Number.POSITIVE_INFINITY;
  }

  /** For another model or backend. */
  reset(): void {
    this.#fullMs = Number.POSITIVE_INFINITY;
    this.#previewMs.clear();
  }

  /**
   * @param previews from low to high. @param size longest side of the full picture.
   * @returns the preview to show first, or nothing where the full picture is quick enough or nothing is quicker.
   */
  choose(previews: readonly Preview[] | undefined, size: number): Preview | undefined {
    if (!previews || !this.slow) return undefined;
    const large = previews.filter(({ resolution }) => resolution >= size * SMALLEST);
    const expected = ({ resolution, share }: Preview) =>
      this.#previewMs.get(resolution) ?? share * this.#fullMs;
    const inTime = large.filter((preview) => expected(preview) <= FRAME_BUDGET_MS);
    return inTime.at(-1) ?? large[0];
  }
}
