/** The page's half of the worker that compares pictures. */
import { ZscapeError } from '../../../base/errors.ts';
import { startWorker } from '../../../base/workers/startWorker.ts';
import { WorkerCalls } from '../../../base/workers/workerCalls.ts';
import type { Questions } from './compare.ts';

export interface Comparer {
  ask<K extends keyof Questions>(kind: K, question: Questions[K]['ask']): Promise<Questions[K]['answer']>;
  end(): void;
}

/** Starts the worker. @throws WORKER_UNAVAILABLE */
export function startComparer(): Comparer {
  const worker = startWorker(
    () =>
      new Worker(new URL('./compare.worker.ts', import.meta.url), { type: 'module', name: 'zscape-compare' }),
    'The model cannot be measured',
  );
  const calls = new WorkerCalls<Questions>(worker, {
    onError: (message) =>
      calls.end(
        new ZscapeError(
          'INTERNAL',
          `The pictures could not be compared: ${message || 'the script for it could not be loaded'}. Try again.`,
        ),
      ),
  });
  return {
    ask: (kind, question) => calls.call(kind, question).answer,
    end: () => calls.end(new ZscapeError('CANCELLED', 'Cancelled.')),
  };
}
