/**
 * Runs TF.js on several threads of Node, each with a copy of the model, because its WASM backend uses only one thread in
 * Node. Node only.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { fromPlainError, type PlainError, ZscapeError } from '../../base/errors.ts';
import type { BundleFile } from '../emit/bundle.ts';
import type { Feed, Runner, RunOutput } from './runner.ts';

export interface PoolRequest {
  readonly z: Float32Array;
  readonly size: number;
  readonly nodes: readonly string[];
  readonly classes?: Feed;
}

export type PoolAnswer = { readonly outputs: RunOutput[] } | { readonly error: PlainError };

/** Each holds the weights as float32 and the pictures it works on. */
const mostThreads = 4;

/** Opens the pool. @param threads by default as many as the machine has, up to four. */
export async function openPool(
  files: readonly BundleFile[],
  threads = Math.min(mostThreads, availableParallelism()),
): Promise<Runner> {
  const lanes = await Promise.all(Array.from({ length: threads }, () => Lane.open(files)));
  let next = 0;
  return {
    lanes: lanes.length,
    runAll(z, size, nodes, classes) {
      const lane = lanes[next]!;
      next = (next + 1) % lanes.length;
      return lane.run({ z, size, nodes, ...(classes && { classes }) });
    },
    dispose() {
      for (const lane of lanes) lane.close();
    },
  };
}

interface Waiting {
  resolve(outputs: RunOutput[]): void;
  reject(error: unknown): void;
}

/** One thread; it answers requests in order. */
class Lane {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (answer: PoolAnswer) => {
      const waiting = this.#waiting.shift();
      if ('error' in answer) waiting?.reject(fromPlainError(answer.error));
      else waiting?.resolve(answer.outputs);
    });
    const fail = (cause: unknown): void => {
      const error = new ZscapeError(
        'OUT_OF_MEMORY',
        'A thread that ran the model ended early; it may have run out of memory.',
        { cause },
      );
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    };
    worker.on('error', fail);
    worker.on('exit', () => fail(undefined));
  }

  /** Resolves when the thread has loaded the model. */
  static async open(files: readonly BundleFile[]): Promise<Lane> {
    const worker = new Worker(new URL('./poolThread.mjs', import.meta.url), {
      workerData: files,
      execArgv: [],
    });
    const lane = new Lane(worker);
    await lane.#answer();
    return lane;
  }

  run(request: PoolRequest): Promise<RunOutput[]> {
    const answer = this.#answer();
    this.#worker.postMessage(request);
    return answer;
  }

  close(): void {
    this.#worker.removeAllListeners('exit');
    void this.#worker.terminate();
  }

  #answer(): Promise<RunOutput[]> {
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }
}
