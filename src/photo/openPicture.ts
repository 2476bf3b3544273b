import { ZscapeError } from '../base/errors.ts';
import { startWorker } from '../base/workers/startWorker.ts';
import { askOnce } from '../base/workers/workerCalls.ts';
import { nameOf } from './open/check.ts';
import type { OpenCalls } from './open/protocol.ts';

/**
 * Opens a picture that a person chose, dropped, pasted or took: upright, its first frame, at most 2048 pixels a side.
 * Nothing is sent anywhere. The receiver owns the bitmap and closes it.
 * @throws PICTURE_EMPTY, PICTURE_UNREADABLE, PICTURE_CUT_OFF, PICTURE_KIND, PICTURE_TOO_LARGE, PICTURE_TOO_SMALL, each
 * naming the file; WORKER_UNAVAILABLE; CANCELLED when the signal fires
 */
export function openPicture(file: Blob, signal?: AbortSignal): Promise<ImageBitmap> {
  const start = () =>
    startWorker(
      () =>
        new Worker(new URL('./open/open.worker.ts', import.meta.url), {
          type: 'module',
          name: 'zscape-picture',
        }),
      'The picture cannot be opened',
    );
  return askOnce<OpenCalls, 'open'>(
    start,
    'open',
    { file },
    {
      signal,
      failed: () =>
        new ZscapeError(
          'PICTURE_UNREADABLE',
          `${nameOf(file)} could not be opened: this tab may be short of memory. Make the picture smaller and choose it again.`,
        ),
    },
  );
}
