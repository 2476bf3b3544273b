import { describe, expect, it } from 'vitest';
import { CANCEL_TICKS, LOAD_TICKS, Patience, SILENT_TICKS } from './patience.ts';

/** Counts the ticks until the worker is given up, and returns why. */
function ticks(patience: Patience, called: boolean, each: () => void = () => {}, most = 1000) {
  for (let count = 1; count <= most; count++) {
    each();
    const givenUp = patience.tick(called);
    if (givenUp) return { count, ...givenUp };
  }
  return undefined;
}

describe('Patience', () => {
  it('gives up an unresponsive worker, but only while something is pending', () => {
    expect(ticks(new Patience(), false)).toBeUndefined();
    expect(ticks(new Patience(), true)).toEqual({ count: SILENT_TICKS, why: 'frame' });
    const patience = new Patience();
    patience.frame(true);
    expect(ticks(patience, false)).toEqual({ count: SILENT_TICKS, why: 'frame' });
    patience.frame(false);
    expect(ticks(patience, false)).toBeUndefined();
  });

  it('waits as long as the worker answers, however long the download takes', () => {
    const patience = new Patience();
    patience.loadBegan(1);
    patience.loadTold(1, false);
    expect(ticks(patience, true, () => patience.heard())).toBeUndefined();
  });

  it('gives up a load that computes without progress, even if the worker answers', () => {
    const patience = new Patience();
    patience.loadBegan(1);
    patience.loadTold(1, true);
    expect(ticks(patience, true, () => patience.heard())).toEqual({ count: LOAD_TICKS, why: 'load', id: 1 });
  });

  it('names the computing load if the worker answers nothing', () => {
    const patience = new Patience();
    patience.loadBegan(3);
    patience.loadTold(3, true);
    patience.loadBegan(4);
    expect(ticks(patience, true)).toMatchObject({ why: 'load', id: 3 });
  });

  it('gives a cancelled load little time to end', () => {
    const patience = new Patience();
    patience.loadBegan(1);
    patience.loadTold(1, true);
    patience.loadCancelled(1);
    patience.loadTold(1, true);
    expect(ticks(patience, true, () => patience.heard())).toEqual({
      count: CANCEL_TICKS,
      why: 'cancel',
      id: 1,
    });
    patience.loadEnded(1);
    expect(ticks(patience, false)).toBeUndefined();
  });
});
