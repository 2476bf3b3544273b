/** Retries after failures that may pass. */
import { ZscapeError } from '../../src/base/errors.ts';

/** A failure worth another try: a dropped connection, a busy server. */
export class Passing extends Error {
  override readonly name = 'Passing';
  /** Milliseconds that the server asked to wait. */
  readonly wait: number | undefined;
  /** True when bytes arrived before the failure: the connection works, so the count of tries starts again. */
  readonly progressed: boolean;

  constructor(message: string, options: ErrorOptions & { wait?: number; progressed?: boolean } = {}) {
    super(message, options);
    this.wait = options.wait;
    this.progressed = options.progressed ?? false;
  }
}

export interface RetryOptions {
  /** How many tries in a row without any progress in between. */
  readonly tries: number;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Gives numbers in [0, 1). */
  readonly random: () => number;
  readonly signal?: AbortSignal;
  readonly onRetry?: (why: string, milliseconds: number) => void;
}

const firstWait = 500;
const longestWait = 30_000;
/** The most tries in all, even if the connection drops after a little progress each time. */
const mostTries = 200;

/**
 * Exponential back-off with full jitter: before try n, waits a time drawn evenly from 0 to 0.5 s * 2^n, at most 30 s, unless the server asks for another.
 * @throws the last Passing once the tries are used up, and any other error immediately
 */
export async function withRetries<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  let inRow = 0;
  for (let all = 1; ; all++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Passing)) throw error;
      inRow = error.progressed ? 1 : inRow + 1;
      if (inRow >= options.tries || all >= mostTries) throw error;
      const most = Math.min(longestWait, firstWait * 2 ** inRow);
      const wait = error.wait === undefined ? options.random() * most : Math.min(error.wait, 2 * longestWait);
      options.onRetry?.(error.message, wait);
      await options.sleep(wait, options.signal);
    }
  }
}

/** @throws CANCELLED when the signal fires first. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = () => {
      clearTimeout(timer);
      reject(new ZscapeError('CANCELLED', 'Cancelled.'));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', cancel);
      resolve();
    }, milliseconds);
    if (signal?.aborted) cancel();
    else signal?.addEventListener('abort', cancel, { once: true });
  });
}
