import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance } from './player.ts';

const seconds = 2;

describe('advance', () => {
  it('moves towards B at the pace of the walk', () => {
    expect(advance({ position: 0.25, loop: 'once', seconds }, 1, 0.5)).toEqual({
      position: 0.5,
      direction: 1,
      ended: false,
    });
  });

  it('ends at B when it plays once', () => {
    expect(advance({ position: 0.9, loop: 'once', seconds }, 1, 1)).toEqual({
      position: 1,
      direction: 1,
      ended: true,
    });
  });

  it('starts again at A when it loops', () => {
    const { position, ended } = advance({ position: 0.9, loop: 'loop', seconds }, 1, 0.4);
    expect(position).toBeCloseTo(0.1);
    expect(ended).toBe(false);
  });

  it('turns at B, and turns at A', () => {
    const turned = advance({ position: 0.9, loop: 'there-and-back', seconds }, 1, 0.4);
    expect(turned.position).toBeCloseTo(0.9);
    expect(turned.direction).toBe(-1);
    const back = advance({ position: 0.1, loop: 'there-and-back', seconds }, -1, 0.4);
    expect(back.position).toBeCloseTo(0.1);
    expect(back.direction).toBe(1);
  });

  it('stays between A and B, and there and back is a triangle wave', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom<1 | -1>(1, -1),
        fc.array(fc.double({ min: 0, max: 5, noNaN: true }), { maxLength: 20 }),
        (start, direction, steps) => {
          let now = { position: start, direction, ended: false };
          let phase = direction === 1 ? start : 2 - start;
          for (const step of steps) {
            now = advance({ position: now.position, loop: 'there-and-back', seconds }, now.direction, step);
            phase = (phase + step / seconds) % 2;
            expect(now.position).toBeGreaterThanOrEqual(0);
            expect(now.position).toBeLessThanOrEqual(1);
            expect(now.position).toBeCloseTo(1 - Math.abs(1 - phase), 6);
          }
        },
      ),
    );
  });
});
