import { describe, expect, it } from 'vitest';
import { ZscapeError } from '../../base/errors.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { OpenAhead } from './openAhead.ts';

type Load = ConstructorParameters<typeof OpenAhead>[0];

/** Makes a loader that answers only when the test says so. */
function scripted() {
  const asked: {
    url: string;
    options: Parameters<Load>[1];
    answer: (model: string) => void;
    fail: () => void;
  }[] = [];
  const load: Load = (url, options) =>
    new Promise((resolve, reject) => {
      const answer = (id: string) => resolve({ id } as BundleManifest);
      options.signal.addEventListener('abort', () => reject(new ZscapeError('CANCELLED', 'Cancelled.')));
      asked.push({ url, options, answer, fail: () => reject(new Error('broken')) });
    });
  return { asked, ahead: new OpenAhead(load) };
}

const message = { type: 'openAhead', url: 'a/', manifestText: '{}', z: new Float32Array(1) } as const;
const ask = (
  signal = new AbortController().signal,
  tell: (progress: { loaded: number }) => void = () => {},
) => ({
  manifestText: Promise.resolve(undefined),
  signal,
  tell,
});
const progress = (loaded: number) => ({ stage: 'download', loaded, total: 3, fromCache: false }) as const;
const nextTask = () => new Promise((resolve) => setTimeout(resolve));

describe('a model that was opened ahead', () => {
  it('goes to the first request for it, and is loaded again for the next', async () => {
    const { asked, ahead } = scripted();
    void ahead.begin(message, () => {});
    expect(ahead.waitsForPage).toBe(true);
    const first = ahead.load('a/', ask());
    expect(ahead.waitsForPage).toBe(false);
    asked[0]!.answer('early');
    expect(await first).toEqual({ id: 'early' });
    void ahead.load('a/', ask());
    expect(asked.map(({ url }) => url)).toEqual(['a/', 'a/']);
  });

  it('is available immediately once it has been loaded', async () => {
    const { asked, ahead } = scripted();
    const begun = ahead.begin(message, () => {});
    asked[0]!.answer('early');
    await begun;
    expect(await ahead.load('a/', ask())).toEqual({ id: 'early' });
    expect(asked).toHaveLength(1);
  });

  it('reports its progress, including earlier progress', () => {
    const { asked, ahead } = scripted();
    void ahead.begin(message, () => {});
    asked[0]!.options.tell(progress(1));
    const seen: number[] = [];
    void ahead.load(
      'a/',
      ask(undefined, (now) => seen.push(now.loaded)),
    );
    asked[0]!.options.tell(progress(2));
    expect(seen).toEqual([1, 2]);
  });

  it('is given up if another one is wanted', async () => {
    const { asked, ahead } = scripted();
    const begun = ahead.begin(message, () => {});
    const other = ahead.load('b/', ask());
    await expect(begun).rejects.toThrow('Cancelled');
    asked[1]!.answer('other');
    expect(await other).toEqual({ id: 'other' });
  });

  it('is loaded again after a failure, so that the failure is reported like any other', async () => {
    const { asked, ahead } = scripted();
    ahead.begin(message, () => {}).catch(() => {});
    const wanted = ahead.load('a/', ask());
    asked[0]!.fail();
    await nextTask();
    asked[1]!.answer('late');
    expect(await wanted).toEqual({ id: 'late' });
  });

  it('stops when the request waiting for it is cancelled, and is not restarted', async () => {
    const { asked, ahead } = scripted();
    ahead.begin(message, () => {}).catch(() => {});
    const abort = new AbortController();
    const wanted = ahead.load('a/', ask(abort.signal));
    abort.abort();
    await expect(wanted).rejects.toThrow('Cancelled');
    expect(asked).toHaveLength(1);
  });

  it('says once that the weights are coming soon, when a good part has arrived', () => {
    const { asked, ahead } = scripted();
    let told = 0;
    ahead.begin(message, () => told++).catch(() => {});
    const { tell } = asked[0]!.options;
    tell({ ...progress(1), total: 100 });
    expect(told).toBe(0);
    tell({ ...progress(25), total: 100 });
    tell({ ...progress(100), total: 100 });
    tell({ ...progress(100), total: 100, stage: 'prepare' });
    expect(told).toBe(1);
  });
});

describe('a guessed model', () => {
  const guess = { url: 'a/', manifestText: '{}' };

  it('is not loaded again if the first script asks for the same one, and its earlier progress counts', async () => {
    const { asked, ahead } = scripted();
    ahead.guess(guess);
    expect(ahead.waitsForPage).toBe(false);
    asked[0]!.options.tell(progress(2));
    let told = 0;
    const begun = ahead.begin(message, () => told++);
    expect(told).toBe(1);
    asked[0]!.answer('early');
    expect(await begun).toEqual({ id: 'early' });
    expect(await ahead.load('a/', ask())).toEqual({ id: 'early' });
    expect(asked).toHaveLength(1);
  });

  it.each([
    { ...message, url: 'b/' },
    { ...message, manifestText: '{ "title": "newer" }' },
  ])('is dropped if the server has another one: %o', async (other) => {
    const { asked, ahead } = scripted();
    ahead.guess(guess);
    const begun = ahead.begin(other, () => {});
    expect(asked.map(({ options }) => options.signal.aborted)).toEqual([true, false]);
    asked[1]!.answer('other');
    expect(await begun).toEqual({ id: 'other' });
  });

  it('is dropped if the page asks for its model without the first script', async () => {
    const { asked, ahead } = scripted();
    ahead.guess(guess);
    const wanted = ahead.load('a/', ask());
    expect(asked.map(({ options }) => options.signal.aborted)).toEqual([true, false]);
    asked[1]!.answer('asked for');
    expect(await wanted).toEqual({ id: 'asked for' });
  });

  it('that fails is tried again for the page', async () => {
    const { asked, ahead } = scripted();
    ahead.guess(guess);
    asked[0]!.fail();
    await nextTask();
    await expect(ahead.begin(message, () => {})).rejects.toThrow('broken');
    const wanted = ahead.load('a/', ask());
    await nextTask();
    asked[1]!.answer('late');
    expect(await wanted).toEqual({ id: 'late' });
  });
});
