/** The page's interface to the converter: files in, a bundle in the browser's own storage out, all in a worker. */
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
  /** Called with each sentence that the user should read about the finished model. */
  onWarning?: (words: string) => void;
}

/**
 * Converts dropped, picked or fetched files, and stores the bundle on this device. The bytes of fetched files are
 * transferred to the worker.
 * @throws errors of the converter; MODEL_TOO_SLOW if it had to be ended; STORAGE_FULL and STORAGE_REFUSED;
 * WORKER_UNAVAILABLE; CANCELLED as soon as the signal fires.
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
    `The converter stopped: ${message || 'its script could not be loaded'}. A very large model may have used up this tab's memory; try converting it on the command line.`,
  );
