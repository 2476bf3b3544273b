/**
 * Whether a program is quicker with or without the other threads' help. This cannot be predicted: it depends on the work
 * per step, on whether the threads have their own cores, and on the load of the machine. So both ways are tried.
 */

/** The weight of the newest frame in the average. */
const WEIGHT = 0.25;
/** Frames of each way before the first choice. */
const TRIALS = 3;
/** Frames until the other way is tried again: initially, and at most, if it keeps being the slower one. */
const FIRST_INTERVAL = 16;
const LONGEST_INTERVAL = 256;

interface Way {
  shared: boolean;
  frames: number;
  /** Average milliseconds per frame, weighted towards newer ones. */
  average: number;
}

export class Sharing {
  readonly #together: Way = { shared: true, frames: 0, average: 0 };
  readonly #alone: Way = { shared: false, frames: 0, average: 0 };
  #interval = FIRST_INTERVAL;
  #sinceTrial = 0;
  #better = this.#together;

  /** Chooses the way of the next frame. @returns whether it should be shared. */
  next(): boolean {
    const [together, alone] = [this.#together, this.#alone];
    if (Math.min(together.frames, alone.frames) < TRIALS) return together.frames <= alone.frames;
    if (++this.#sinceTrial <= this.#interval) return this.#better.shared;
    this.#sinceTrial = 0;
    return !this.#better.shared;
  }

  /** Records a frame. @param ms its duration, shared or not. */
  took(shared: boolean, ms: number): void {
    const way = shared ? this.#together : this.#alone;
    // The first frames run with cold caches and unoptimised code.
    way.average = way.frames++ < 2 ? ms : way.average + WEIGHT * (ms - way.average);
    if (Math.min(this.#together.frames, this.#alone.frames) < TRIALS) return;
    const better = this.#together.average < this.#alone.average ? this.#together : this.#alone;
    if (better !== this.#better) this.#interval = FIRST_INTERVAL;
    else if (way !== better) this.#interval = Math.min(2 * this.#interval, LONGEST_INTERVAL);
    this.#better = better;
  }
}
