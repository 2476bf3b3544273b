/** Starts workers in browsers that may refuse them. */
import { ZscapeError } from '../errors.ts';

/**
 * Starts a worker, or something that lives in one.
 * @param make contains the `new Worker(new URL(...))` that the bundler looks for
 * @param task what cannot be done without it, as the beginning of a sentence: "The GIF cannot be made"
 * @throws WORKER_UNAVAILABLE if the browser cannot create one
 */
export function startWorker<T>(make: () => T, task: string): T {
  try {
    return make();
  } catch (cause) {
    const reason = cause instanceof Error && cause.message ? ` (${cause.message.replace(/\.$/, '')})` : '';
    throw new ZscapeError(
      'WORKER_UNAVAILABLE',
      `${task}: this browser does not let the page start a worker${reason}. Allow the page to run scripts in workers, or open it in another browser.`,
      { cause },
    );
  }
}
