import { describe, expect, test } from 'vitest';
import { createFrameQueue, type FrameQueue } from './frameQueue.ts';

/** A bitmap as far as a queue is concerned: something that must be closed once. */
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
  test('gives the pictures in order, those pushed before and those pushed while it is read', async () => {
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

  test('passes a failure on to the reader, after what came before it', async () => {
    const { images } = bitmaps(1);
    const queue = createFrameQueue();
    queue.push(images[0]!);
    queue.fail(new Error('no more'));
    await expect(widths(queue)).rejects.toThrow('no more');
  });

  test('closes what nobody reads any more', async () => {
    const { images, closed } = bitmaps(4);
    const queue = createFrameQueue();
    for (const image of images.slice(0, 3)) queue.push(image);
    expect(await widths(queue, 1)).toEqual([0]);
    queue.push(images[3]!);
    expect(closed).toEqual([1, 1, 1, 1]);
  });

  test('that ends empty gives nothing', async () => {
    const queue = createFrameQueue();
    queue.end();
    expect(await widths(queue)).toEqual([]);
  });
});
