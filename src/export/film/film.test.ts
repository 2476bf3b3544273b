/** The page's half of making a film: pictures in order, few at a time, and an end in every case. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ZscapeError } from '../../base/errors.ts';
import { answerCalls } from '../../base/workers/answerCalls.ts';
import type { FilmSettings } from './contract.ts';
import { type FilmOptions, makeFilm } from './film.ts';
import type { FilmCalls } from './messages.ts';

const settings: FilmSettings = {
  ...{ format: 'gif', width: 4, height: 4, fps: 10, frames: 8, loop: true },
  ...{ quality: 1, alpha: false, recipe: null },
};
const options: FilmOptions = {
  settings,
  look: { scaling: 'crisp', background: null, caption: null },
  place: { kind: 'kept' },
};
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A worker that counts instead of encoding. Frames are done when the test says so. */
class CountingWorker {
  static last: CountingWorker;
  onmessage: (event: { data: unknown }) => void = () => {};
  onerror: (event: { message: string; preventDefault(): void }) => void = () => {};
  ended = false;
  frames = 0;
  finished = 0;
  release: (() => void)[] = [];
  fails = false;
  /** Resolves when the worker is asked to remove its output. */
  takenAway: () => void = () => {};
  readonly #take = answerCalls<FilmCalls>((data) => setImmediate(() => this.onmessage({ data })), {
    start: () => undefined,
    frame: async () => {
      this.frames++;
      await new Promise<void>((resolve) => this.release.push(resolve));
      if (this.fails) throw new Error('no memory');
      return ++this.finished;
    },
    finish: () => ({ bytes: this.finished, file: new Blob([`${this.finished} frames`]), kept: null }),
    cancel: () =>
      new Promise<undefined>((resolve) => {
        this.takenAway = () => resolve(undefined);
      }),
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

describe('makeFilm', () => {
  it('gives the worker no more than a few pictures at a time, and all of them in the end', async () => {
    const pictures = Array.from({ length: 8 }, bitmap);
    const progress: number[] = [];
    const film = makeFilm(pictures, { ...options, onProgress: (frames) => progress.push(frames) });
    const worker = CountingWorker.last;
    for (let done = 0; done < pictures.length; done++) {
      await expect.poll(() => worker.release.length).toBeGreaterThan(0);
      for (let i = 0; i < 4; i++) await turn();
      expect(worker.release.length).toBeLessThanOrEqual(3);
      worker.release.shift()!();
    }
    expect(await (await film).file!.text()).toBe('8 frames');
    expect(progress).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(worker.ended).toBe(true);
  });

  it('ends immediately when cancelled while it waits for a picture, and closes later ones', async () => {
    const abort = new AbortController();
    const late = bitmap();
    let give = (_: ImageBitmap) => {};
    async function* frames() {
      yield bitmap();
      yield await new Promise<ImageBitmap>((resolve) => {
        give = resolve;
      });
    }
    const film = makeFilm(frames(), { ...options, signal: abort.signal });
    await expect.poll(() => CountingWorker.last.frames).toBe(1);
    abort.abort();
    await expect(film).rejects.toMatchObject({ code: 'CANCELLED' });
    give(late);
    await expect.poll(() => late.close.mock.calls.length).toBe(1);
    CountingWorker.last.takenAway();
    await expect.poll(() => CountingWorker.last.ended).toBe(true);
  });

  it('reports no progress from frames that the worker still answers while it removes a cancelled film', async () => {
    const abort = new AbortController();
    const progress: number[] = [];
    const film = makeFilm([bitmap(), bitmap()], {
      ...options,
      signal: abort.signal,
      onProgress: (frames) => progress.push(frames),
    });
    await expect.poll(() => CountingWorker.last.release.length).toBe(2);
    abort.abort();
    await expect(film).rejects.toMatchObject({ code: 'CANCELLED' });
    for (const done of CountingWorker.last.release) done();
    for (let i = 0; i < 6; i++) await turn();
    expect(CountingWorker.last.finished).toBe(2);
    expect(progress).toEqual([]);
  });

  it("reports the worker's failures as failures of the export", async () => {
    const film = makeFilm([bitmap()], options);
    await expect.poll(() => CountingWorker.last.release.length).toBe(1);
    CountingWorker.last.fails = true;
    CountingWorker.last.release[0]!();
    await expect(film).rejects.toMatchObject({
      code: 'EXPORT_FAILED',
      message: expect.stringContaining('no memory'),
    });
    const other = makeFilm([bitmap()], options);
    CountingWorker.last.onerror({ message: '', preventDefault: () => {} });
    await expect(other).rejects.toMatchObject({ code: 'EXPORT_FAILED' });
    expect(CountingWorker.last.ended).toBe(true);
  });

  it('ends with a sentence if its worker dies, requests no more pictures, and starts a new worker next time', async () => {
    const given: ReturnType<typeof bitmap>[] = [];
    function* frames() {
      for (let i = 0; i < 8; i++) {
        const picture = bitmap();
        given.push(picture);
        yield picture;
      }
    }
    const progress: number[] = [];
    const film = makeFilm(frames(), { ...options, onProgress: (count) => progress.push(count) });
    const dying = CountingWorker.last;
    await expect.poll(() => dying.release.length).toBeGreaterThan(0);
    dying.release.shift()!();
    await expect.poll(() => progress).toEqual([1]);
    dying.onerror({ message: 'out of memory', preventDefault: () => {} });
    await expect(film).rejects.toMatchObject({
      code: 'EXPORT_FAILED',
      message: expect.stringContaining('out of memory'),
    });
    const asked = given.length;
    for (const done of dying.release) done();
    for (let i = 0; i < 6; i++) await turn();
    expect(dying.ended).toBe(true);
    expect(progress).toEqual([1]);
    // One may have been on its way.
    expect(given.length).toBeLessThanOrEqual(asked + 1);

    const again = makeFilm([bitmap()], options);
    expect(CountingWorker.last).not.toBe(dying);
    await expect.poll(() => CountingWorker.last.release.length).toBe(1);
    CountingWorker.last.release[0]!();
    expect(await (await again).file!.text()).toBe('1 frames');
  });

  it('throws the errors of its pictures, and refuses to make a film without any', async () => {
    async function* broken() {
      yield bitmap();
      throw new ZscapeError('DEVICE_LOST', 'The GPU went away.');
    }
    await expect(makeFilm(broken(), options)).rejects.toMatchObject({ code: 'DEVICE_LOST' });
    await expect(makeFilm([], options)).rejects.toMatchObject({ code: 'EXPORT_FAILED' });
  });
});
