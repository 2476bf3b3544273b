import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Framing } from '../contract.ts';
import { toFrame, toPicture } from '../placement.ts';
import { alignment } from './align.ts';
import { outOfView, type View, viewMatrix } from './view.ts';

const framing: Framing = { leftEye: [0.34, 0.42], rightEye: [0.65, 0.42], mouth: [0.5, 0.74] };
const scene = { picture: { width: 900, height: 700 }, image: { width: 128, height: 128 } };
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('aligning a face', () => {
  it('recovers the placement by which eyes and mouth were placed', () => {
    fc.assert(
      fc.property(share, share, share, share, (x, y, zoom, turn) => {
        const placement = {
          x: 300 + 300 * x,
          y: 250 + 200 * y,
          zoom: 0.5 + 3 * zoom,
          turn: (turn - 0.5) * 6,
        };
        const at = ([right, down]: readonly [number, number]) =>
          toPicture(scene, placement, { x: (right - 0.5) * 128, y: (down - 0.5) * 128 });
        const face = {
          leftEye: at(framing.leftEye),
          rightEye: at(framing.rightEye),
          mouth: at(framing.mouth),
        };
        const found = alignment(scene, framing, face);
        for (const name of ['x', 'y', 'zoom', 'turn'] as const)
          expect(found[name]).toBeCloseTo(placement[name], 6);
      }),
    );
  });

  it('of different proportions comes as near as a move, a turn and a scale can', () => {
    const face = { leftEye: { x: 400, y: 300 }, rightEye: { x: 500, y: 310 }, mouth: { x: 440, y: 460 } };
    const found = alignment(scene, framing, face);
    const error = (placement: typeof found) =>
      (['leftEye', 'rightEye', 'mouth'] as const).reduce((sum, name) => {
        const wanted = framing[name];
        const there = toPicture(scene, placement, {
          x: (wanted[0] - 0.5) * 128,
          y: (wanted[1] - 0.5) * 128,
        });
        return sum + (there.x - face[name].x) ** 2 + (there.y - face[name].y) ** 2;
      }, 0);
    for (const change of [
      { x: found.x + 1 },
      { y: found.y - 1 },
      { zoom: found.zoom * 1.01 },
      { zoom: found.zoom * 0.99 },
      { turn: found.turn + 0.01 },
    ])
      expect(error({ ...found, ...change })).toBeGreaterThan(error(found));
    expect(toFrame(scene, found, face.leftEye).x).toBeLessThan(toFrame(scene, found, face.rightEye).x);
  });
});

describe('a view of a picture', () => {
  it('is drawn as its points are read', () => {
    const view: View = { x: 120, y: 80, side: 60, turn: 0.7 };
    const [a, b, c, d, e, f] = viewMatrix(view, 112);
    for (const at of [
      { x: 0, y: 0 },
      { x: 0.2, y: 0.9 },
    ]) {
      const { x, y } = outOfView(view, at);
      expect(a * x + c * y + e).toBeCloseTo(112 * at.x, 6);
      expect(b * x + d * y + f).toBeCloseTo(112 * at.y, 6);
    }
  });
});
