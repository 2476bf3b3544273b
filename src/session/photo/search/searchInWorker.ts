/** Searches in a separate worker: stopping ends it immediately, whatever it is doing. */
import { ZscapeError } from '../../../base/errors.ts';
import { startWorker } from '../../../base/workers/startWorker.ts';
import { WorkerCalls } from '../../../base/workers/workerCalls.ts';
import { Grants } from './grants.ts';
import type { SearchCalls, SearchOrder } from './messages.ts';
import type { Search } from './search.ts';

const start = () =>
  startWorker(
    () =>
      new Worker(new URL('./search.worker.ts', import.meta.url), { type: 'module', name: 'zscape-search' }),
    'The face cannot be searched for',
  );

/** @throws WORKER_UNAVAILABLE; CANCELLED as soon as the signal fires; any error of the search and the engine */
export const searchInWorker: Search = async (ask, engine, { signal, enough, onProgress }) => {
  if (signal.aborted) throw cancelled();
  const over = new AbortController();
  const calls = new WorkerCalls<SearchCalls, SearchOrder>(start(), {
    onError: (message) => calls.end(failed(message)),
  });
  const grants = new Grants(engine, (order, transfer) => calls.tell(order, transfer), over.signal);
  const endWell = () => calls.tell({ type: 'enough' });
  enough.addEventListener('abort', endWell, { once: true });
  try {
    const { answer } = calls.call('search', ask, {
      signal,
      atOnce: true,
      onNews: (news) => {
        if (news.type === 'progress') onProgress(news.progress);
        else grants.take(news);
      },
    });
    if (enough.aborted) endWell();
    return await answer;
  } finally {
    enough.removeEventListener('abort', endWell);
    over.abort();
    calls.end(cancelled());
  }
};

const cancelled = () => new ZscapeError('CANCELLED', 'Cancelled.');
const failed = (message: string) =>
  new ZscapeError(
    'INTERNAL',
    `The search for the face stopped: ${message || 'its script could not be loaded'}. Try again.`,
  );
