import { describe, expect, it } from 'vitest';
import type { LoadedBundle, readBundle } from '../../bundle/read/reader.ts';
import { ReadAhead } from './readAhead.ts';

/** A reader whose answers come when the test says so. */
function scripted() {
  const asked: {
    url: string;
    options: Parameters<typeof readBundle>[1];
    answer: (bundle: string) => void;
    fail: () => void;
  }[] = [];
  const read = ((url, options) =>
    new Promise((resolve, reject) => {
      const answer = (bundle: string) => resolve(bundle as unknown as LoadedBundle);
      asked.push({ url, options, answer, fail: () => reject(new Error('broken')) });
    })) as typeof readBundle;
  return { asked, ahead: new ReadAhead(read) };
}
const message = { type: 'readAhead', url: 'a/', manifestText: '{}' } as const;

describe('a bundle that was read ahead', () => {
  it('is given to the first who asks for it, and read anew for the next', async () => {
    const { asked, ahead } = scripted();
    ahead.begin(message);
    const first = ahead.read('a/');
    asked[0]!.answer('early');
    expect(await first).toBe('early');
    void ahead.read('a/');
    expect(asked.map(({ url }) => url)).toEqual(['a/', 'a/']);
  });

  it('tells how far it is, also what had arrived before', async () => {
    const { asked, ahead } = scripted();
    ahead.begin(message);
    const progress = { loaded: 1, total: 3, fromCache: false };
    asked[0]!.options!.onProgress!(progress);
    const seen: unknown[] = [];
    void ahead.read('a/', { onProgress: (now) => seen.push(now.loaded) });
    asked[0]!.options!.onProgress!({ ...progress, loaded: 2 });
    expect(seen).toEqual([1, 2]);
  });

  it('is given up where another one is wanted', async () => {
    const { asked, ahead } = scripted();
    ahead.begin(message);
    const other = ahead.read('b/');
    expect(asked[0]!.options!.signal!.aborted).toBe(true);
    asked[1]!.answer('other');
    expect(await other).toBe('other');
  });

  it('is read anew where that failed, so that the failure is told as any other', async () => {
    const { asked, ahead } = scripted();
    ahead.begin(message);
    const wanted = ahead.read('a/');
    asked[0]!.fail();
    await new Promise((resolve) => setTimeout(resolve));
    asked[1]!.answer('late');
    expect(await wanted).toBe('late');
  });

  it('stops with the one who waits for it', () => {
    const { asked, ahead } = scripted();
    ahead.begin(message);
    const abort = new AbortController();
    void ahead.read('a/', { signal: abort.signal });
    abort.abort();
    expect(asked[0]!.options!.signal!.aborted).toBe(true);
  });
});
