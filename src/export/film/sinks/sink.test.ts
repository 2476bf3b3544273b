import { describe, expect, it } from 'vitest';
import { openSink } from './sink.ts';

/** A stand-in for a file that the user has picked: it collects the writes, or refuses them. */
function pickedFile(refuse: (call: number) => Error | undefined = () => undefined) {
  const written: [number, number[]][] = [];
  const ends: string[] = [];
  const stream = {
    async write({ position, data }: { position: number; data: Uint8Array }) {
      const error = refuse(written.length);
      if (error) throw error;
      written.push([position, [...data]]);
    },
    close: async () => void ends.push('closed'),
    abort: async () => void ends.push('aborted'),
  };
  const handle = { createWritable: async () => stream } as unknown as FileSystemFileHandle;
  return { place: { kind: 'picked', handle } as const, written, ends };
}

describe('the destination of a film', () => {
  it('takes writes in the order of the calls, and reports the length of the file', async () => {
    const { place, written, ends } = pickedFile();
    const sink = await openSink(place);
    await Promise.all([
      sink.write(0, Uint8Array.of(1, 2, 3)),
      sink.write(3, Uint8Array.of(4)),
      sink.write(1, Uint8Array.of(9)),
    ]);
    expect(await sink.close('video/mp4')).toEqual({ bytes: 4, file: null, kept: null });
    expect(written).toEqual([
      [0, [1, 2, 3]],
      [3, [4]],
      [1, [9]],
    ]);
    expect(ends).toEqual(['closed']);
  });

  it.each([
    ['QuotaExceededError', 'STORAGE_FULL', /no room left/],
    ['NotAllowedError', 'STORAGE_REFUSED', /permission was withdrawn/],
    ['AbortedByAliens', 'EXPORT_FAILED', /could not be written: half-way/],
  ])('that fails half-way with %s reports it, and its output can be removed', async (name, code, words) => {
    const { place, ends } = pickedFile((call) =>
      call === 1 ? new DOMException('half-way', name) : undefined,
    );
    const sink = await openSink(place);
    await sink.write(0, Uint8Array.of(1));
    await expect(sink.write(1, Uint8Array.of(2))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(words),
    });
    await sink.discard();
    expect(ends).toEqual(['aborted']);
  });

  it('is memory if the browser has no storage, and the file has its type', async () => {
    const sink = await openSink({ kind: 'kept' });
    await sink.write(2, Uint8Array.of(7));
    await sink.write(0, Uint8Array.of(5, 6));
    const { bytes, file, kept } = await sink.close('image/gif');
    expect([bytes, kept, file?.type]).toEqual([3, null, 'image/gif']);
    expect([...new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer(0))]).toEqual([5, 6, 7]);
  });
});
