/**
 * Starts Emscripten's threads, avoiding three traps of TF.js 4.22. TF.js passes each thread its glue code as a function's
 * text, which after minification refers to names outside it, so every thread dies: here threads get the address of the
 * published glue. TF.js waits for ever for a thread that does not start: here that is a failure. And it never uses more
 * threads than half the cores it sees, whatever it is told: here it sees enough.
 */

/** TF.js makes a pool of eight workers, and hangs for ever if more are requested. */
export const MAX_THREADS = 8;

/**
 * Returns half the cores. A reported core is often one of two hardware threads of a physical core, and threads that wait
 * for each other suffer most when the page and the browser want a core too.
 */
export function threadsFor(cores: number): number {
  return Math.min(MAX_THREADS, cores, Math.max(2, Math.floor(cores / 2)));
}

/**
 * Returns how many of `threads` a model benefits from. Threads on all available cores wait for each other several times
 * per layer whenever the page or the browser computes too. On two busy cores a small model (1.3 million parameters) took
 * three times as long on two threads as on one, and a large one (23 million) a little more than half as long.
 */
export function threadsForModel(threads: number, cores: number, parameters: number): number {
  return threads < cores || parameters >= 5e6 ? threads : 1;
}

/**
 * Runs `start`, and gives the threads that it creates the script at `scriptUrl`.
 * @throws the error of the first thread that fails; no thread is left running then.
 */
export async function withThreads<T>(scriptUrl: string, start: () => Promise<T>): Promise<T> {
  const NativeWorker = globalThis.Worker;
  const threads: Worker[] = [];
  let starting = true;
  let fail: (error: Error) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });

  class Thread extends NativeWorker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      threads.push(this);
      this.addEventListener('error', (event) => {
        if (!starting) return;
        // Called before Emscripten's own handler, which would throw where nothing catches it.
        event.preventDefault();
        event.stopImmediatePropagation();
        fail(new Error(event.message || 'a thread did not start'));
      });
    }

    override postMessage(message: unknown, transfer?: Transferable[] | StructuredSerializeOptions): void {
      const options = Array.isArray(transfer) ? { transfer } : transfer;
      super.postMessage(isLoad(message) ? { ...message, urlOrBlob: scriptUrl } : message, options);
    }
  }

  globalThis.Worker = Thread;
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: 2 * MAX_THREADS, configurable: true });
  try {
    return await Promise.race([start(), failed]);
  } catch (error) {
    for (const thread of threads) thread.terminate();
    throw error;
  } finally {
    starting = false;
    globalThis.Worker = NativeWorker;
    Reflect.deleteProperty(navigator, 'hardwareConcurrency'); // uncovers the prototype's property, which has the true number
  }
}

/** Recognises Emscripten's message that gives a new thread its memory, module and source. */
function isLoad(message: unknown): message is { cmd: 'load'; urlOrBlob: unknown } {
  return typeof message === 'object' && message !== null && 'cmd' in message && message.cmd === 'load';
}
