/**
 * Tells when a worker has ended by itself. Browsers report an error of a script, but say nothing when they end a worker,
 * as where memory is short, or when its script closes it; calls to it would then wait for ever. So the worker holds a lock
 * of its own as long as it lives, and the page waits for that lock. Browsers without locks (and pages over plain http) do
 * without.
 */

import { freshId } from '../ids.ts';

/** The part of `LockManager` that is used here. */
export interface LifeLocks {
  request(name: string, options: LockOptions, granted: () => Promise<void>): Promise<unknown>;
}

/** From the page: the worker is to hold this lock. */
export interface LiveMessage {
  type: 'live';
  lock: string;
}

/** From the worker: it holds its lock. */
export interface LivingMessage {
  type: 'living';
}

const forever = new Promise<void>(() => {});

/** The worker's half: holds the lock until the worker ends. @param tell is called once it is held */
export function live(
  { lock }: LiveMessage,
  tell: (message: LivingMessage) => void,
  locks = browserLocks(),
): void {
  const granted = (): Promise<void> => {
    tell({ type: 'living' });
    return forever;
  };
  void request(locks, lock, {}, granted);
}

/** The page's half, for one worker. */
export class WorkerLife {
  readonly #lock = `zscape-worker-${freshId()}`;
  readonly #locks: LifeLocks | undefined;
  readonly #stop = new AbortController();

  constructor(locks = browserLocks()) {
    this.#locks = locks;
  }

  /** What the worker has to be told at first; null in a browser without locks. */
  get message(): LiveMessage | null {
    return this.#locks ? { type: 'live', lock: this.#lock } : null;
  }

  /** Waits for the worker's end, once it holds its lock. @param ended is not called after `stop` */
  watch(ended: () => void): void {
    const granted = async (): Promise<void> => {
      if (!this.#stop.signal.aborted) ended();
    };
    void request(this.#locks, this.#lock, { signal: this.#stop.signal }, granted);
  }

  stop(): void {
    this.#stop.abort();
  }
}

/** Where locks are refused, nothing is watched. */
async function request(
  locks: LifeLocks | undefined,
  lock: string,
  options: LockOptions,
  granted: () => Promise<void>,
): Promise<void> {
  try {
    await locks?.request(lock, options, granted);
  } catch {
    // Also the end of waiting, after `stop`.
  }
}

function browserLocks(): LifeLocks | undefined {
  try {
    return globalThis.navigator?.locks as LifeLocks | undefined;
  } catch {
    return undefined;
  }
}
