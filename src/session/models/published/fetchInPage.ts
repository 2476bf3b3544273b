/** The files of a published model for the page: fetched, checked and kept in a worker. */
import { throwIfCancelled, ZscapeError } from '../../../base/errors.ts';
import { startWorker } from '../../../base/workers/startWorker.ts';
import { WorkerCalls } from '../../../base/workers/workerCalls.ts';
import type { FileList } from '../../../bundle/published/fileList.ts';
import type { WantedFile } from '../../../download/fetchFiles.ts';

/** A worker fetches one model in its life, and the page ends it to cancel. */
export interface FetchingCalls {
  /** Reads the `files.json` of another source. */
  list: { ask: { base: string }; answer: FileList; news: never };
  files: {
    ask: FetchRequest;
    /** In the order of the request, each to be read where it is stored. */
    answer: File[];
    news: { type: 'bytes'; loaded: number; total: number };
  };
}

export interface FetchRequest {
  id: string;
  title: string;
  files: readonly WantedFile[];
  addresses: readonly string[];
}

export interface PageFetchOptions {
  signal: AbortSignal;
  onBytes: (loaded: number, total: number) => void;
}

/** A running worker, until it is ended. */
export interface Fetching {
  list(base: string): Promise<FileList>;
  files(request: FetchRequest): Promise<File[]>;
  end(): void;
}

/**
 * Starts the worker. @throws WORKER_UNAVAILABLE; the promises reject with any error, and with CANCELLED as soon as the
 * signal fires
 */
export function startFetching({ signal, onBytes }: PageFetchOptions): Fetching {
  throwIfCancelled(signal);
  const worker = startWorker(
    () =>
      new Worker(new URL('./fetching.worker.ts', import.meta.url), {
        type: 'module',
        name: 'zscape-fetching',
      }),
    'The model cannot be fetched here',
  );
  const calls = new WorkerCalls<FetchingCalls>(worker, {
    onError: (message) => calls.end(new ZscapeError('INTERNAL', `The download stopped: ${message}.`)),
  });
  return {
    list: (base) => calls.call('list', { base }, { signal, atOnce: true }).answer,
    files: (request) =>
      calls.call('files', request, {
        ...{ signal, atOnce: true },
        onNews: ({ loaded, total }) => onBytes(loaded, total),
      }).answer,
    end: () => calls.end(new ZscapeError('CANCELLED', 'Cancelled.')),
  };
}
