/** The page's half of the worker for long sums. It is started by the first question and lives as long as the page. */
import { createQuestionLine } from './questionLine.ts';

/**
 * Asks for a long sum; questions are answered one after the other.
 * @throws CANCELLED when the signal fires; the other questions go on.
 */
export const askMaths = createQuestionLine(
  () => new Worker(new URL('./maths.worker.ts', import.meta.url), { type: 'module', name: 'zscape-maths' }),
);
