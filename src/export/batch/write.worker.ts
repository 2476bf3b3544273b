/** Writes the files of a batch to disk while their pictures arrive, so no file is ever held in memory. */
import { ZscapeError } from '../../base/errors.ts';
import { answerCalls } from '../../base/workers/answerCalls.ts';
import { type DiskFile, openDiskFile } from './diskFile.ts';
import type { WriteCalls } from './messages.ts';
import { ShardZip } from './shardZip.ts';

interface Begun {
  fileName: string;
  file: DiskFile;
  zip: ShardZip;
}

let begun: Begun | null = null;

const current = (): Begun => {
  if (begun) return begun;
  throw new ZscapeError('INTERNAL', 'There is no file yet to write to.');
};

/** One call at a time, in order. */
let last: Promise<unknown> = Promise.resolve();
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const done = last.then(work);
  last = done.catch(() => {}); // reported to the caller
  return done;
}

/**
 * Turns a failure of the disk into a sentence here, because the browser's own name for it would be lost on the way to the
 * page.
 */
async function written<T>(fileName: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw diskError(error, fileName);
  }
}

function diskError(cause: unknown, fileName: string): unknown {
  if (cause instanceof ZscapeError) return cause;
  const name = cause instanceof Error ? cause.name : '';
  const whole = 'The files before it are complete';
  if (name === 'QuotaExceededError') {
    return new ZscapeError(
      'STORAGE_FULL',
      `There is no more room for ${fileName}. ${whole}; make room and press Resume.`,
      { cause },
    );
  }
  if (name === 'NotAllowedError' || name === 'SecurityError') {
    return new ZscapeError(
      'STORAGE_REFUSED',
      `The page may no longer write ${fileName} to the folder. ${whole}; press Resume and allow it again.`,
      { cause },
    );
  }
  if (name === 'NotFoundError') {
    return new ZscapeError(
      'STORAGE_REFUSED',
      `The folder of ${fileName} is gone. Put it back and press Resume, or start a new batch.`,
      { cause },
    );
  }
  const why = cause instanceof Error && cause.message ? ` (${cause.message.replace(/\.$/, '')})` : '';
  return new ZscapeError(
    'EXPORT_FAILED',
    `${fileName} could not be written${why}. ${whole}; press Resume to go on.`,
    { cause },
  );
}

const answered = answerCalls<WriteCalls>((message, transfer) => self.postMessage(message, { transfer }), {
  begin: ({ folder, fileName, time }) =>
    inTurn(() =>
      written(fileName, async () => {
        const file = await openDiskFile(folder, fileName);
        begun = { fileName, file, zip: new ShardZip((bytes) => file.push(bytes), time) };
        return undefined;
      }),
    ),
  picture: ({ name, bytes }) =>
    inTurn(() => {
      const { fileName, file, zip } = current();
      return written(fileName, async () => {
        zip.addPicture(name, bytes);
        await file.drain();
        return undefined;
      });
    }),
  finish: ({ latents, size, table, changes }) =>
    inTurn(() => {
      const { fileName, file, zip } = current();
      return written(fileName, async () => {
        zip.finish(latents, size, table, changes);
        await file.close();
        begun = null;
        return zip.bytes;
      });
    }),
  abandon: () =>
    inTurn(async () => {
      if (!begun) return undefined;
      const { file } = begun;
      begun = null;
      await file.abort().catch(() => undefined);
      return undefined;
    }),
});
self.addEventListener('message', ({ data }) => void answered(data));
