/**
 * Chooses the answer to a moving hand. If a full picture takes too long, the largest preview that does not is shown
 * first, and the full picture follows when the hand rests.
 */
import type { Preview } from '../backends/backend.ts';

/** The longest frame time before the picture seems to lag behind the hand. */
const FRAME_BUDGET_MS = 50;
/** The hand counts as resting after this long without a request. */
export const REST_MS = 80;
/** A preview smaller than an eighth of the picture shows no recognisable face. */
const SMALLEST = 1 / 8;

export class PreviewChooser {
  /** Time of the quickest full picture so far: a slower one is more often due to a busy machine than to the model. */
  #fullMs = Number.POSITIVE_INFINITY;
  /** The same for previews, by resolution. */
  readonly #previewMs = new Map<number, number>();

  /** Records how long a picture took. */
  measured(ms: number, preview?: Preview): void {
    if (!preview) this.#fullMs = Math.min(this.#fullMs, ms);
    else {
      const before = this.#previewMs.get(preview.resolution) ?? Number.POSITIVE_INFINITY;
      this.#previewMs.set(preview.resolution, Math.min(before, ms));
    }
  }

  /** Whether full pictures have been too slow so far. The first one runs cold, so it may exaggerate. */
  get slow(): boolean {
    return this.#fullMs > FRAME_BUDGET_MS && this.#fullMs < Number.POSITIVE_INFINITY;
  }

  /** Forgets all times, for another model or backend. */
  reset(): void {
    this.#fullMs = Number.POSITIVE_INFINITY;
    this.#previewMs.clear();
  }

  /**
   * Chooses a preview.
   * @param previews from low to high. @param size longest side of the full picture.
   * @returns the preview to show first, or undefined if the full picture is quick enough or nothing is quicker.
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
