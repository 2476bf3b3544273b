/** Opens the destination of a film's bytes. */
import { ZscapeError } from '../../../base/errors.ts';
import type { FilmPlace } from '../messages.ts';
import { keptSink } from './kept.ts';
import type { OpenSink } from './openSink.ts';
import { pickedSink } from './picked.ts';

/**
 * Opens the destination of a film. Its operations run one after the other, and its failures are sentences.
 * @throws STORAGE_FULL, STORAGE_REFUSED, EXPORT_FAILED
 */
export async function openSink(place: FilmPlace): Promise<OpenSink> {
  const sink = await told(() => (place.kind === 'picked' ? pickedSink(place.handle) : keptSink()));
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(() => told(work));
    last = done.catch(() => {}); // reported to the caller
    return done;
  };
  return {
    write: (position, bytes) => inTurn(() => sink.write(position, bytes)),
    close: (type) => inTurn(() => sink.close(type)),
    discard: () => inTurn(() => sink.discard()),
  };
}

async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw sinkError(error);
  }
}

/** Turns the browser's error about a file that cannot or may not be written into a sentence. */
function sinkError(error: unknown): Error {
  const name = error instanceof Error ? error.name : '';
  if (error instanceof ZscapeError) return error;
  if (name === 'QuotaExceededError') {
    return new ZscapeError(
      'STORAGE_FULL',
      'There is no room left on this device for the film. Make room, or choose fewer frames or a smaller size.',
      { cause: error },
    );
  }
  if (
    ['NotAllowedError', 'NoModificationAllowedError', 'InvalidStateError', 'NotFoundError'].includes(name)
  ) {
    return new ZscapeError(
      'STORAGE_REFUSED',
      'The browser no longer lets the page write the film: permission was withdrawn, or the file is gone or in use. Export again and choose another file.',
      { cause: error },
    );
  }
  const words = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
  return new ZscapeError('EXPORT_FAILED', `The film could not be written: ${words}. Try again.`, {
    cause: error,
  });
}
