/** Waiting for a thread's first word. */

/** How often it is looked, and how many looks without an answer are too many: ten seconds. */
const LOOK_MS = 500;
const MOST_LOOKS = 20;

/** What is needed of a `Worker`. */
export interface StartingWorker {
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate(): void;
}

/**
 * Resolves with the worker when it has said its first word.
 *
 * Looks are counted and not the time that has passed: while the calling thread is busy, which may be for seconds when it reads a
 * large model, it hears nobody, and a word that came meanwhile must not be too late.
 * @throws Error when the worker fails or says nothing; it is ended then.
 */
export function untilReady<T extends StartingWorker>(
  worker: T,
  { lookMs = LOOK_MS, mostLooks = MOST_LOOKS } = {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    let looks = 0;
    const fail = (why: string) => {
      clearInterval(timer);
      worker.terminate();
      reject(new Error(why));
    };
    const timer = setInterval(() => {
      if (++looks >= mostLooks) fail('it did not start in time');
    }, lookMs);
    worker.onerror = (event) => {
      event.preventDefault();
      fail(event.message || 'a thread did not start');
    };
    worker.onmessage = () => {
      clearInterval(timer);
      worker.onerror = null;
      resolve(worker);
    };
  });
}
