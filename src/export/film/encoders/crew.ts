/** A few workers of one kind, for the parallel work of an encoder. */
import { ZscapeError } from '../../../base/errors.ts';
import type { CallTable } from '../../../base/workers/messages.ts';
import { startWorker } from '../../../base/workers/startWorker.ts';
import { WorkerCalls } from '../../../base/workers/workerCalls.ts';

const mostWorkers = 4;

/** Returns how many workers are worthwhile on this machine. */
export const crewSize = (): number => Math.max(1, Math.min(mostWorkers, navigator.hardwareConcurrency ?? 2));

export class Crew<T extends CallTable<T>> {
  readonly #calls: WorkerCalls<T>[] = [];
  #next = 0;

  /** @param make holds the `new Worker(new URL(...))` that the bundler looks for. @throws WORKER_UNAVAILABLE */
  constructor(make: () => Worker, count: number) {
    try {
      for (let i = 0; i < count; i++) {
        const calls: WorkerCalls<T> = new WorkerCalls<T>(startWorker(make, 'The film cannot be made'), {
          onError: (message) =>
            this.end(
              new ZscapeError(
                'EXPORT_FAILED',
                `The film could not be made: one of its workers ended${message ? ` (${message})` : ''}. Try a smaller size or fewer frames.`,
              ),
            ),
        });
        this.#calls.push(calls);
      }
    } catch (error) {
      this.end();
      throw error;
    }
  }

  get size(): number {
    return this.#calls.length;
  }

  /** Calls one of the workers. Each answers its calls in order. */
  ask<K extends keyof T>(
    worker: number,
    kind: K,
    what: T[K]['ask'],
    transfer: Transferable[] = [],
  ): Promise<T[K]['answer']> {
    return this.#calls[worker]!.call(kind, what, { transfer }).answer;
  }

  /** Calls the workers in turn. */
  askNext<K extends keyof T>(
    kind: K,
    what: T[K]['ask'],
    transfer: Transferable[] = [],
  ): Promise<T[K]['answer']> {
    this.#next = (this.#next + 1) % this.#calls.length;
    return this.ask(this.#next, kind, what, transfer);
  }

  /** Ends all workers, whatever they are doing. */
  end(error = new ZscapeError('CANCELLED', 'Cancelled.')): void {
    for (const calls of this.#calls) calls.end(error);
  }
}
