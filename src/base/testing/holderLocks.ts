import type { LifeLocks } from '../workers/life.ts';

/** Locks as a browser gives them, with a way to end the context that holds one. */
export class HolderLocks implements LifeLocks {
  readonly #held = new Map<string, () => void>();
  readonly #queue: { name: string; grant: () => void }[] = [];

  request(name: string, { signal }: LockOptions, granted: () => Promise<void>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const grant = () => {
        const gone = new Promise<void>((free) => this.#held.set(name, free));
        void Promise.race([granted(), gone]).then(() => this.#release(name));
        resolve(undefined);
      };
      signal?.addEventListener('abort', () => {
        this.#drop(grant);
        reject(signal.reason);
      });
      if (this.#held.has(name)) this.#queue.push({ name, grant });
      else grant();
    });
  }

  get waiting(): number {
    return this.#queue.length;
  }

  /** Ends the context that holds the lock. */
  end(name: string): void {
    this.#held.get(name)?.();
  }

  #drop(grant: () => void): void {
    const at = this.#queue.findIndex((one) => one.grant === grant);
    if (at >= 0) this.#queue.splice(at, 1);
  }

  #release(name: string): void {
    this.#held.delete(name);
    const next = this.#queue.find((one) => one.name === name);
    if (!next) return;
    this.#drop(next.grant);
    next.grant();
  }
}
