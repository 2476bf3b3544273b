/** Waits for a thread's first message. */

/** Milliseconds between looks, and the looks without an answer after which to give up: ten seconds. */
const LOOK_MS = 500;
const MOST_LOOKS = 20;

/** The parts of a `Worker` that are needed here. */
export interface StartingWorker {
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate(): void;
}

/**
 * Resolves with the worker after its first message.
 *
 * It counts looks instead of elapsed time: while the calling thread is busy, which may take seconds when it reads a large
 * model, it hears nothing, and a message that arrived in the meantime must not count as late.
 * @throws Error if the worker fails or stays silent; it is ended then.
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
