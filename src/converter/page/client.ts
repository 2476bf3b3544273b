/** The converter as the page calls it: files in, a bundle in the browser's own storage out, all in a worker. */
import { throwIfCancelled, ZscapeError } from '../../base/errors.ts';
import { startWorker } from '../../base/workers/startWorker.ts';
import { WorkerCalls } from '../../base/workers/workerCalls.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import type { DroppedFile } from '../archive/dropped.ts';
import type { ConversionProgress, ConverterCalls, FetchedFile, KnownModel } from './protocol.ts';
import { Watch } from './watch.ts';

export interface PageConversionOptions {
  taken: readonly string[];
  about?: KnownModel;
  signal: AbortSignal;
  onProgress: (progress: ConversionProgress) => void;
  /** Called with each sentence that a person should know of the finished model. */
  onWarning?: (words: string) => void;
}

/**
 * Converts what a visitor dropped or picked, or what was fetched, and keeps it on this device. Bytes that were fetched belong to the worker
 * afterwards.
 * @throws what the converter throws, in words; MODEL_TOO_SLOW when it had to be ended; STORAGE_FULL and STORAGE_REFUSED; WORKER_UNAVAILABLE;
 * CANCELLED at once when the signal fires.
 */
export async function convertInPage(
  files: readonly (DroppedFile | FetchedFile)[],
  { taken, about, signal, onProgress, onWarning }: PageConversionOptions,
): Promise<BundleManifest> {
  throwIfCancelled(signal);
  const worker = startWorker(
    () =>
      new Worker(new URL('./converter.worker.ts', import.meta.url), {
        type: 'module',
        name: 'zscape-converter',
      }),
    'The model cannot be converted here',
  );
  const calls = new WorkerCalls<ConverterCalls>(worker, {
    onError: (message) => calls.end(stopped(message)),
  });
  const watch = new Watch((error) => calls.end(error));
  try {
    return await calls.call(
      'convert',
      { files, taken, ...(about && { about }) },
      {
        signal,
        atOnce: true,
        transfer: files.flatMap((file) => ('bytes' in file ? [file.bytes.buffer] : [])),
        onNews(news) {
          if (news.type === 'progress') onProgress(news.progress);
          else if (news.type === 'warning') onWarning?.(news.words);
          else watch.hear(news);
        },
      },
    ).answer;
  } finally {
    watch.stop();
    calls.end(new ZscapeError('CANCELLED', 'Cancelled.'));
  }
}

const stopped = (message: string): ZscapeError =>
  new ZscapeError(
    'INTERNAL',
    `The converter stopped: ${message || 'its script could not be loaded'}. A very large model may have used up this tab's memory; the command line takes it.`,
  );
