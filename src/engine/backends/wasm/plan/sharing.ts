/**
 * Whether a program is quicker with the other threads' help or without. Nobody can say so beforehand: it depends on how much
 * work a step is, whether the threads have cores of their own, and what else the machine does. So both are tried.
 */

/** How much the newest frame counts in a way's average. */
const WEIGHT = 0.25;
/** Frames of each way before the first choice. */
const TRIALS = 3;
/** Frames until the other way is tried again: at first, and at most, when it went on to be the slower one. */
const FIRST_INTERVAL = 16;
const LONGEST_INTERVAL = 256;

interface Way {
  shared: boolean;
  frames: number;
  /** Milliseconds of a frame; newer ones count more. */
  average: number;
}

export class Sharing {
  readonly #together: Way = { shared: true, frames: 0, average: 0 };
  readonly #alone: Way = { shared: false, frames: 0, average: 0 };
  #interval = FIRST_INTERVAL;
  #sinceTrial = 0;
  #better = this.#together;

  /** @returns whether the next frame should be shared. */
  next(): boolean {
    const [together, alone] = [this.#together, this.#alone];
    if (Math.min(together.frames, alone.frames) < TRIALS) return together.frames <= alone.frames;
    if (++this.#sinceTrial <= this.#interval) return this.#better.shared;
    this.#sinceTrial = 0;
    return !this.#better.shared;
  }

  /** @param ms that a frame took, shared or not. */
  took(shared: boolean, ms: number): void {
    const way = shared ? this.#together : this.#alone;
    // The first frames find cold caches and code that is not optimised yet.
    way.average = way.frames++ < 2 ? ms : way.average + WEIGHT * (ms - way.average);
    if (Math.min(this.#together.frames, this.#alone.frames) < TRIALS) return;
    const better = this.#together.average < this.#alone.average ? this.#together : this.#alone;
    if (better !== this.#better) this.#interval = FIRST_INTERVAL;
    else if (way !== better) this.#interval = Math.min(2 * this.#interval, LONGEST_INTERVAL);
    this.#better = better;
  }
}
