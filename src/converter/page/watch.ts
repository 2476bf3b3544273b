/** Times a worker from another thread, because a worker that hangs cannot do so itself. */
import type { ZscapeError } from '../../base/errors.ts';
import { tooSlow } from '../run/deadline.ts';

/** A worker posts these before and after any work that may hang. */
export type WatchMessage =
  | { readonly type: 'begin'; readonly key: number; readonly what: string; readonly seconds: number }
  | { readonly type: 'end'; readonly key: number };

export class Watch {
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
  readonly #onLate: (error: ZscapeError) => void;

  /** @param onLate is called once for each piece of work that is not finished in time. */
  constructor(onLate: (error: ZscapeError) => void) {
    this.#onLate = onLate;
  }

  hear(message: WatchMessage): void {
    clearTimeout(this.#timers.get(message.key));
    this.#timers.delete(message.key);
    if (message.type === 'end') return;
    const { key, what, seconds } = message;
    this.#timers.set(
      key,
      setTimeout(() => this.#onLate(tooSlow(what, seconds)), seconds * 1000),
    );
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
