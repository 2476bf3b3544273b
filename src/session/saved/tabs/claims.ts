/**
 * Decides which tab a session belongs to, by the browser's Web Locks. A tab holds the lock of the session that it writes
 * to, from before it reads it until everything is written; so no two tabs write to one session, and the next tab reads
 * everything that the previous one wrote. Browsers without locks (and pages over plain http) grant every claim; there a
 * write notices that another tab has written (`Shelf.write`), and the later tab continues in a copy.
 */

/** The part of `LockManager` that is used here. */
export interface Locks {
  request(name: string, options: LockOptions, granted: (lock: unknown) => Promise<void>): Promise<unknown>;
  query(): Promise<{ held?: { name?: string }[] }>;
}

/** A session that belongs to this tab until it is released. */
export interface Claim {
  /** False if another tab may have written to it: the browser has no locks, or gave this one too late. */
  readonly guarded: boolean;
  release(): void;
}

const prefix = 'zscape-session-';
/** A browser that does not respond for this long is at first treated as one without locks. */
const answerWithinMs = 1500;

export class Claims {
  readonly #locks: Locks | undefined;

  constructor(locks: Locks | undefined) {
    this.#locks = locks;
  }

  /**
   * Claims a session for this tab.
   * @param waitMs how long to wait for a page that is about to close, as at a reload; 0 asks once
   * @returns null if another tab has it
   */
  claim(id: string, waitMs = 0): Promise<Claim | null> {
    const locks = this.#locks;
    if (!locks) return Promise.resolve(unguarded);
    return new Promise((resolve) => {
      const options = waitMs > 0 ? { signal: AbortSignal.timeout(waitMs) } : { ifAvailable: true };
      // A lock that arrives late (the page may have been busy) is held nevertheless: other tabs are to see it.
      let release: () => void = () => undefined;
      const released = new Promise<void>((done) => {
        release = done;
      });
      const timer = setTimeout(() => resolve({ guarded: false, release }), waitMs + answerWithinMs);
      const granted = (lock: unknown): Promise<void> => {
        clearTimeout(timer);
        resolve(lock === null ? null : { guarded: true, release });
        return lock === null ? Promise.resolve() : released;
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

  /** Returns the ids of the sessions that any tab has, as far as the browser knows. */
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

/** If the browser refuses locks, a session without a guard is better than none. */
const unguarded: Claim = { guarded: false, release: () => undefined };

function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && (error.name === 'AbortError' || error.name === 'TimeoutError');
}

/** Returns the browser's locks, if it has any. */
export function browserLocks(): Locks | undefined {
  try {
    return globalThis.navigator?.locks as Locks | undefined;
  } catch {
    return undefined;
  }
}
