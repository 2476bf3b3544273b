/**
 * Connects pictures that are pushed as they arrive (`Engine.renderBatch`) with frames that are pulled in order
 * (`makeFilm`). They are rendered in groups, and a group is started only when the previous one is nearly used up, so few
 * pictures ever wait.
 */
import { createDeferred } from '../deferred.ts';

export interface FrameQueue extends AsyncIterable<ImageBitmap> {
  push(image: ImageBitmap): void;
  /** No more pictures will come. */
  end(): void;
  /** No more pictures will come; the reader gets the error. */
  fail(error: unknown): void;
  /** The reader has stopped: pictures that wait, or come later, are closed. */
  abandon(): void;
  /** Resolves to true once fewer than `few` pictures wait, or to false when the reader has stopped. */
  hasRoom(few: number): Promise<boolean>;
}

/** How many pictures are rendered at a time. Fewer than twice as many ever wait. */
export const groupSize = 8;

/**
 * Renders pictures of all frames into the queue and ends it. A failure goes to the reader.
 * @param at returns the latent of a frame, on demand: a film may have a million
 * @param render renders some of the latents, in order, and passes each picture to `take`; the first is that of frame
 * `start`
 */
export async function fillQueue(
  queue: FrameQueue,
  frames: number,
  at: (frame: number) => Float32Array,
  render: (
    group: readonly Float32Array[],
    take: (image: ImageBitmap) => void,
    start: number,
  ) => Promise<void>,
): Promise<void> {
  try {
    for (let start = 0; start < frames; start += groupSize) {
      if (!(await queue.hasRoom(groupSize))) return;
      const size = Math.min(groupSize, frames - start);
      const group = Array.from({ length: size }, (_, i) => at(start + i));
      await render(group, queue.push, start);
    }
    queue.end();
  } catch (error) {
    queue.fail(error);
  }
}

/** Creates a queue for one reader. Pictures that are left when the reader stops, or that come later, are closed. */
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
