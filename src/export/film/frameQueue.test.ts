import { describe, expect, test } from 'vitest';
import { createFrameQueue, type FrameQueue, fillQueue, groupSize } from './frameQueue.ts';

/** Stand-ins for bitmaps, each of which must be closed once. */
function bitmaps(count: number): { images: ImageBitmap[]; closed: number[] } {
  const closed = new Array<number>(count).fill(0);
  const images = closed.map((_, i) => ({
    width: i,
    height: 1,
    close: () => {
      closed[i]! += 1;
    },
  }));
  return { images, closed };
}

async function widths(queue: FrameQueue, most = Number.POSITIVE_INFINITY): Promise<number[]> {
  const seen: number[] = [];
  for await (const image of queue) {
    seen.push(image.width);
    image.close();
    if (seen.length >= most) break;
  }
  return seen;
}

describe('a queue of frames', () => {
  test('yields the pictures in order, whether pushed before or during reading', async () => {
    const { images, closed } = bitmaps(6);
    const queue = createFrameQueue();
    for (const image of images.slice(0, 3)) queue.push(image);
    const reading = widths(queue);
    for (const image of images.slice(3)) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      queue.push(image);
    }
    queue.end();
    expect(await reading).toEqual([0, 1, 2, 3, 4, 5]);
    expect(closed).toEqual([1, 1, 1, 1, 1, 1]);
  });

  test('passes a failure on to the reader, after the pictures before it', async () => {
    const { images } = bitmaps(1);
    const queue = createFrameQueue();
    queue.push(images[0]!);
    queue.fail(new Error('no more'));
    await expect(widths(queue)).rejects.toThrow('no more');
  });

  test('closes pictures that nobody reads any more', async () => {
    const { images, closed } = bitmaps(4);
    const queue = createFrameQueue();
    for (const image of images.slice(0, 3)) queue.push(image);
    expect(await widths(queue, 1)).toEqual([0]);
    queue.push(images[3]!);
    expect(closed).toEqual([1, 1, 1, 1]);
  });

  test('yields nothing if it ends empty', async () => {
    const queue = createFrameQueue();
    queue.end();
    expect(await widths(queue)).toEqual([]);
  });
});

describe('filling a queue', () => {
  const zs = Array.from({ length: 240 }, (_, i) => Float32Array.of(i));

  /** An engine that is much faster than the reader; it counts the pictures it made. */
  function quickEngine() {
    const { images, closed } = bitmaps(zs.length);
    const engine = {
      given: 0,
      closed,
      render: async (group: readonly Float32Array[], take: (image: ImageBitmap) => void) => {
        for (const [i] of group) {
          engine.given += 1;
          take(images[i!]!);
        }
      },
    };
    return engine;
  }

  test('keeps few pictures waiting, however slow the reader, and yields all in order', async () => {
    const engine = quickEngine();
    const queue = createFrameQueue();
    void fillQueue(queue, zs.length, (frame) => zs[frame]!, engine.render);
    let read = 0;
    for await (const image of queue) {
      expect(image.width).toBe(read);
      image.close();
      read += 1;
      await new Promise((resolve) => setTimeout(resolve));
      expect(engine.given - read).toBeLessThan(2 * groupSize);
    }
    expect(read).toBe(240);
    expect(engine.closed.every((times) => times === 1)).toBe(true);
  });

  test('stops when the reader has stopped', async () => {
    const engine = quickEngine();
    const queue = createFrameQueue();
    const filled = fillQueue(queue, zs.length, (frame) => zs[frame]!, engine.render);
    await widths(queue, 3);
    await filled;
    expect(engine.given).toBeLessThan(3 + 2 * groupSize);
    expect(engine.closed.reduce((sum, times) => sum + times)).toBe(engine.given);
  });

  test('reports a failure to the reader', async () => {
    const queue = createFrameQueue();
    await fillQueue(
      queue,
      zs.length,
      (frame) => zs[frame]!,
      async () => {
        throw new Error('no engine');
      },
    );
    await expect(widths(queue)).rejects.toThrow('no engine');
  });
});
