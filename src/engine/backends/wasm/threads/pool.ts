/** The threads besides the engine's own. */
import type { Machine } from '../memory/machine.ts';
import { untilReady } from './untilReady.ts';

/** A thread's instruction: help this machine as its thread number `thread` (from 1). */
export interface ThreadTask {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  thread: number;
}

/** The part of a Worker that the pool needs. */
export interface Thread {
  postMessage(task: ThreadTask): void;
  terminate(): void;
}

/** Resolves with a running thread. */
export type SpawnThread = () => Promise<Thread>;

export class Pool {
  readonly #threads: readonly Thread[];

  private constructor(threads: readonly Thread[]) {
    this.#threads = threads;
  }

  /**
   * Starts threads.
   * @param count threads besides the calling one. @throws the error of the first one that does not start; all others are
   * ended then.
   */
  static async start(count: number, spawn: SpawnThread = spawnWorker): Promise<Pool> {
    const starting = Array.from({ length: count }, spawn);
    try {
      return new Pool(await Promise.all(starting));
    } catch (error) {
      for (const thread of starting) void thread.then((started) => started.terminate()).catch(() => {});
      throw error;
    }
  }

  /** All threads that compute, including the calling one. */
  get size(): number {
    return this.#threads.length + 1;
  }

  /** Gives the machine every thread. Those still helping another machine join once that one dismisses them. */
  attach(machine: Machine): void {
    const { module, memory } = machine;
    machine.helped = true;
    for (const [i, thread] of this.#threads.entries()) thread.postMessage({ module, memory, thread: i + 1 });
  }

  dispose(): void {
    for (const thread of this.#threads) thread.terminate();
  }
}

function spawnWorker(): Promise<Thread> {
  return untilReady(
    new Worker(new URL('./thread.worker.ts', import.meta.url), { type: 'module', name: 'zscape-kernels' }),
  );
}
