/** Draws many pictures on several threads, each with its own network, and returns them in order. Node only. */
import { Worker } from 'node:worker_threads';
import { fromPlainError, type PlainError, throwIfCancelled, ZscapeError } from '../../base/errors.ts';
import type { DrawOptions } from './draw.node.ts';

/** Pictures `first`, `first + 1`, … */
export interface ToThread {
  first: number;
  zs: Float32Array[];
}

export type FromThread =
  | { type: 'ready' }
  | { type: 'drawn'; first: number; files: Uint8Array<ArrayBuffer>[] }
  | { type: 'failed'; error: PlainError };

/** The number of pictures in one request. */
const portion = 8;

interface RenderOptions {
  threads: number;
  signal: AbortSignal;
  /** Returns the latent of a picture, 0 to count - 1; called once for each, in order. */
  latentAt: (index: number) => Float32Array;
  /** Takes each picture, in order. If it throws, the work ends. */
  take: (index: number, picture: Uint8Array<ArrayBuffer>) => void;
}

/**
 * Renders all pictures.
 * @throws CANCELLED; ENGINE_FAILED if a thread ends unexpectedly; and errors of the threads and of `take`
 */
export async function renderAll(
  count: number,
  options: RenderOptions & { draw: DrawOptions },
): Promise<void> {
  const { threads, signal, latentAt, take, draw } = options;
  throwIfCancelled(signal);
  const workers: Worker[] = [];
  let asked = 0;
  let taken = 0;
  /** Pictures that arrived before their turn. */
  const early = new Map<number, Uint8Array<ArrayBuffer>[]>();
  try {
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new ZscapeError('CANCELLED', 'Cancelled.')), {
        once: true,
      });
      const ask = (worker: Worker) => {
        if (asked >= count) return;
        const first = asked;
        asked = Math.min(count, first + portion);
        const zs = Array.from({ length: asked - first }, (_, i) => latentAt(first + i));
        worker.postMessage({ first, zs } satisfies ToThread);
      };
      const answered = (worker: Worker, message: FromThread) => {
        if (message.type === 'failed') return reject(fromPlainError(message.error));
        if (message.type === 'drawn') early.set(message.first, message.files);
        ask(worker);
        for (let files = early.get(taken); files; files = early.get(taken)) {
          early.delete(taken);
          for (const file of files) take(taken++, file);
        }
        if (taken === count) resolve();
      };
      for (let i = 0; i < Math.min(threads, Math.ceil(count / portion)); i++) {
        const worker = new Worker(new URL('./thread.mjs', import.meta.url), {
          workerData: draw,
          execArgv: [],
        });
        workers.push(worker);
        worker.on('message', (message: FromThread) => {
          try {
            answered(worker, message);
          } catch (error) {
            reject(error);
          }
        });
        worker.once('error', (cause: Error) => reject(broken(cause.message, cause)));
        worker.once('exit', (code) => reject(broken(`it ended with code ${code}`)));
      }
    });
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function broken(why: string, cause?: unknown): ZscapeError {
  return new ZscapeError(
    'ENGINE_FAILED',
    `A drawing thread stopped (${why.replace(/\.$/, '')}). Try again with fewer --threads.`,
    { cause },
  );
}
