/** The converter as the page calls it: files in, a bundle in the browser's own storage out, all in a worker. */
import { fromPlainError, throwIfCancelled, ZscapeError } from '../../base/errors.ts';
import { startWorker } from '../../base/workers/startWorker.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import type { DroppedFile } from '../archive/dropped.ts';
import type { ConversionProgress, FromConverter, ToConverter } from './protocol.ts';
import { Watch } from './watch.ts';

export interface PageConversionOptions {
  taken: readonly string[];
  signal: AbortSignal;
  onProgress: (progress: ConversionProgress) => void;
}

/**
 * Converts what a visitor dropped or picked and keeps it on this device.
 * @throws what the converter throws, in words; MODEL_TOO_SLOW when it had to be ended; STORAGE_FULL and STORAGE_REFUSED; WORKER_UNAVAILABLE;
 * CANCELLED at once when the signal fires.
 */
export async function convertInPage(
  files: readonly DroppedFile[],
  { taken, signal, onProgress }: PageConversionOptions,
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
  let watch: Watch | undefined;
  try {
    return await new Promise<BundleManifest>((resolve, reject) => {
      watch = new Watch(reject);
      signal.addEventListener('abort', () => reject(new ZscapeError('CANCELLED', 'Cancelled.')), {
        once: true,
      });
      worker.onmessage = ({ data }: MessageEvent<FromConverter>) => {
        if (data.type === 'progress') onProgress(data.progress);
        else if (data.type === 'done') resolve(data.manifest);
        else if (data.type === 'begin' || data.type === 'end') watch?.hear(data);
        else reject(fromPlainError(data.error));
      };
      worker.onerror = (event) => {
        event.preventDefault();
        reject(
          new ZscapeError(
            'INTERNAL',
            `The converter stopped: ${event.message || 'its script could not be loaded'}. A very large model may have used up this tab's memory; the command line takes it.`,
          ),
        );
      };
      worker.postMessage({ files, taken } satisfies ToConverter);
    });
  } finally {
    watch?.stop();
    worker.terminate();
  }
}
