/** Keeps the time of a worker from another thread: a worker that hangs cannot do so itself. */
import type { ZscapeError } from '../../base/errors.ts';
import { tooSlow } from '../run/deadline.ts';

/** What a worker posts when it begins something that may hang, and when it has ended it. */
export type WatchMessage =
  | { readonly type: 'begin'; readonly key: number; readonly what: string; readonly seconds: number }
  | { readonly type: 'end'; readonly key: number };

export class Watch {
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
  readonly #onLate: (error: ZscapeError) => void;

  /** @param onLate is called once for each piece of work that has not ended in time. */
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
