/** The page's side of the worker for long calculations. The first question starts it. */
import { createQuestionLine } from './questionLine.ts';

/**
 * Has something calculated off the page's thread; questions are answered one after the other.
 * @throws CANCELLED when the signal fires; the other questions go on.
 */
export const askMaths = createQuestionLine(
  () => new Worker(new URL('./maths.worker.ts', import.meta.url), { type: 'module', name: 'zscape-maths' }),
);
