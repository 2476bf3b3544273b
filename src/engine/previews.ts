/**
 * Answering a moving hand in time: when a full picture takes longer than the hand can wait, the largest preview that does
 * not goes first, and the full picture follows when the hand rests.
 */
import type { Preview } from './backends/backend.ts';

/** What a frame may take before a hand feels that the picture lags behind it. */
export const FRAME_BUDGET_MS = 50;
/** A hand that asked for nothing this long rests. */
export const REST_MS = 80;
/** Full pictures that are measured before any preview is shown: the first ones run cold. */
const MEASURED = 3;
/** A preview under an eighth of the picture's size shows no face. */
const SMALLEST = 1 / 8;

export class PreviewChooser {
  #frames = 0;
  /** The quickest full picture so far: a slow one more often tells of a busy machine than of the model. */
  #fullMs = Number.POSITIVE_INFINITY;

  /** To be told how long each full picture took. */
  measured(ms: number): void {
    this.#frames++;
    this.#fullMs = Math.min(this.#fullMs, ms);
  }

  /** For another model or backend. */
  reset(): void {
    this.#frames = 0;
    this.#fullMs = Number.POSITIVE_INFINITY;
  }

  /**
   * @param previews from low to high. @param size longest side of the full picture.
   * @returns the preview to show first, or nothing where the full picture is quick enough or nothing is quicker.
   */
  choose(previews: readonly Preview[] | undefined, size: number): Preview | undefined {
    if (!previews || this.#frames < MEASURED || this.#fullMs <= FRAME_BUDGET_MS) return undefined;
    const large = previews.filter(({ resolution }) => resolution >= size * SMALLEST);
    const inTime = large.filter(({ share }) => share * this.#fullMs <= FRAME_BUDGET_MS);
    return inTime.at(-1) ?? large[0];
  }
}
