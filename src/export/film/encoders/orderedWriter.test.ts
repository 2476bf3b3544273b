import fc from 'fast-check';
import { expect, test } from 'vitest';
import { framesInFlight, OrderedWriter } from './orderedWriter.ts';
import { MemorySink } from './testing/memorySink.ts';

test('pieces are written in order, whichever is ready first, and only a limited number are in progress', async () => {
  const cases = fc.record({
    lengths: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 12 }),
    most: fc.integer({ min: 1, max: 5 }),
    scheduler: fc.scheduler(),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ lengths, most, scheduler }) => {
      const sink = new MemorySink();
      const writer = new OrderedWriter(sink, most);
      const pieces = lengths.map((length, i) => new Uint8Array(length).fill(i + 1));
      let making = 0;
      const make = async (piece: Uint8Array<ArrayBuffer>) => {
        making += 1;
        expect(making).toBeLessThanOrEqual(most + 1);
        await scheduler.schedule(Promise.resolve());
        making -= 1;
        return piece;
      };
      const all = async () => {
        for (const piece of pieces) await writer.add(make(piece));
        await writer.finish();
      };
      await scheduler.waitFor(all());
      expect([...sink.bytes]).toEqual(pieces.flatMap((piece) => [...piece]));
      expect(writer.position).toBe(sink.bytes.length);
    }),
    { numRuns: 100 },
  );
});

test('an error of a piece is thrown to the next caller that adds or finishes, and nothing after it is written', async () => {
  const sink = new MemorySink();
  const writer = new OrderedWriter(sink, 2);
  await writer.add(Uint8Array.of(1));
  await writer.add(Promise.reject(new Error('broken'))).catch(() => undefined);
  await expect(
    (async () => {
      await writer.add(Uint8Array.of(2));
      await writer.finish();
    })(),
  ).rejects.toThrow('broken');
  expect([...sink.bytes]).toEqual([1]);
});

test('nothing more is written after the end', async () => {
  const sink = new MemorySink();
  const writer = new OrderedWriter(sink, 3);
  await writer.add(Uint8Array.of(1));
  await writer.finish();
  writer.end();
  await writer.add(Uint8Array.of(2));
  await writer.finish();
  expect([...sink.bytes]).toEqual([1]);
});

test('few large frames are in progress at a time, and many small ones', () => {
  expect([framesInFlight(256, 256), framesInFlight(1080, 1080), framesInFlight(2160, 2160)]).toEqual([
    12, 3, 3,
  ]);
});
