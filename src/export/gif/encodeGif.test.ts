/** The page's half of making a GIF: pictures in order, few at a time, and an end in every case. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ZscapeError } from '../../base/errors.ts';
import { answerCalls } from '../../base/workers/answerCalls.ts';
import { encodeGif } from './gif.ts';
import type { GifCalls } from './messages.ts';

const settings = { width: 4, height: 4, fps: 10, loop: true, scaling: 'crisp' } as const;
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A worker that keeps count instead of compressing. Frames are done when the test says so. */
class CountingWorker {
  static last: CountingWorker;
  onmessage: (event: { data: unknown }) => void = () => {};
  onerror: (event: { message: string; preventDefault(): void }) => void = () => {};
  ended = false;
  frames = 0;
  finished = 0;
  release: (() => void)[] = [];
  fails = false;
  readonly #take = answerCalls<GifCalls>((data) => setImmediate(() => this.onmessage({ data })), {
    start: () => undefined,
    frame: async () => {
      this.frames++;
      await new Promise<void>((resolve) => this.release.push(resolve));
      if (this.fails) throw new Error('no memory');
      return ++this.finished;
    },
    finish: () => new Blob([`${this.finished} frames`]),
  });

  constructor() {
    CountingWorker.last = this;
  }

  postMessage(message: { type: string }): void {
    setImmediate(() => this.#take(message));
  }

  terminate(): void {
    this.ended = true;
  }
}

const bitmap = () => ({ close: vi.fn() }) as unknown as ImageBitmap & { close: ReturnType<typeof vi.fn> };

beforeEach(() => void vi.stubGlobal('Worker', CountingWorker));
afterEach(() => void vi.unstubAllGlobals());

describe('encodeGif', () => {
  it('gives the worker no more than a few pictures at a time, and all of them', async () => {
    const pictures = Array.from({ length: 8 }, bitmap);
    const progress: number[] = [];
    const file = encodeGif(pictures, { ...settings, onProgress: (frames) => progress.push(frames) });
    const worker = CountingWorker.last;
    for (let done = 0; done < pictures.length; done++) {
      await expect.poll(() => worker.release.length).toBeGreaterThan(0);
      for (let i = 0; i < 4; i++) await turn();
      expect(worker.release.length).toBeLessThanOrEqual(3);
      worker.release.shift()!();
    }
    expect(await (await file).text()).toBe('8 frames');
    expect(progress).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(worker.ended).toBe(true);
  });

  it('ends at once when it is cancelled while it waits for a picture, and closes those that come later', async () => {
    const abort = new AbortController();
    const late = bitmap();
    let give = (_: ImageBitmap) => {};
    async function* frames() {
      yield bitmap();
      yield await new Promise<ImageBitmap>((resolve) => {
        give = resolve;
      });
    }
    const file = encodeGif(frames(), { ...settings, signal: abort.signal });
    await expect.poll(() => CountingWorker.last.frames).toBe(1);
    abort.abort();
    await expect(file).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(CountingWorker.last.ended).toBe(true);
    give(late);
    await expect.poll(() => late.close.mock.calls.length).toBe(1);
  });

  it('says in the words of an export what the worker could not do', async () => {
    const file = encodeGif([bitmap()], settings);
    await expect.poll(() => CountingWorker.last.release.length).toBe(1);
    CountingWorker.last.fails = true;
    CountingWorker.last.release[0]!();
    await expect(file).rejects.toMatchObject({
      code: 'EXPORT_FAILED',
      message: expect.stringContaining('no memory'),
    });
    const other = encodeGif([bitmap()], settings);
    CountingWorker.last.onerror({ message: '', preventDefault: () => {} });
    await expect(other).rejects.toMatchObject({ code: 'EXPORT_FAILED' });
  });

  it('throws what the pictures throw, and refuses to make a GIF of none', async () => {
    async function* broken() {
      yield bitmap();
      throw new ZscapeError('DEVICE_LOST', 'The GPU went away.');
    }
    await expect(encodeGif(broken(), settings)).rejects.toMatchObject({ code: 'DEVICE_LOST' });
    await expect(encodeGif([], settings)).rejects.toMatchObject({ code: 'EXPORT_FAILED' });
  });
});
