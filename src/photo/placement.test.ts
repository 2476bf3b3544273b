import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Placement, Point } from './contract.ts';
import {
  frameMatrix,
  kept,
  leastZoom,
  mostZoom,
  moved,
  pinched,
  pixelsPerPixel,
  type Scene,
  spun,
  toFrame,
  toPicture,
  wholePlacement,
} from './placement.ts';

const side = fc.integer({ min: 32, max: 4000 });
const size = fc.record({ width: side, height: side });
const scenes = fc.record({ picture: size, image: fc.constantFrom(square(128), { width: 96, height: 160 }) });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const places = fc.record({ x: share, y: share, zoom: share, turn: share });
const frameAt = fc.double({ min: -64, max: 64, noNaN: true });
const points = fc.record({ x: frameAt, y: frameAt });

function square(width: number) {
  return { width, height: width };
}

/** A placement within the limits. */
function placed({ picture }: Scene, { x, y, zoom, turn }: Placement): Placement {
  return {
    x: picture.width * (0.3 + 0.4 * x),
    y: picture.height * (0.3 + 0.4 * y),
    zoom: 0.5 * 4 ** zoom,
    turn: (turn - 0.5) * 6.2,
  };
}

function expectNear(found: Point, wanted: Point, within = 1e-6) {
  expect(Math.hypot(found.x - wanted.x, found.y - wanted.y)).toBeLessThan(within);
}

describe('a picture behind a frame', () => {
  it('covers it at first: the frame touches two opposite sides of the picture', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const { picture, image } = scene;
        const corner = toPicture(scene, wholePlacement(picture), {
          x: -image.width / 2,
          y: -image.height / 2,
        });
        expect(Math.min(corner.x, corner.y)).toBeCloseTo(0, 6);
        expect(Math.max(corner.x, corner.y)).toBeGreaterThanOrEqual(-1e-6);
      }),
    );
  });

  it('maps a point to the picture and back', () => {
    fc.assert(
      fc.property(scenes, places, points, (scene, place, at) => {
        const placement = placed(scene, place);
        expectNear(toFrame(scene, placement, toPicture(scene, placement, at)), at);
      }),
    );
  });

  it('is drawn where its points are said to be', () => {
    fc.assert(
      fc.property(scenes, places, points, (scene, place, at) => {
        const placement = placed(scene, place);
        const [a, b, c, d, e, f] = frameMatrix(scene, placement, 2);
        const { x, y } = toPicture(scene, placement, at);
        const drawn = { x: a * x + c * y + e, y: b * x + d * y + f };
        const { width, height } = scene.image;
        expectNear(drawn, { x: 2 * at.x + width, y: 2 * at.y + height }, 1e-5);
      }),
    );
  });

  it('shows its left side at the top after a quarter turn', () => {
    const scene = { picture: square(100), image: square(10) };
    const placement = { ...wholePlacement(scene.picture), turn: Math.PI / 2 };
    expectNear(toPicture(scene, placement, { x: 0, y: -5 }), { x: 0, y: 50 });
  });
});

describe('gestures', () => {
  it('move the picture along', () => {
    fc.assert(
      fc.property(scenes, places, points, (scene, place, by) => {
        const before = placed(scene, place);
        const after = moved(scene, before, { x: by.x / 100, y: by.y / 100 });
        expectNear(toFrame(scene, after, toPicture(scene, before, { x: 0, y: 0 })), {
          x: by.x / 100,
          y: by.y / 100,
        });
      }),
    );
  });

  it('zoom and turn about a point that stays in place', () => {
    fc.assert(
      fc.property(scenes, places, share, share, (scene, place, factor, turn) => {
        const before = placed(scene, place);
        const at = { x: 3, y: -2 };
        const after = spun(scene, before, { factor: 0.7 + factor, turn: turn - 0.5, at });
        expectNear(toPicture(scene, after, at), toPicture(scene, before, at), 1e-5);
        expect(after.zoom / before.zoom).toBeCloseTo(0.7 + factor, 6);
      }),
    );
  });

  it('with two fingers keep the same points under them', () => {
    fc.assert(
      fc.property(scenes, places, share, share, (scene, place, stretch, turn) => {
        const before = placed(scene, place);
        const from: [Point, Point] = [
          { x: -4, y: 1 },
          { x: 5, y: -2 },
        ];
        const [cos, sin] = [Math.cos(turn - 0.5), Math.sin(turn - 0.5)];
        const to = from.map(({ x, y }) => ({
          x: (0.8 + 0.4 * stretch) * (cos * x - sin * y) + 1,
          y: (0.8 + 0.4 * stretch) * (sin * x + cos * y) - 1,
        })) as [Point, Point];
        const after = pinched(scene, before, from, to);
        for (const i of [0, 1] as const)
          expectNear(toPicture(scene, after, to[i]), toPicture(scene, before, from[i]), 1e-5);
      }),
    );
  });
});

describe('the limits of a placement', () => {
  it('keep the middle of the frame on the picture, and change nothing within them', () => {
    const wild = fc.double({ min: -1e5, max: 1e5, noNaN: true });
    const anything = fc.record({ x: wild, y: wild, zoom: wild, turn: wild });
    fc.assert(
      fc.property(scenes, anything, (scene, wanted) => {
        const found = kept(scene, wanted);
        expect(found.x).toBeGreaterThanOrEqual(0);
        expect(found.x).toBeLessThanOrEqual(scene.picture.width);
        expect(found.zoom).toBeGreaterThanOrEqual(leastZoom);
        expect(found.zoom).toBeLessThanOrEqual(mostZoom(scene));
        expect(Math.abs(found.turn)).toBeLessThanOrEqual(Math.PI + 1e-9);
        expect(Math.cos(found.turn - wanted.turn)).toBeCloseTo(1, 6);
        expect(kept(scene, found)).toEqual(found);
      }),
    );
  });

  it('allow a large picture to be enlarged down to sixteen of its pixels', () => {
    const scene = { picture: square(3200), image: square(128) };
    expect(pixelsPerPixel(scene, mostZoom(scene)) * 128).toBeCloseTo(16);
    expect(mostZoom({ ...scene, picture: square(20) })).toBe(4);
  });
});
