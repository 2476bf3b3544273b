/**
 * Joins pictures that are pushed as they come (`Engine.renderBatch`) to frames that are pulled in order
 * (`encodeGif`). They are rendered in groups, and a group is begun only when the one before is nearly used up, so
 * that few pictures ever wait.
 */
import { createDeferred } from '../deferred.ts';

export interface FrameQueue extends AsyncIterable<ImageBitmap> {
  push(image: ImageBitmap): void;
  /** No more pictures will come. */
  end(): void;
  /** No more pictures will come; whoever pulls is told why. */
  fail(error: unknown): void;
  /** Nobody will pull any more: pictures that wait, or come after, are closed. */
  abandon(): void;
  /** Resolves to true once fewer than `few` pictures wait, or to false when nobody will pull any more. */
  hasRoom(few: number): Promise<boolean>;
}

/** So many pictures are rendered at a time; fewer than twice as many ever wait. */
export const groupSize = 8;

/**
 * Has pictures of all latents rendered into the queue and ends it. A failure goes to whoever pulls.
 * @param render renders some of the latents, in order, and hands each picture to `take`
 */
export async function fillQueue(
  queue: FrameQueue,
  zs: readonly Float32Array[],
  render: (group: readonly Float32Array[], take: (image: ImageBitmap) => void) => Promise<void>,
): Promise<void> {
  try {
    for (let start = 0; start < zs.length; start += groupSize) {
      if (!(await queue.hasRoom(groupSize))) return;
      await render(zs.slice(start, start + groupSize), queue.push);
    }
    queue.end();
  } catch (error) {
    queue.fail(error);
  }
}

/** A queue for one reader. Pictures that are left when the reader stops, or that come after that, are closed. */
export function createFrameQueue(): FrameQueue {
  const waiting: ImageBitmap[] = [];
  let state: { kind: 'open' | 'ended' | 'abandoned' } | { kind: 'failed'; error: unknown } = { kind: 'open' };
  /** Resolves when there is something for the reader. */
  let change = createDeferred<void>();
  /** Resolves when the reader has taken something or has stopped. */
  let taken = createDeferred<void>();

  const moveTo = (next: typeof state): void => {
    if (state.kind === 'open') state = next;
    change.resolve();
  };

  const abandon = (): void => {
    state = { kind: 'abandoned' };
    for (const image of waiting.splice(0)) image.close();
    taken.resolve();
  };

  async function* read(): AsyncGenerator<ImageBitmap, void, undefined> {
    try {
      for (;;) {
        const image = waiting.shift();
        if (image) {
          taken.resolve();
          yield image;
        } else if (state.kind === 'failed') throw state.error;
        else if (state.kind !== 'open') return;
        else {
          change = createDeferred<void>();
          await change.promise;
        }
      }
    } finally {
      abandon();
    }
  }

  return {
    push(image) {
      if (state.kind === 'open') {
        waiting.push(image);
        change.resolve();
      } else {
        image.close();
      }
    },
    end: () => moveTo({ kind: 'ended' }),
    fail: (error) => moveTo({ kind: 'failed', error }),
    async hasRoom(few) {
      while (state.kind === 'open' && waiting.length >= few) {
        taken = createDeferred<void>();
        await taken.promise;
      }
      return state.kind === 'open';
    },
    abandon,
    [Symbol.asyncIterator]: read,
  };
}
