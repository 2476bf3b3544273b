import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mostMs, Pause, pauseMs } from './giveWay.ts';

describe('a pause for the visitor', () => {
  it('lasts from each message for a while, and then ends', () => {
    const pause = new Pause();
    expect(pause.remaining(5000)).toBe(0);
    pause.note(5000);
    expect(pause.remaining(5000)).toBe(pauseMs);
    pause.note(5400);
    expect(pause.remaining(5400)).toBe(pauseMs);
    expect(pause.remaining(5400 + pauseMs)).toBe(0);
  });

  it('never takes longer than allowed in all, whatever the visitor does', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 4000 }), { maxLength: 300 });
    fc.assert(
      fc.property(gaps, (gaps) => {
        const pause = new Pause();
        let [now, paused] = [0, 0];
        for (const gap of gaps) {
          pause.note(now);
          expect(pause.remaining(now)).toBeLessThanOrEqual(pauseMs);
          paused += Math.min(gap, pause.remaining(now));
          now += gap;
        }
        expect(paused + pause.remaining(now)).toBeLessThanOrEqual(mostMs);
      }),
    );
  });
});
