/** The page's half of the worker for long sums. It is started by the first question and lives as long as the page. */
import { startWorker } from '../../../base/workers/startWorker.ts';
import { createQuestionLine } from './questionLine.ts';

/**
 * Asks for a long sum; questions are answered one after the other.
 * @throws WORKER_UNAVAILABLE; CANCELLED when the signal fires; the other questions go on.
 */
export const askMaths = createQuestionLine(() =>
  startWorker(
    () => new Worker(new URL('./maths.worker.ts', import.meta.url), { type: 'module', name: 'zscape-maths' }),
    'Directions of the latent space cannot be worked out',
  ),
);
