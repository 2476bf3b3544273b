/**
 * Starting Emscripten's threads. Its glue sends each thread its own source, which TF.js takes from the function's text;
 * after minification that text names things outside of it and every thread dies. So the threads get the address of the
 * glue as it was published. It waits for ever for a thread that does not start; here that is a failure.
 */

/**
 * Runs `start`, and gives the threads that it makes the script at `scriptUrl`.
 * @throws what the first thread that fails says; no thread is left over then.
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
        // Before Emscripten's own handler, which would throw it at nobody.
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
  try {
    return await Promise.race([start(), failed]);
  } catch (error) {
    for (const thread of threads) thread.terminate();
    throw error;
  } finally {
    starting = false;
    globalThis.Worker = NativeWorker;
  }
}

/** Emscripten's message that gives a new thread its memory, module and source. */
function isLoad(message: unknown): message is { cmd: 'load'; urlOrBlob: unknown } {
  return typeof message === 'object' && message !== null && 'cmd' in message && message.cmd === 'load';
}
