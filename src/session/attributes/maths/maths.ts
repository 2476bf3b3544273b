/** The page's half of the worker for long calculations. */
import { ZscapeError } from '../../../base/errors.ts';
import { startWorker } from '../../../base/workers/startWorker.ts';
import { askOnce } from '../../../base/workers/workerCalls.ts';
import type { Kind, Questions } from './messages.ts';

const start = () =>
  startWorker(
    () => new Worker(new URL('./maths.worker.ts', import.meta.url), { type: 'module', name: 'zscape-maths' }),
    'Directions of the latent space cannot be worked out',
  );

/**
 * Asks for a long calculation. Each question has its own worker: the only way to stop a calculation is to end its worker,
 * and no other question should end with it.
 * @throws WORKER_UNAVAILABLE; CANCELLED as soon as the signal fires
 */
export const askMaths = <K extends Kind>(
  kind: K,
  ask: Questions[K]['ask'],
  signal?: AbortSignal,
): Promise<Questions[K]['answer']> => askOnce<Questions, K>(start, kind, ask, { signal, failed });

const failed = (message: string): ZscapeError =>
  new ZscapeError(
    'INTERNAL',
    `A calculation could not be done: ${message || 'its script could not be loaded'}. Try again.`,
  );
