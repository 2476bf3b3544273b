/** Makes a film from pictures, off the page's thread: its worker paints, encodes and writes. */
import { fromPlainError, throwIfCancelled, toPlainError, ZscapeError } from '../../base/errors.ts';
import type { NewsOf } from '../../base/workers/messages.ts';
import { startWorker } from '../../base/workers/startWorker.ts';
import { WorkerCalls } from '../../base/workers/workerCalls.ts';
import { createDeferred } from '../deferred.ts';
import type { FilmSettings } from './contract.ts';
import { checkSettings } from './limits.ts';
import type { FilmLook } from './look.ts';
import type { FilmCalls, FilmPlace, MadeFilm } from './messages.ts';

/** How many pictures may wait in the worker: enough to keep it busy, and few enough to need little memory. */
const inFlight = 3;
/** How long a worker may take to clean up after an abandoned film, in milliseconds. */
const discardMs = 2000;

export interface FilmOptions {
  settings: FilmSettings;
  look: FilmLook;
  place: FilmPlace;
  /** Called with the number of frames that the film has so far. */
  onProgress?: ((frames: number) => void) | undefined;
  /** Called with the finished share of the work that remains after the last frame. */
  onFinishing?: ((share: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Makes the film, taking each picture from `frames` only when there is room for it. Bitmaps are transferred, and closed
 * once painted.
 * @throws CANCELLED as soon as the signal fires; EXPORT_FAILED, STORAGE_FULL and STORAGE_REFUSED, as sentences;
 * WORKER_UNAVAILABLE; and any error of `frames` itself. Nothing is left of the film then.
 */
export async function makeFilm(
  frames: AsyncIterable<ImageBitmap> | Iterable<ImageBitmap>,
  { settings, look, place, onProgress, onFinishing, signal }: FilmOptions,
): Promise<MadeFilm> {
  checkSettings(settings);
  throwIfCancelled(signal);
  const worker = startWorker(
    () => new Worker(new URL('./film.worker.ts', import.meta.url), { type: 'module', name: 'film' }),
    'The film cannot be made',
  );
  const failed = createDeferred<never>();
  failed.promise.catch(() => {}); // it may be rejected after everybody has stopped waiting
  let broken = false;
  const calls = new WorkerCalls<FilmCalls>(worker, {
    onError: (message) => {
      broken = true;
      failed.reject(exportError(message || 'its worker could not be started, or was ended by the browser'));
    },
  });
  const ask = <K extends keyof FilmCalls>(
    kind: K,
    what: FilmCalls[K]['ask'],
    more: { transfer?: Transferable[]; onNews?: (news: NewsOf<FilmCalls[K]>) => void } = {},
  ): Promise<FilmCalls[K]['answer']> =>
    calls.call(kind, what, more).answer.catch((error: unknown) => {
      const plain = toPlainError(error);
      throw plain.code === 'INTERNAL' ? exportError(plain.message) : fromPlainError(plain);
    });
  const stop = (): void => failed.reject(new ZscapeError('CANCELLED', 'Cancelled.'));
  signal?.addEventListener('abort', stop, { once: true });

  let over = false;
  const feed = async (): Promise<MadeFilm> => {
    await ask('start', { settings, look, place });
    let sent = 0;
    /** One for each frame with the worker, oldest first. */
    const waiting: Promise<void>[] = [];
    for await (const image of frames) {
      try {
        if (waiting.length >= inFlight) await waiting.shift();
        if (over) throw new ZscapeError('CANCELLED', 'Cancelled.');
      } catch (error) {
        image.close();
        throw error;
      }
      // The worker still answers frames of an abandoned film while it removes it.
      const tell = (count: number) => (over ? undefined : onProgress?.(count));
      const encoded = ask('frame', { image }, { transfer: [image] }).then(tell);
      encoded.catch(failed.reject);
      waiting.push(encoded);
      sent += 1;
    }
    if (sent === 0) throw new ZscapeError('EXPORT_FAILED', 'There are no frames to make a film of.');
    await Promise.all(waiting);
    return ask('finish', undefined, { onNews: ({ share }) => (over ? undefined : onFinishing?.(share)) });
  };

  let made = false;
  try {
    const film = await Promise.race([feed(), failed.promise]);
    made = true;
    return film;
  } finally {
    over = true;
    signal?.removeEventListener('abort', stop);
    const end = () => calls.end(new ZscapeError('CANCELLED', 'Cancelled.'));
    if (made || broken) end();
    else void takeAway(calls, end);
  }
}

/** Makes the worker remove its output, then ends it. Nobody waits for this. */
async function takeAway(calls: WorkerCalls<FilmCalls>, end: () => void): Promise<void> {
  const late = setTimeout(end, discardMs);
  await calls.call('cancel', undefined).answer.catch(() => undefined);
  clearTimeout(late);
  end();
}

/** Turns a failure inside the worker into one of the export. */
function exportError(words: string): ZscapeError {
  return new ZscapeError(
    'EXPORT_FAILED',
    `The film could not be made: ${words.replace(/\.$/, '')}. Try a smaller size, fewer frames or another format.`,
  );
}
