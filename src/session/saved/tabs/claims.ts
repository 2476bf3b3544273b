/**
 * Which tab a session belongs to, by the Web Locks of the browser. A tab holds the lock of the session that it writes to,
 * from before it reads it until all is written; so no two tabs write to one session, and whoever gets it next reads what
 * the one before left. Browsers without locks (and pages over plain http) have one tab less on their guard: there every
 * claim is granted.
 */

/** The part of `LockManager` that is used here. */
export interface Locks {
  request(name: string, options: LockOptions, granted: (lock: unknown) => Promise<void>): Promise<unknown>;
  query(): Promise<{ held?: { name?: string }[] }>;
}

/** A session that is this tab's own until it is given back. */
export interface Claim {
  release(): void;
}

const prefix = 'zscape-session-';
/** A browser that does not answer for this long is taken for one without locks. */
const answerWithinMs = 1500;

export class Claims {
  readonly #locks: Locks | undefined;

  constructor(locks: Locks | undefined) {
    this.#locks = locks;
  }

  /**
   * Makes a session this tab's own.
   * @param waitMs for a tab that is about to close, as at a reload; 0 asks once
   * @returns null when another tab has it
   */
  claim(id: string, waitMs = 0): Promise<Claim | null> {
    const locks = this.#locks;
    if (!locks) return Promise.resolve(unguarded);
    return new Promise((resolve) => {
      const options = waitMs > 0 ? { signal: AbortSignal.timeout(waitMs) } : { ifAvailable: true };
      let silent = false;
      const timer = setTimeout(() => {
        silent = true;
        resolve(unguarded);
      }, waitMs + answerWithinMs);
      const granted = (lock: unknown): Promise<void> => {
        clearTimeout(timer);
        if (lock === null) resolve(null);
        // One that comes after all is of no use any more.
        if (lock === null || silent) return Promise.resolve();
        return new Promise((release) => resolve({ release }));
      };
      try {
        locks.request(prefix + id, options, granted).catch((error: unknown) => {
          clearTimeout(timer);
          resolve(isTimeout(error) ? null : unguarded);
        });
      } catch {
        clearTimeout(timer);
        resolve(unguarded);
      }
    });
  }

  /** Ids of the sessions that any tab has, as far as the browser tells. */
  async held(): Promise<ReadonlySet<string>> {
    try {
      const { held = [] } = (await this.#locks?.query()) ?? {};
      const names = held.flatMap(({ name }) => (name?.startsWith(prefix) ? [name] : []));
      return new Set(names.map((name) => name.slice(prefix.length)));
    } catch {
      return new Set();
    }
  }
}

/** Of a browser that refuses locks: better a session without a guard than none. */
const unguarded: Claim = { release: () => undefined };

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && (error.name === 'AbortError' || error.name === 'TimeoutError');
}

/** The browser's locks, where it has some to give. */
export function browserLocks(): Locks | undefined {
  try {
    return globalThis.navigator?.locks as Locks | undefined;
  } catch {
    return undefined;
  }
}
