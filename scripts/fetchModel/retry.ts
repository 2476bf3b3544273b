/** Trying again after failures that may pass. */
import { ZscapeError } from '../../src/base/errors.ts';

/** A failure that is worth another try: a dropped connection, a busy server. */
export class Passing extends Error {
  override readonly name = 'Passing';
  /** Milliseconds that the server asked to wait. */
  readonly wait: number | undefined;
  /** True when bytes arrived before the failure: the line works, so that the count of tries begins anew. */
  readonly progressed: boolean;

  constructor(message: string, options: ErrorOptions & { wait?: number; progressed?: boolean } = {}) {
    super(message, options);
    this.wait = options.wait;
    this.progressed = options.progressed ?? false;
  }
}

export interface RetryOptions {
  /** How many tries in a row, without any progress between them. */
  readonly tries: number;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Gives numbers in [0, 1). */
  readonly random: () => number;
  readonly signal?: AbortSignal;
  readonly onRetry?: (why: string, milliseconds: number) => void;
}

const firstWait = 500;
const longestWait = 30_000;
/** However often the line drops after a little progress, this many tries are enough. */
const mostTries = 200;

/**
 * Exponential back-off with full jitter: before try n a wait drawn evenly from 0 to 0.5 s * 2^n, at most 30 s; what the
 * server asks for instead, when it does.
 * @throws the last Passing once tries are used up, and anything else at once.
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
