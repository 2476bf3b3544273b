import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { World } from './testing/schedulerWorld.ts';

describe('Scheduler', () => {
  it('keeps its promises under any order of requests, batches, cancels and speeds', async () => {
    const action = fc.oneof(
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('frame' as const) }) },
      fc.record({
        kind: fc.constant('batch' as const),
        count: fc.nat(12),
        ms: fc.integer({ min: 1, max: 60 }),
        /** Parts of a chunk, with gaps between them. */
        parts: fc.integer({ min: 1, max: 4 }),
      }),
      fc.record({ kind: fc.constant('exclusive' as const) }),
      fc.record({ kind: fc.constant('cancel' as const) }),
      fc.record({ kind: fc.constant('wait' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(action, { maxLength: 40 }),
        fc.integer({ min: 1, max: 80 }),
        async (actions, frameMs) => {
          const world = new World();
          world.frameMs = frameMs;
          let stamp = 0;
          const batches: {
            abort: AbortController;
            seen: number[];
            count: number;
            end: Promise<string>;
          }[] = [];
          const exclusives: Promise<string>[] = [];
          let exclusiveRuns = 0;
          for (const act of actions) {
            if (act.kind === 'frame') {
              world.ask(++stamp);
            } else if (act.kind === 'batch') {
              const abort = new AbortController();
              const batch = {
                abort,
                seen: [] as number[],
                count: act.count,
                end: Promise.resolve(''),
              };
              batch.end = world.scheduler
                .batch(
                  act.count,
                  async (start, end, gap) => {
                    for (let part = 0; part < act.parts; part++) {
                      if (part > 0) await gap();
                      await world.work('b', (act.ms * (end - start)) / act.parts);
                    }
                    if (!abort.signal.aborted) for (let i = start; i < end; i++) batch.seen.push(i);
                  },
                  abort.signal,
                )
                .then(
                  () => 'done',
                  (error: { code: string }) => error.code,
                );
              batches.push(batch);
            } else if (act.kind === 'exclusive') {
              exclusives.push(
                world.scheduler
                  .exclusive(async () => {
                    await world.work('x', 5);
                    exclusiveRuns++;
                    return 'value';
                  })
                  .catch(() => 'failed'),
              );
            } else if (act.kind === 'cancel') batches.at(-1)?.abort.abort();
            else await world.idle();
          }
          for (const batch of batches) {
            const all = Array.from({ length: batch.count }, (_, i) => i);
            const cancelled = batch.abort.signal.aborted;
            const end = await batch.end;
            if (end === 'done') expect(batch.seen).toEqual(all);
            else {
              expect(cancelled && end === 'CANCELLED').toBe(true);
              expect(batch.seen).toEqual(all.slice(0, batch.seen.length));
            }
          }
          expect(await Promise.all(exclusives)).toEqual(exclusives.map(() => 'value'));
          expect(exclusiveRuns).toBe(exclusives.length);
          if (stamp > 0) await expect.poll(() => world.shown.at(-1)).toBe(stamp);
          await world.idle();
          expect(world.mostAtOnce).toBeLessThanOrEqual(1);
          expect(world.shown).toEqual([...new Set(world.shown)].sort((a, b) => a - b));
        },
      ),
      { numRuns: 150 },
    );
  });
});
