/** Makes an animated GIF of pictures, off the page's thread. */
import { fromPlainError, throwIfCancelled, ZscapeError } from '../../base/errors.ts';
import { startWorker } from '../../base/workers/startWorker.ts';
import { WorkerCalls } from '../../base/workers/workerCalls.ts';
import { createDeferred } from '../deferred.ts';
import { MAX_GIF_SIDE } from './gifFile.ts';
import type { GifCalls, GifSettings } from './messages.ts';

/** Frames that last less than 2 hundredths of a second are shown ten times as long by browsers. */
const MAX_GIF_FPS = 50;

/** So many pictures may wait in the worker: enough to keep it busy, and few enough to need little memory. */
const IN_FLIGHT = 3;

interface GifOptions extends GifSettings {
  /** Called with the number of frames that are in the file so far. */
  onProgress?: (frames: number) => void;
  signal?: AbortSignal;
}

/**
 * Encodes the pictures in order, taking each from `frames` only when there is room for it. Bitmaps are given away: they
 * are closed when painted.
 * @throws CANCELLED as soon as the signal fires; EXPORT_FAILED, in words; WORKER_UNAVAILABLE; and what `frames` itself throws.
 */
export async function encodeGif(
  frames: AsyncIterable<ImageBitmap> | Iterable<ImageBitmap>,
  options: GifOptions,
): Promise<Blob> {
  const { onProgress, signal, width, height, fps, loop, scaling } = options;
  checkSettings(options);
  throwIfCancelled(signal);
  const worker = startWorker(
    () => new Worker(new URL('./gif.worker.ts', import.meta.url), { type: 'module', name: 'gif' }),
    'The GIF cannot be made',
  );
  const failed = createDeferred<never>();
  failed.promise.catch(() => {}); // it may be rejected when nobody waits for it any more
  const fail = (error: ZscapeError): void => {
    failed.reject(error);
    calls.end(error);
  };
  const calls = new WorkerCalls<GifCalls>(worker, {
    onError: (message) => fail(exportError('INTERNAL', message || 'its worker could not be started')),
  });
  const ask = <K extends keyof GifCalls>(kind: K, what: GifCalls[K]['ask'], transfer: Transferable[] = []) =>
    calls.call(kind, what, { transfer }).answer.catch((error: ZscapeError) => {
      throw exportError(error.code, error.message);
    });
  const stop = (): void => fail(new ZscapeError('CANCELLED', 'Cancelled.'));
  signal?.addEventListener('abort', stop, { once: true });

  let over = false;
  const feed = async (): Promise<Blob> => {
    await ask('start', { width, height, fps, loop, scaling });
    let sent = 0;
    /** Of the frames that are with the worker, oldest first. */
    const waiting: Promise<void>[] = [];
    for await (const image of frames) {
      try {
        if (waiting.length >= IN_FLIGHT) await waiting.shift();
        if (over) throw new ZscapeError('CANCELLED', 'Cancelled.');
      } catch (error) {
        image.close();
        throw error;
      }
      const encoded = ask('frame', { image }, [image]).then((count) => onProgress?.(count));
      encoded.catch(failed.reject);
      waiting.push(encoded);
      sent += 1;
    }
    if (sent === 0) throw new ZscapeError('EXPORT_FAILED', 'There are no frames to make a GIF of.');
    await Promise.all(waiting);
    return ask('finish', undefined);
  };

  try {
    return await Promise.race([feed(), failed.promise]);
  } finally {
    over = true;
    signal?.removeEventListener('abort', stop);
    calls.end(new ZscapeError('CANCELLED', 'Cancelled.'));
  }
}

/** Each side needs two pixels at least, because the encoder crops pictures of a single row wrongly. */
function checkSettings({ width, height, fps }: GifSettings): void {
  const side = (value: number): boolean => Number.isInteger(value) && value >= 2 && value <= MAX_GIF_SIDE;
  if (!side(width) || !side(height)) {
    throw new ZscapeError(
      'EXPORT_FAILED',
      `A GIF cannot be ${width} × ${height} pixels: each side is a whole number from 2 to ${MAX_GIF_SIDE}.`,
    );
  }
  if (!(fps > 0 && fps <= MAX_GIF_FPS)) {
    throw new ZscapeError(
      'EXPORT_FAILED',
      `A GIF cannot show ${fps} frames a second: choose 1 to ${MAX_GIF_FPS}.`,
    );
  }
}

/** Turns a failure inside the worker into one of the export; errors that have a code of their own keep it. */
function exportError(code: ZscapeError['code'], message: string): ZscapeError {
  if (code !== 'INTERNAL') return fromPlainError({ code, message });
  return new ZscapeError(
    'EXPORT_FAILED',
    `The GIF could not be made: ${message}. Try a smaller size or fewer frames.`,
  );
}
