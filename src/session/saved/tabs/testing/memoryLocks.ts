/** Locks as a browser gives them to the tabs of one site: by name, one holder each, in the order of the requests. */
import type { Locks } from '../claims.ts';

interface Waiting {
  grant(): void;
}

export class MemoryLocks implements Locks {
  readonly #held = new Set<string>();
  readonly #waiting = new Map<string, Waiting[]>();

  request(
    name: string,
    { ifAvailable, signal }: LockOptions,
    granted: (lock: unknown) => Promise<void>,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const grant = () => {
        this.#held.add(name);
        void granted({ name })
          .finally(() => this.#release(name))
          .then(resolve, reject);
      };
      if (!this.#held.has(name)) grant();
      else if (ifAvailable) granted(null).then(resolve, reject);
      else {
        const waiting: Waiting = { grant };
        this.#waiting.set(name, [...(this.#waiting.get(name) ?? []), waiting]);
        signal?.addEventListener('abort', () => {
          this.#waiting.set(
            name,
            (this.#waiting.get(name) ?? []).filter((one) => one !== waiting),
          );
          reject(signal.reason);
        });
      }
    });
  }

  query(): Promise<{ held: { name: string }[] }> {
    return Promise.resolve({ held: [...this.#held].map((name) => ({ name })) });
  }

  #release(name: string): void {
    this.#held.delete(name);
    const [next, ...others] = this.#waiting.get(name) ?? [];
    this.#waiting.set(name, others);
    next?.grant();
  }
}
