/** Work that is retried automatically until it succeeds: what could not be written a moment ago often can be later. */

export interface RetryingEvents {
  /** Called at the first failure after a success, not at the following ones. */
  failed(error: unknown): void;
  /** Called when it succeeds after a failure. */
  recovered(): void;
}

const firstDelayMs = 1000;
const longestDelayMs = 60_000;

/** Returns the milliseconds until the next try. @param failures in a row, at least 1 */
export function retryDelay(failures: number): number {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** (failures - 1));
}

export class Retrying {
  readonly #work: () => Promise<void>;
  readonly #events: RetryingEvents;
  readonly #delay: (failures: number) => number;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> = Promise.resolve();
  /** The next attempt, which has not begun: it will include everything requested until it does. */
  #next: Promise<void> | null = null;

  /** @param work does all outstanding work when it is called; two calls never overlap */
  constructor(work: () => Promise<void>, events: RetryingEvents, delay = retryDelay) {
    this.#work = work;
    this.#events = events;
    this.#delay = delay;
  }

  /** Tries now, or right after the current attempt. Resolves when that try has ended, successfully or not. */
  run(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#next) return this.#next;
    this.#next = this.#running.then(() => {
      this.#next = null;
      return this.#attempt();
    });
    this.#running = this.#next;
    return this.#next;
  }

  async #attempt(): Promise<void> {
    try {
      await this.#work();
      if (this.#failures > 0) this.#events.recovered();
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.run(), this.#delay(this.#failures));
      if (this.#failures === 1) this.#events.failed(error);
    }
  }
}
