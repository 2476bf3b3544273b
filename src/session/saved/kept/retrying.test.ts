import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Retrying, retryDelay } from './retrying.ts';

const soon = () => 1;
const settled = () => new Promise((resolve) => setTimeout(resolve, 40));

function watched(outcomes: boolean[]) {
  const seen = { tries: 0, failed: 0, recovered: 0, overlapping: false };
  let under = 0;
  const work = async () => {
    seen.overlapping ||= ++under > 1;
    const good = outcomes[seen.tries++] ?? true;
    await Promise.resolve();
    under -= 1;
    if (!good) throw new Error('no');
  };
  const events = { failed: () => void seen.failed++, recovered: () => void seen.recovered++ };
  return { seen, retrying: new Retrying(work, events, soon) };
}

describe('Retrying', () => {
  it('retries automatically until it succeeds, and reports each turn once', async () => {
    const { seen, retrying } = watched([false, false, false, true]);
    await retrying.run();
    await settled();
    expect(seen).toEqual({ tries: 4, failed: 1, recovered: 1, overlapping: false });
  });

  it('does not make a separate attempt for each caller while it is busy', async () => {
    const { seen, retrying } = watched([]);
    await Promise.all([retrying.run(), retrying.run(), retrying.run(), retrying.run()]);
    expect(seen.tries).toBe(1);
    const first = retrying.run();
    await Promise.resolve();
    await Promise.resolve();
    const asked = [retrying.run(), retrying.run()];
    await Promise.all([first, ...asked]);
    expect(seen.tries).toBeLessThanOrEqual(3);
    expect(seen.overlapping).toBe(false);
  });

  it('never overlaps and ends in a success, whatever fails and whenever it is called', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { maxLength: 5 }),
        fc.nat({ max: 3 }),
        async (outcomes, calls) => {
          const { seen, retrying } = watched(outcomes);
          for (let call = 0; call <= calls; call++) void retrying.run();
          await settled();
          await retrying.run();
          await settled();
          expect(seen.overlapping).toBe(false);
          expect(seen.failed).toBe(seen.recovered);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('waits longer each time, up to a minute', () => {
    expect([1, 2, 3, 7, 50].map(retryDelay)).toEqual([1000, 2000, 4000, 60_000, 60_000]);
  });
});
