/** From pictures that are pushed as they come (`Engine.renderBatch`) to frames that are pulled in order (`encodeGif`). */
import { createDeferred } from '../deferred.ts';

export interface FrameQueue extends AsyncIterable<ImageBitmap> {
  push(image: ImageBitmap): void;
  /** No more pictures will come. */
  end(): void;
  /** No more pictures will come, and whoever pulls shall know why. */
  fail(error: unknown): void;
}

/** Pictures that are left when the reader stops, or that come after, are closed. For one reader. */
export function createFrameQueue(): FrameQueue {
  const waiting: ImageBitmap[] = [];
  let state: { kind: 'open' | 'ended' | 'abandoned' } | { kind: 'failed'; error: unknown } = { kind: 'open' };
  let change = createDeferred<void>();

  const moveTo = (next: typeof state): void => {
    if (state.kind === 'open') state = next;
    change.resolve();
  };

  async function* read(): AsyncGenerator<ImageBitmap, void, undefined> {
    try {
      for (;;) {
        const image = waiting.shift();
        if (image) yield image;
        else if (state.kind === 'failed') throw state.error;
        else if (state.kind !== 'open') return;
        else {
          change = createDeferred<void>();
          await change.promise;
        }
      }
    } finally {
      state = { kind: 'abandoned' };
      for (const image of waiting.splice(0)) image.close();
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
    [Symbol.asyncIterator]: read,
  };
}
