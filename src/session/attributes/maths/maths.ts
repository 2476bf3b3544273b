/** The page's half of the worker for long sums. It is started by the first question and lives as long as the page. */
import { fromPlainError, throwIfCancelled, ZscapeError } from '../../../base/errors.ts';
import { startWorker } from '../../../base/workers.ts';
import type { FromMaths, Kind, Questions } from './messages.ts';

interface Call {
  resolve(answer: never): void;
  reject(error: unknown): void;
}

let worker: Worker | null = null;
let lastId = 0;
const calls = new Map<number, Call>();

/**
 * @throws WORKER_UNAVAILABLE; CANCELLED when the signal fires: the work is stopped then, and with it other questions that wait in the same worker.
 */
export async function askMaths<K extends Kind>(
  kind: K,
  ask: Questions[K]['ask'],
  signal?: AbortSignal,
): Promise<Questions[K]['answer']> {
  throwIfCancelled(signal);
  worker ??= startMaths();
  const id = ++lastId;
  const stop = () => end(new ZscapeError('CANCELLED', 'Cancelled.'));
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise((resolve, reject) => {
      calls.set(id, { resolve, reject });
      worker?.postMessage({ id, kind, ask });
    });
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

function startMaths(): Worker {
  const started = startWorker(
    () => new Worker(new URL('./maths.worker.ts', import.meta.url), { type: 'module', name: 'zscape-maths' }),
    'Directions of the latent space cannot be worked out',
  );
  started.onmessage = ({ data }: MessageEvent<FromMaths>) => {
    const call = calls.get(data.id);
    calls.delete(data.id);
    if ('error' in data) call?.reject(fromPlainError(data.error));
    else call?.resolve(data.answer as never);
  };
  started.onerror = (event) => {
    event.preventDefault();
    end(
      new ZscapeError(
        'INTERNAL',
        `A calculation could not be done: ${event.message || 'its script could not be loaded'}.`,
      ),
    );
  };
  return started;
}

function end(error: ZscapeError): void {
  worker?.terminate();
  worker = null;
  for (const call of calls.values()) call.reject(error);
  calls.clear();
}
