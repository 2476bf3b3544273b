/** Keeping the page gives way to the visitor: while they move something, no further file is fetched. */

/** For this long after each message of a page, in milliseconds. While a slider moves, they come more often. */
export const pauseMs = 1500;
/** All pauses together, in milliseconds: a walk may play for hours, and browsers end an installation after some minutes. */
export const mostMs = 60_000;

/** How long to wait, for times that only grow. */
export class Pause {
  #until = 0;
  #left = mostMs;

  /** The visitor is moving something. @param now milliseconds of any clock */
  note(now: number): void {
    const from = Math.max(now, this.#until);
    const more = Math.min(now + pauseMs - from, this.#left);
    this.#left -= more;
    this.#until = from + more;
  }

  /** Returns how many milliseconds remain. */
  remaining(now: number): number {
    return Math.max(0, this.#until - now);
  }
}

const pause = new Pause();

/** A page says that its visitor is moving something. */
export const noteVisitor = (): void => pause.note(performance.now());

/** Waits while the visitor is moving something. */
export async function visitorRests(): Promise<void> {
  for (;;) {
    const ms = pause.remaining(performance.now());
    if (ms === 0) return;
    await new Promise((resolve) => setTimeout(resolve, ms));
  }
}
