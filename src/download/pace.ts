/** How fast bytes arrive, and how long the rest will take. */

export interface PaceNow {
  readonly bytesPerSecond: number;
  /** Null while the speed is unknown. */
  readonly secondsLeft: number | null;
}

/** Older data say little about the future. */
const windowMs = 4000;
/** Earlier, a speed would be a guess. */
const leastMs = 300;

/** Measures the speed of the last seconds. Bytes that were there from the start do not count. */
export class Pace {
  readonly #seen: { at: number; loaded: number }[] = [];

  /** Adds a measurement. @param at milliseconds @param loaded bytes that are there by then, of `total` */
  now(at: number, loaded: number, total: number): PaceNow {
    this.#seen.push({ at, loaded });
    while (this.#seen.length > 2 && at - this.#seen[1]!.at >= windowMs) this.#seen.shift();
    const first = this.#seen[0]!;
    const took = at - first.at;
    if (took < leastMs || loaded <= first.loaded) return { bytesPerSecond: 0, secondsLeft: null };
    const bytesPerSecond = (1000 * (loaded - first.loaded)) / took;
    return { bytesPerSecond, secondsLeft: Math.max(0, total - loaded) / bytesPerSecond };
  }
}
